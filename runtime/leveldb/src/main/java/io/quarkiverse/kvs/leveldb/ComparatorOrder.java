package io.quarkiverse.kvs.leveldb;

import java.util.Arrays;
import java.util.Comparator;

import org.iq80.leveldb.DBComparator;
import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;

/** The order of a comparator of the user, or that of the bytes. */
final class ComparatorOrder implements Comparator<byte[]> {

    private final @Nullable DBComparator comparator;

    private ComparatorOrder(@Nullable DBComparator comparator) {
        this.comparator = comparator;
    }

    /** @param comparator null for that of the bytes */
    static ComparatorOrder of(@Nullable DBComparator comparator) {
        // What has the name of LevelDB's own comparator compares as that does.
        return new ComparatorOrder(comparator == null || comparator.name().equals(KeyOrder.BYTES.name()) ? null : comparator);
    }

    boolean isOfBytes() {
        return comparator == null;
    }

    String name() {
        return comparator == null ? KeyOrder.BYTES.name() : comparator.name();
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return comparator == null ? Arrays.compareUnsigned(one, other) : comparator.compare(one, other);
    }

    /** As the store knows it. */
    KeyOrder order() {
        return comparator == null ? KeyOrder.BYTES : new Compared(comparator);
    }

    private record Compared(DBComparator comparator) implements KeyOrder {

        @Override
        public String name() {
            return comparator.name();
        }

        @Override
        public int compare(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
            return comparator.compare(Arrays.copyOfRange(one, from, to), Arrays.copyOfRange(other, otherFrom, otherTo));
        }
    }
}
