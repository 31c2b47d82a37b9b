package io.quarkiverse.kvs.dynamodb.value;

import java.util.Arrays;
import java.util.Base64;

/** Bytes that do not change, ordered as unsigned numbers. */
public final class Binary implements Comparable<Binary> {

    private final byte[] bytes;

    /** @param bytes not copied: they must not change any more */
    public Binary(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Not a copy: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    public boolean startsWith(Binary prefix) {
        return bytes.length >= prefix.bytes.length
                && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    /** Whether these bytes stand together somewhere in it. */
    public boolean contains(Binary part) {
        int last = bytes.length - part.bytes.length;
        for (int at = 0; at <= last; at++) {
            if (Arrays.equals(bytes, at, at + part.bytes.length, part.bytes, 0, part.bytes.length)) {
                return true;
            }
        }
        return false;
    }

    public String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public int compareTo(Binary other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toBase64();
    }
}
