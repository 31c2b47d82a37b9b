package io.quarkiverse.kvs.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.protocol.InlineArguments;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** A command in each line, quoted as for redis-cli. */
record CommandFixture(FixtureFile file, KeyValueStore store) {

    void load() {
        int number = 0;
        for (String line : file.lines()) {
            number++;
            if (!line.isBlank() && !FixtureFile.isComment(line.strip())) {
                execute(number, line);
            }
        }
    }

    private void execute(int number, String line) {
        byte[] bytes = line.getBytes(UTF_8);
        Request request = new Request();
        if (!InlineArguments.split(bytes, 0, bytes.length, request)) {
            throw file.mistake(number, "unbalanced quotes: " + line, null);
        }
        byte[][] words = new byte[request.count()][];
        Arrays.setAll(words, i -> request.show(i, new Bytes()).copy());
        String name = new String(words[0], UTF_8);
        try {
            if (words.length == 1) {
                store.execute(name);
            } else {
                store.execute(name, words[1], Arrays.copyOfRange(words, 2, words.length));
            }
        } catch (KvsException | IllegalArgumentException e) {
            throw file.mistake(number, e.getMessage(), e);
        }
    }
}
