package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.RandomChoice;
import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * Different members in no order.
 * <p>
 * As long as all of them are integers, and not too many, it is an {@link IntegerSet}; a few other ones are
 * {@link PackedMembers}; what has become a {@link MemberTable} stays one. Views of members that methods hand out show something
 * else after the next one.
 */
public class SetValue implements ReadableSet {

    private static final int MAX_DIGITS = 20;
    private static final int INTEGERS_OF_2 = 0;
    private static final int INTEGERS_OF_4 = 1;
    private static final int INTEGERS_OF_8 = 2;
    private static final int MEMBERS = 3;

    // One of these is there, and the others are null.
    private IntegerSet integers;
    private PackedMembers members;
    private MemberTable table;

    public SetValue() {
        this(new IntegerSet(), null, null);
    }

    private SetValue(IntegerSet integers, PackedMembers members, MemberTable table) {
        this.integers = integers;
        this.members = members;
        this.table = table;
    }

    @Override
    public int size() {
        return table != null ? table.size() : integers != null ? integers.size() : members.size();
    }

    @Override
    public boolean contains(Key member) {
        if (table != null) {
            return table.contains(member);
        }
        if (members != null) {
            return members.contains(member);
        }
        return Decimal.isLong(member) && integers.contains(Decimal.parseLong(member));
    }

    /**
     * Adds a member.
     *
     * @param maxIntegers how many members may be stored as integers
     * @return false if it is there already
     */
    public boolean add(Key member, long maxIntegers) {
        if (integers != null) {
            if (Decimal.isLong(member)) {
                boolean added = integers.add(Decimal.parseLong(member));
                if (added && integers.size() > Math.min(maxIntegers, IntegerSet.MAX_SIZE)) {
                    makeTable();
                }
                return added;
            }
            if (PackedMembers.takes(integers.size(), member)) {
                makeMembers();
            } else {
                makeTable();
            }
        }
        if (members != null) {
            if (members.contains(member)) {
                return false;
            }
            if (PackedMembers.takes(members.size(), member)) {
                members.add(member);
                return true;
            }
            makeTable();
        }
        return table.add(member);
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        if (table != null) {
            return table.remove(member) != null;
        }
        if (members != null) {
            return members.remove(member);
        }
        return Decimal.isLong(member) && integers.remove(Decimal.parseLong(member));
    }

    private void makeMembers() {
        PackedMembers packed = new PackedMembers();
        forEach(packed::add);
        members = packed;
        integers = null;
    }

    private void makeTable() {
        MemberTable all = new MemberTable();
        forEach(all::add);
        table = all;
        integers = null;
        members = null;
    }

    // One after the other

    @Override
    public void forEach(Consumer<Key> visitor) {
        allMatch(member -> {
            visitor.accept(member);
            return true;
        });
    }

    @Override
    public boolean allMatch(Predicate<Key> predicate) {
        Key view = new Key();
        if (integers != null) {
            byte[] digits = new byte[MAX_DIGITS];
            for (int i = 0; i < integers.size(); i++) {
                if (!predicate.test(show(integers.at(i), digits, view))) {
                    return false;
                }
            }
            return true;
        }
        if (members != null) {
            for (int at = members.first(); at >= 0; at = members.next(at)) {
                if (!predicate.test(members.show(at, view))) {
                    return false;
                }
            }
            return true;
        }
        for (int slot = 0; slot < table.capacity(); slot++) {
            byte[] member = (byte[]) table.elementAt(slot);
            if (member != null && !predicate.test(view.show(member))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int scan(int cursor, long count, Consumer<Key> visitor) {
        if (table == null) {
            forEach(visitor);
            return 0;
        }
        Key view = new Key();
        return table.scan(cursor, count, member -> visitor.accept(view.show((byte[]) member)));
    }

    // At random

    @Override
    public Key showRandom(IntUnaryOperator random, Key view) {
        return table == null ? showAt(random.applyAsInt(size()), new byte[MAX_DIGITS], view)
                : view.show((byte[]) table.randomElement(random));
    }

    @Override
    public void forRandom(int count, IntUnaryOperator random, Consumer<Key> visitor) {
        Key view = new Key();
        if (table == null) {
            byte[] digits = new byte[MAX_DIGITS];
            for (int index : RandomChoice.of(size(), count, random)) {
                visitor.accept(showAt(index, digits, view));
            }
        } else {
            for (Object member : table.randomElements(count, random)) {
                visitor.accept(view.show((byte[]) member));
            }
        }
    }

    /** Shows the member of an index; not of a table. */
    private Key showAt(int index, byte[] digits, Key view) {
        return integers != null ? show(integers.at(index), digits, view) : members.show(members.offset(index), view);
    }

    private static Key show(long number, byte[] digits, Key view) {
        int length = Decimal.length(number);
        Decimal.write(number, length, digits, 0);
        return view.show(digits, 0, length);
    }

    // As a value

    @Override
    public int packedLength() {
        return integers != null ? integers.packedLength() : members != null ? members.packedLength() : -1;
    }

    @Override
    public int packedForm() {
        if (members != null) {
            return MEMBERS;
        }
        return integers.width() == Short.BYTES ? INTEGERS_OF_2
                : integers.width() == Integer.BYTES ? INTEGERS_OF_4 : INTEGERS_OF_8;
    }

    @Override
    public byte[] packed(int room) {
        return members != null ? members.packed(room) : integers.packed(room);
    }

    /** What {@link #packed} has laid out. */
    static SetValue of(byte[] array, int at, int form) {
        return form == MEMBERS ? new SetValue(null, PackedMembers.of(array, at), null)
                : new SetValue(IntegerSet.of(array, at, Short.BYTES << form), null, null);
    }

    @Override
    public boolean isIntegers() {
        return integers != null;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public ValueType type() {
        return ValueType.SET;
    }

    /** As in Redis 7.0, which has no compact form for a few members. */
    @Override
    public String encoding() {
        return integers != null ? "intset" : "hashtable";
    }

    @Override
    public SetValue copy() {
        return new SetValue(integers == null ? null : integers.copy(), members == null ? null : members.copy(),
                table == null ? null : table.copy());
    }

    @Override
    public long memory() {
        return Heap.object(3 * Heap.REFERENCE)
                + (table != null ? table.memory() : integers != null ? integers.memory() : members.memory());
    }
}
