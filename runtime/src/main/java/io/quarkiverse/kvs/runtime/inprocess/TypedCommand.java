package io.quarkiverse.kvs.runtime.inprocess;

import java.util.function.Function;

import io.quarkiverse.kvs.Reply;

/**
 * A command with the type of its result, to be run later.
 *
 * @param result reads the reply; called on any thread
 * @param words the command and its arguments; none if the result is known without asking
 */
public record TypedCommand<T>(Function<Reply, T> result, byte[]... words) {

    /** Nothing is to be asked. */
    static <T> TypedCommand<T> known(T result) {
        return new TypedCommand<>(reply -> result);
    }

    /** Whether nothing is to be asked; the result is then that of any reply, also of null. */
    public boolean isKnown() {
        return words.length == 0;
    }
}
