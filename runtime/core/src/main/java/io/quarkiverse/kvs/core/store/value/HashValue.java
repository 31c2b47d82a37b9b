package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * A hash: fields, each of which has a value.
 * <p>
 * A small one is a {@link PackedList} of field, value, field, value and so on, in the order in which the fields came. One that
 * has grown past the {@link PackingLimits} is a {@link FieldTable}, which has no order, and remains one however small it
 * becomes.
 * <p>
 * The limits are looked at when a field is set, as in Redis: the lengths of its name and its value, whether it is new or not,
 * and then the number of fields.
 * <p>
 * Fields may expire: then there is an {@link ExpiringFieldTable}. Those whose time has come are there until
 * {@link #removeExpired} is called, which {@link io.quarkiverse.kvs.core.store.Keyspace} does before a command sees the hash.
 */
public class HashValue implements ReadableHash {

    /** Takes fields with their values, in views that show something else after the call; says whether it wants more. */
    @FunctionalInterface
    public interface FieldVisitor {
        boolean visit(Bytes field, Bytes value);
    }

    /** The expiry time of a field that does not expire. */
    public static final long NEVER = -1;
    /** In the place of an expiry time: there is no such field. */
    public static final long MISSING = -2;

    /** A field and its value. */
    private static final int PAIR = 2;
    /** A list does not grow past a gigabyte with any limits. */
    private static final long MAX_PACKED = 1 << 30;

    /** Null once there is a table. */
    private byte[] packed;
    /** Where in that array the first field begins. */
    private int base;
    private int packedSize;
    private FieldTable table;

    public HashValue() {
        this(PackedList.EMPTY, 0, 0);
    }

    /** A small one of so many fields, whose first one begins at an offset. */
    HashValue(byte[] packed, int base, int size) {
        this.packed = packed;
        this.base = base;
        packedSize = size;
    }

    HashValue(FieldTable table) {
        this.table = table;
    }

    private HashValue(HashValue original) {
        packed = original.packed;
        base = original.base;
        packedSize = original.packedSize;
        table = original.table == null ? null : original.table.copy();
    }

    @Override
    public int size() {
        return table == null ? packedSize : table.size();
    }

    @Override
    public boolean contains(Key field) {
        return table == null ? PackedList.find(packed, base, field, PAIR) >= 0 : table.find(field) >= 0;
    }

    @Override
    public Bytes get(Key field, Bytes view) {
        if (table != null) {
            return table.get(field, view);
        }
        int at = PackedList.find(packed, base, field, PAIR);
        return at < 0 ? null : PackedList.show(packed, PackedList.next(packed, at), view);
    }

    /**
     * Sets the value of a field.
     *
     * @param value not a view of something in this hash
     * @return whether the field is new
     */
    public boolean set(Key field, Bytes value, PackingLimits limits) {
        if (table == null && !fits(packed.length, field, value, limits)) {
            unpack();
        }
        if (table != null) {
            return table.set(field, value);
        }
        int at = PackedList.find(packed, base, field, PAIR);
        if (at >= 0) {
            packed = PackedList.set(packed, PackedList.next(packed, at), value);
        } else {
            packed = PackedList.append(packed, field, value);
            packedSize++;
        }
        if (packedSize > limits.entries()) {
            unpack();
        }
        return at < 0;
    }

    /** Whether a field may be added to a list of so many bytes. */
    static boolean fits(int packed, Bytes field, Bytes value, PackingLimits limits) {
        return field.length() <= limits.bytes() && value.length() <= limits.bytes()
                && (long) packed + field.length() + value.length() <= MAX_PACKED;
    }

    private void unpack() {
        FieldTable fields = new FieldTable();
        Key field = new Key();
        Bytes value = new Bytes();
        for (int at = base; at < packed.length; at = PackedList.skip(packed, at, PAIR)) {
            PackedList.show(packed, at, field);
            PackedList.show(packed, PackedList.next(packed, at), value);
            fields.set(field, value);
        }
        table = fields;
        packed = null;
        base = 0;
        packedSize = 0;
    }

    /** The same as {@link #set} for a command that changes a value rather than replaces it: when the field expires stays. */
    public boolean setKeepingExpiry(Key field, Bytes value, PackingLimits limits) {
        return hasExpiringFields() ? table.setKeepingExpiry(field, value) : set(field, value, limits);
    }

    /** @return whether there was such a field */
    public boolean remove(Key field) {
        if (table != null) {
            return table.removeField(field);
        }
        int at = PackedList.find(packed, base, field, PAIR);
        if (at < 0) {
            return false;
        }
        packed = PackedList.remove(packed, at, PackedList.skip(packed, at, PAIR));
        packedSize--;
        return true;
    }

    // Expiry

    /** Whether any fields expire. */
    public boolean hasExpiringFields() {
        return table != null && table.expiring() > 0;
    }

    /** Before this instant, in milliseconds since 1970, no field expires. */
    public long nextExpiry() {
        return table == null ? Long.MAX_VALUE : table.nextExpiry();
    }

    @Override
    public long expireAt(Key field) {
        if (table == null) {
            return contains(field) ? NEVER : MISSING;
        }
        byte[] known = table.get(field);
        return known == null ? MISSING : PackedField.expireAt(known);
    }

    /**
     * Lets a field expire that is there.
     *
     * @param at in milliseconds since 1970; or {@link #NEVER}
     */
    public void expire(Key field, long at) {
        if (at == NEVER) {
            if (table instanceof ExpiringFieldTable expiring) {
                expiring.persist(field);
            }
            return;
        }
        if (table == null) {
            unpack();
        }
        if (!(table instanceof ExpiringFieldTable)) {
            table = new ExpiringFieldTable(table);
        }
        ((ExpiringFieldTable) table).expire(field, at);
    }

    /** Removes the fields whose time has come, and tells their names. */
    public void removeExpired(long now, Consumer<byte[]> removed) {
        if (table instanceof ExpiringFieldTable expiring) {
            expiring.removeExpired(now, removed);
        }
    }

    // Fields

    @Override
    public void forEach(FieldVisitor visitor) {
        if (table != null) {
            table.forEach(visitor);
            return;
        }
        Bytes field = new Bytes();
        Bytes value = new Bytes();
        for (int at = base; at < packed.length; at = PackedList.skip(packed, at, PAIR)) {
            if (!visit(at, visitor, field, value)) {
                return;
            }
        }
    }

    @Override
    public long scan(long cursor, long count, FieldVisitor visitor) {
        if (table != null) {
            return table.scan((int) cursor, count, visitor);
        }
        forEach(visitor);
        return 0;
    }

    @Override
    public void draw(long count, IntUnaryOperator random, FieldVisitor visitor) {
        if (table != null) {
            table.draw(count, random, visitor);
            return;
        }
        int[] offsets = offsets();
        Bytes field = new Bytes();
        Bytes value = new Bytes();
        for (long left = count; left > 0; left--) {
            if (!visit(offsets[random.applyAsInt(offsets.length)], visitor, field, value)) {
                return;
            }
        }
    }

    @Override
    public void choose(int count, IntUnaryOperator random, FieldVisitor visitor) {
        if (table != null) {
            table.choose(count, random, visitor);
            return;
        }
        Bytes field = new Bytes();
        Bytes value = new Bytes();
        int wanted = count;
        int left = packedSize;
        for (int at = base; wanted > 0; at = PackedList.skip(packed, at, PAIR)) {
            // Of those that are left, so many are wanted: this makes every choice as likely as any other.
            if (random.applyAsInt(left--) < wanted) {
                wanted--;
                if (!visit(at, visitor, field, value)) {
                    return;
                }
            }
        }
    }

    /** Where the fields of the list begin. */
    private int[] offsets() {
        int[] offsets = new int[packedSize];
        for (int i = 0, at = base; i < packedSize; i++, at = PackedList.skip(packed, at, PAIR)) {
            offsets[i] = at;
        }
        return offsets;
    }

    private boolean visit(int at, FieldVisitor visitor, Bytes field, Bytes value) {
        PackedList.show(packed, at, field);
        PackedList.show(packed, PackedList.next(packed, at), value);
        return visitor.visit(field, value);
    }

    // In one array with its key

    @Override
    public int packedLength() {
        return table == null && packedSize <= PackedSize.MAX ? PackedSize.BYTES + packed.length - base : -1;
    }

    @Override
    public byte[] packed(int room) {
        return PackedSize.array(packed, base, packedSize, room);
    }

    /** What {@link #packed} has laid out. */
    static HashValue of(byte[] array, int at) {
        return new HashValue(array, at + PackedSize.BYTES, PackedSize.read(array, at));
    }

    @Override
    public boolean isPacked() {
        return table == null;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public ValueType type() {
        return ValueType.HASH;
    }

    @Override
    public String encoding() {
        return table == null ? "listpack" : "hashtable";
    }

    /** Costs no more than copying references, as what they refer to does not change. */
    @Override
    public HashValue copy() {
        return new HashValue(this);
    }

    @Override
    public long memory() {
        return Heap.object(2 * Heap.REFERENCE + 2 * Integer.BYTES)
                + (table == null ? Heap.array(packed.length) : table.memory() + table.expiryMemory());
    }
}
