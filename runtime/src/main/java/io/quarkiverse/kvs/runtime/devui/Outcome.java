package io.quarkiverse.kvs.runtime.devui;

import java.util.function.Supplier;

import io.quarkiverse.kvs.KvsException;

/**
 * What a call of a page comes to. A mistake of the person who uses the page is no error of JSON-RPC, which the Dev
 * UI would write into the log with its stack trace.
 *
 * @param value the answer; null if there is none
 * @param error why there is no answer, in words for that person; null if there is one
 */
public record Outcome<T>(T value, String error) {

    static <T> Outcome<T> of(Supplier<T> call) {
        try {
            return new Outcome<>(call.get(), null);
        } catch (KvsException | IllegalArgumentException e) {
            return new Outcome<>(null, e.getMessage());
        }
    }
}
