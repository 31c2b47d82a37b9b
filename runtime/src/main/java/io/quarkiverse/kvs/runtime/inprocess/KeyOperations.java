package io.quarkiverse.kvs.runtime.inprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.quarkiverse.kvs.Reply;

/** The commands on one key, once for both kinds of views. */
public abstract class KeyOperations {

    private final String key;

    KeyOperations(String key) {
        this.key = Objects.requireNonNull(key, "key");
    }

    final <T> TypedCommand<T> call(Function<Reply, T> result, String command, String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = command;
        words[1] = key;
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return new TypedCommand<>(result, words);
    }

    /** Whether it did something, or there is something. */
    static boolean isPositive(Reply reply) {
        return reply.asLong() > 0;
    }

    /** Nothing is told. */
    static Void nothing(Reply reply) {
        return null;
    }

    /** The elements of a reply, null where there is nothing. */
    static List<String> strings(Reply reply) {
        List<String> strings = new ArrayList<>();
        reply.asList().forEach(element -> strings.add(element.asString()));
        return strings;
    }
}
