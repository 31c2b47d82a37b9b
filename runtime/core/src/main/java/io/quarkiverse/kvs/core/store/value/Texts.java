package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/** Numbers and words as the bytes that commands have for them. */
final class Texts {

    private Texts() {
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    static Bytes of(long number) {
        return new Bytes().show(ascii(Long.toString(number)));
    }

    static Bytes of(double number) {
        return new Bytes().show(ascii(FloatingPoint.format(number)));
    }
}
