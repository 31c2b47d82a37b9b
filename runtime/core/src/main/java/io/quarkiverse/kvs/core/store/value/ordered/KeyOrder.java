package io.quarkiverse.kvs.core.store.value.ordered;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The order in which an ordered map keeps its keys. Keys that compare as equal are one key. An order has a name, by which it is
 * found again when a map is read from a file.
 * <p>
 * Any thread may compare. What {@link #compare} throws reaches the caller of the map, which is as it was before.
 */
public interface KeyOrder {

    /** By bytes, as unsigned numbers; what is longer comes behind what it begins with. The name is that of LevelDB. */
    KeyOrder BYTES = new KeyOrder() {
        @Override
        public String name() {
            return "leveldb.BytewiseComparator";
        }

        @Override
        public int compare(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
            return Arrays.compareUnsigned(one, from, to, other, otherFrom, otherTo);
        }

        /** As much of the upper key as tells it from the lower one. */
        @Override
        public byte[] separator(Bytes lower, Bytes upper) {
            int common = Arrays.mismatch(lower.array(), lower.offset(), lower.offset() + lower.length(),
                    upper.array(), upper.offset(), upper.offset() + upper.length());
            return Arrays.copyOfRange(upper.array(), upper.offset(), upper.offset() + common + 1);
        }
    };

    String name();

    /** Compares two keys: negative if the first one comes first, 0 if they are the same key. */
    int compare(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo);

    /** A key that is above the lower one of two, and not above the upper one. */
    default byte[] separator(Bytes lower, Bytes upper) {
        return upper.copy();
    }

    /** Compares two keys. */
    default int compare(Bytes one, Bytes other) {
        return compare(one.array(), one.offset(), one.offset() + one.length(), other.array(), other.offset(),
                other.offset() + other.length());
    }
}
