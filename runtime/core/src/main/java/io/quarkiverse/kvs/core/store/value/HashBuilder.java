package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Collects the fields of a hash, each of them once, in the order in which a small hash keeps them. This takes
 * time in proportion to what there is; setting one field after the other would copy all of a small hash each
 * time.
 */
public final class HashBuilder {

    private final PackingLimits limits;
    private final FieldTable table = new FieldTable();
    /** The same in one piece, with room for more; null from the moment on that the limits do not allow it. */
    private byte[] packed = PackedList.EMPTY;
    private int packedLength;

    public HashBuilder(PackingLimits limits) {
        this.limits = limits;
    }

    public int size() {
        return table.size();
    }

    /**
     * Adds a field.
     *
     * @return false if there is one of that name already: nothing is added then
     */
    public boolean add(Key name, Bytes value) {
        if (table.find(name) >= 0) {
            return false;
        }
        table.set(name, value);
        if (packed != null) {
            pack(name, value);
        }
        return true;
    }

    private void pack(Bytes name, Bytes value) {
        if (table.size() > limits.entries() || !HashValue.fits(packedLength, name, value, limits)) {
            packed = null;
            return;
        }
        int needed = packedLength + PackedList.size(name) + PackedList.size(value);
        if (needed > packed.length) {
            packed = Arrays.copyOf(packed, needed + needed / 2);
        }
        packedLength = PackedList.write(packed, PackedList.write(packed, packedLength, name), value);
    }

    /** The hash of all of them, which is stored as the limits say. Nothing is to be added afterwards. */
    public HashValue build() {
        return packed == null ? new HashValue(table) : new HashValue(Arrays.copyOf(packed, packedLength), 0, table.size());
    }
}
