package io.quarkiverse.kvs.test;

import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.kvs.KeyValueStore;

/** A key, an equals sign and a string in each line. A key may have colons and blanks in it, unlike in Java's properties. */
record KeyValueFixture(FixtureFile file, KeyValueStore store) {

    void load() {
        Map<String, Integer> seen = new HashMap<>();
        int number = 0;
        for (String raw : file.lines()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || FixtureFile.isComment(line)) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw file.mistake(number, "no = between a key and a value: " + line, null);
            }
            String key = line.substring(0, equals).strip();
            if (key.isEmpty()) {
                throw file.mistake(number, "no key in front of the =", null);
            }
            Integer before = seen.put(key, number);
            if (before != null) {
                throw file.mistake(number, "the key " + key + " is in line " + before + " already", null);
            }
            try {
                store.set(key, line.substring(equals + 1).strip());
            } catch (IllegalArgumentException e) {
                throw file.mistake(number, e.getMessage(), e);
            }
        }
    }
}
