package io.quarkiverse.kvs.core.store.value.ordered;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A place in the order of keys: in front of a key, behind it, or at an end. A range goes from one to another.
 * <p>
 * Immutable, as long as the bytes are of which one was made.
 */
public final class KeyBound {

    /** In front of all keys. */
    public static final KeyBound START = new KeyBound(null, false);
    /** Behind all keys. */
    public static final KeyBound END = new KeyBound(null, true);

    private static final byte HIGHEST = (byte) 0xff;

    private final Bytes key;
    private final boolean behind;

    private KeyBound(Bytes key, boolean behind) {
        this.key = key;
        this.behind = behind;
    }

    /** In front of a key, whether there is an entry of it or not. */
    public static KeyBound before(Bytes key) {
        return new KeyBound(key, false);
    }

    /** In front of a key, whether there is an entry of it or not. */
    public static KeyBound before(byte[] key) {
        return before(new Bytes().show(key));
    }

    /** Behind a key, whether there is an entry of it or not. */
    public static KeyBound behind(Bytes key) {
        return new KeyBound(key, true);
    }

    /** Behind a key, whether there is an entry of it or not. */
    public static KeyBound behind(byte[] key) {
        return behind(new Bytes().show(key));
    }

    /** Behind all keys that begin so, in the order of {@link KeyOrder#BYTES}. */
    public static KeyBound behindPrefix(Bytes prefix) {
        byte[] next = prefix.copy();
        int length = next.length;
        while (length > 0 && next[length - 1] == HIGHEST) {
            length--;
        }
        if (length == 0) {
            return END;
        }
        next[length - 1]++;
        return before(Arrays.copyOf(next, length));
    }

    /** The key it is in front of or behind; null at an end. */
    Bytes key() {
        return key;
    }

    /** Whether it is behind its key; at an end, whether that is the upper one. */
    boolean isBehind() {
        return behind;
    }

    /** Whether a key is in front of it. */
    boolean isAfter(KeyOrder order, byte[] array, int from, int to) {
        if (key == null) {
            return behind;
        }
        int compared = order.compare(array, from, to, key.array(), key.offset(), key.offset() + key.length());
        return compared < 0 || (behind && compared == 0);
    }
}
