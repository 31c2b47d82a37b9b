package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What is kept in the order of names: those of bytes, unsigned, as Redis has them. */
interface Named {

    byte[] name();

    /** The place of a name, or where it would be: {@code -place - 1}. */
    static int find(ShiftArray<? extends Named> all, Bytes name) {
        int low = 0;
        int high = all.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            byte[] other = all.get(middle).name();
            int order = Arrays.compareUnsigned(other, 0, other.length, name.array(), name.offset(),
                    name.offset() + name.length());
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
