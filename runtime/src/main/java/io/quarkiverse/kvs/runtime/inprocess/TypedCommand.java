package io.quarkiverse.kvs.runtime.inprocess;

import java.util.function.Function;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.Reply;

/**
 * A command with the type of its result, for callers who block and for those who do not.
 *
 * @param result reads the reply; called on any thread
 * @param words the command and its arguments; none if the result is known without asking
 */
public record TypedCommand<T>(Function<Reply, T> result, String... words) {

    /** Nothing is to be asked. */
    public static <T> TypedCommand<T> known(T result) {
        return new TypedCommand<>(reply -> result);
    }

    public boolean isKnown() {
        return words.length == 0;
    }

    T on(KeyValueStore store) {
        return result.apply(isKnown() ? null : store.execute(words));
    }
}
