package io.quarkiverse.kvs.core.store.value;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.OpenTable;
import io.quarkiverse.kvs.core.store.value.HashValue.FieldVisitor;

/** The fields of a large hash, each of them an array as {@link PackedField} lays it out. */
class FieldTable extends ArrayTable {

    FieldTable() {
    }

    FieldTable(FieldTable original) {
        super(original);
    }

    @Override
    public long hash(Object field) {
        return PackedField.hash((byte[]) field);
    }

    @Override
    public boolean isNamed(Object field, Key key) {
        return PackedField.isNamed((byte[]) field, key);
    }

    /** The value of a field, or null where there is no such field. */
    public Bytes get(Key name, Bytes view) {
        byte[] field = get(name);
        return field == null ? null : PackedField.showValue(field, view);
    }

    /** @return whether the field is new */
    public boolean set(Key name, Bytes value) {
        byte[] known = get(name);
        if (known == null) {
            add(name, PackedField.of(name, value));
        } else if (isShared() || !PackedField.overwrite(known, value)) {
            replace(name, PackedField.of(name, value));
        }
        return known == null;
    }

    /** The same; when the field expires stays as it is. */
    boolean setKeepingExpiry(Key name, Bytes value) {
        return set(name, value);
    }

    /** @return whether there was such a field */
    boolean removeField(Key name) {
        return remove(name) != null;
    }

    /** How many of the fields expire. */
    int expiring() {
        return 0;
    }

    /** Before this instant, in milliseconds since 1970, no field expires. */
    long nextExpiry() {
        return Long.MAX_VALUE;
    }

    /** The bytes that it takes on the heap to know when fields expire, beside the fields. */
    long expiryMemory() {
        return 0;
    }

    /** Visits the fields, in no order, until the visitor wants no more. */
    public void forEach(FieldVisitor visitor) {
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
    public int scan(int cursor, long count, FieldVisitor visitor) {
        Bytes name = new Bytes();
        Bytes value = new Bytes();
        return scan(cursor, count, field -> visit(field, visitor, name, value));
    }

    /** Visits fields drawn at random, each time from all of them, until the visitor wants no more. */
    public void draw(long count, IntUnaryOperator random, FieldVisitor visitor) {
        Bytes name = new Bytes();
        Bytes value = new Bytes();
        for (long left = count; left > 0; left--) {
            if (!visit(randomElement(random), visitor, name, value)) {
                return;
            }
        }
    }

    /** Visits some of the fields, chosen at random, no two the same, until the visitor wants no more. */
    public void choose(int count, IntUnaryOperator random, FieldVisitor visitor) {
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
    public FieldTable copy() {
        return new FieldTable(this);
    }
}
