package io.quarkiverse.kvs.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.Reply;

@ApplicationScoped
public class Stock {

    @Inject
    KeyValueStore store;

    private final String take = resource("scripts/take.lua");

    /** Returns how many pieces are left; empty if there were not enough. */
    public OptionalLong take(String key, int pieces) {
        Reply left = store.eval(take, List.of(key), String.valueOf(pieces));
        return left.isNil() ? OptionalLong.empty() : OptionalLong.of(left.asLong());
    }

    private static String resource(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
