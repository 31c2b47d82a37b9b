package io.quarkiverse.kvs.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.Reply;

/** The commands on one key. */
abstract class KeyView {

    private final KeyValueStore store;
    private final String key;

    KeyView(KeyValueStore store, String key) {
        this.store = store;
        this.key = Objects.requireNonNull(key, "key");
    }

    final Reply call(String command, String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = command;
        words[1] = key;
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return store.execute(words);
    }

    final Reply callAll(String command, List<String> arguments) {
        return call(command, arguments.toArray(String[]::new));
    }

    /** The elements of a reply, null where there is nothing. */
    static List<String> strings(Reply reply) {
        List<String> strings = new ArrayList<>();
        reply.asList().forEach(element -> strings.add(element.asString()));
        return strings;
    }
}
