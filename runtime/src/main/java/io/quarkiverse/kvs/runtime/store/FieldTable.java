package io.quarkiverse.kvs.runtime.store;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.runtime.store.HashValue.FieldVisitor;

/** The fields of a large hash, each of them an array as {@link PackedField} lays it out. */
final class FieldTable extends OpenTable {

    /** What {@link OpenTable} and this class keep beside the arrays: two references, three numbers, and the one below. */
    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 3 * Integer.BYTES + Long.BYTES);

    /** The bytes that the fields take, kept up to date so that nobody has to go through them. */
    private long fieldMemory;

    FieldTable() {
    }

    private FieldTable(FieldTable original) {
        super(original);
        fieldMemory = original.fieldMemory;
    }

    @Override
    long hash(Object field) {
        return PackedField.hash((byte[]) field);
    }

    @Override
    boolean isNamed(Object field, Key key) {
        return PackedField.isNamed((byte[]) field, key);
    }

    /** The value of a field, or null where there is no such field. */
    Bytes get(Key name, Bytes view) {
        int slot = find(name);
        return slot < 0 ? null : PackedField.showValue((byte[]) elementAt(slot), view);
    }

    /** @return whether the field is new */
    boolean set(Key name, Bytes value) {
        byte[] field = PackedField.of(name, value);
        fieldMemory += Heap.array(field.length);
        int slot = find(name);
        if (slot < 0) {
            add(name.hash(), field, false);
            return true;
        }
        fieldMemory -= memoryAt(slot);
        replaceAt(slot, field, false);
        return false;
    }

    /** @return whether there was such a field */
    boolean remove(Key name) {
        int slot = find(name);
        if (slot < 0) {
            return false;
        }
        fieldMemory -= memoryAt(slot);
        removeAt(slot);
        return true;
    }

    private long memoryAt(int slot) {
        return Heap.array(((byte[]) elementAt(slot)).length);
    }

    /** Visits the fields, in no order, until the visitor wants no more. */
    void forEach(FieldVisitor visitor) {
        Bytes name = new Bytes();
        Bytes value = new Bytes();
        for (int slot = 0; slot < capacity(); slot++) {
            Object field = elementAt(slot);
            if (field != null && !visit(field, visitor, name, value)) {
                return;
            }
        }
    }

    /** Visits some fields as {@link OpenTable#scan(int, long, java.util.function.Consumer)} does. */
    int scan(int cursor, long count, FieldVisitor visitor) {
        Bytes name = new Bytes();
        Bytes value = new Bytes();
        return scan(cursor, count, field -> visit(field, visitor, name, value));
    }

    /** Visits fields drawn at random, each time from all of them, until the visitor wants no more. */
    void draw(long count, IntUnaryOperator random, FieldVisitor visitor) {
        Bytes name = new Bytes();
        Bytes value = new Bytes();
        for (long left = count; left > 0; left--) {
            if (!visit(randomElement(random), visitor, name, value)) {
                return;
            }
        }
    }

    /** Visits some of the fields, chosen at random, no two the same, until the visitor wants no more. */
    void choose(int count, IntUnaryOperator random, FieldVisitor visitor) {
        Bytes name = new Bytes();
        Bytes value = new Bytes();
        for (Object field : randomElements(count, random)) {
            if (!visit(field, visitor, name, value)) {
                return;
            }
        }
    }

    private static boolean visit(Object field, FieldVisitor visitor, Bytes name, Bytes value) {
        byte[] packed = (byte[]) field;
        return visitor.visit(PackedField.showName(packed, name), PackedField.showValue(packed, value));
    }

    /** An independent table, which shares the fields. */
    FieldTable copy() {
        return new FieldTable(this);
    }

    /** The bytes it takes on the heap, estimated. */
    long memory() {
        return OBJECT_MEMORY + Heap.array(capacity()) + Heap.array((long) capacity() * Heap.REFERENCE) + fieldMemory;
    }
}
