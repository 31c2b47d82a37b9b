package io.quarkiverse.kvs.core.lua;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A string of Lua: bytes, in any encoding or none. Immutable and safe for use by several threads. Two strings are equal
 * if their bytes are.
 */
public final class LuaString implements Comparable<LuaString> {

    public static final LuaString EMPTY = new LuaString(new byte[0]);

    private static final LuaString[] SINGLE = new LuaString[256];

    static {
        for (int i = 0; i < 256; i++) {
            SINGLE[i] = new LuaString(new byte[] { (byte) i });
        }
    }

    final byte[] bytes;
    private int hash;
    private boolean hashed;

    private LuaString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A string of these bytes. The array is not copied: the caller must not change it any more. */
    public static LuaString of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : bytes.length == 1 ? SINGLE[bytes[0] & 0xff] : new LuaString(bytes);
    }

    /** A string of a copy of {@code length} bytes from {@code offset} on. */
    public static LuaString copyOf(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY
                : length == 1 ? SINGLE[bytes[offset] & 0xff]
                        : new LuaString(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** A string of the UTF-8 bytes of a text. */
    public static LuaString of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** The byte at an index from 0, as 0 to 255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    /** The bytes themselves, not a copy: the caller must not change them. */
    public byte[] bytes() {
        return bytes;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** From an index to another, which is not included; both from 0 and in range. */
    public LuaString substring(int from, int to) {
        return from == 0 && to == bytes.length ? this : copyOf(bytes, from, to - from);
    }

    /**
     * The hash of Lua 5.1 in Redis 7.0, over all bytes. The order in which {@code next} walks a table follows from it, so
     * that scripts see fields, and clients the JSON made of them, in the order in which Redis has them.
     */
    @Override
    public int hashCode() {
        if (!hashed) {
            int h = bytes.length;
            for (int i = bytes.length - 1; i >= 0; i--) {
                h ^= (h << 5) + (h >>> 2) + (bytes[i] & 0xff);
            }
            hash = h;
            hashed = true;
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof LuaString && equals((LuaString) other));
    }

    @SuppressWarnings("NonOverridingEquals") // the same, of what is known to be one
    boolean equals(LuaString other) {
        return this == other || (bytes.length == other.bytes.length && hashCode() == other.hashCode()
                && Arrays.equals(bytes, other.bytes));
    }

    /** By bytes without sign. */
    @Override
    public int compareTo(LuaString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** The bytes as UTF-8 text; a byte that is not UTF-8 becomes U+FFFD. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
