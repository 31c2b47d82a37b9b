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
 * As long as all of them are integers, and not too many, it is an {@link IntegerSet}; what has become a {@link MemberTable}
 * stays one. Views of members that methods hand out show something else after the next one.
 */
public class SetValue implements ReadableSet {

    private static final int MAX_DIGITS = 20;

    /** Null from the moment on there is a table. */
    private IntegerSet integers = new IntegerSet();
    private MemberTable table;

    @Override
    public int size() {
        return table == null ? integers.size() : table.size();
    }

    @Override
    public boolean contains(Key member) {
        if (table != null) {
            return table.contains(member);
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
        if (table != null) {
            return table.add(member);
        }
        if (!Decimal.isLong(member)) {
            makeTable();
            return table.add(member);
        }
        boolean added = integers.add(Decimal.parseLong(member));
        if (added && integers.size() > Math.min(maxIntegers, IntegerSet.MAX_SIZE)) {
            makeTable();
        }
        return added;
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        if (table != null) {
            return table.remove(member) != null;
        }
        return Decimal.isLong(member) && integers.remove(Decimal.parseLong(member));
    }

    private void makeTable() {
        MemberTable members = new MemberTable();
        forEach(members::add);
        table = members;
        integers = null;
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
        if (table == null) {
            byte[] digits = new byte[MAX_DIGITS];
            for (int i = 0; i < integers.size(); i++) {
                if (!predicate.test(show(integers.at(i), digits, view))) {
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
        return table == null ? show(integers.at(random.applyAsInt(integers.size())), new byte[MAX_DIGITS], view)
                : view.show((byte[]) table.randomElement(random));
    }

    @Override
    public void forRandom(int count, IntUnaryOperator random, Consumer<Key> visitor) {
        Key view = new Key();
        if (table == null) {
            byte[] digits = new byte[MAX_DIGITS];
            for (int index : RandomChoice.of(integers.size(), count, random)) {
                visitor.accept(show(integers.at(index), digits, view));
            }
        } else {
            for (Object member : table.randomElements(count, random)) {
                visitor.accept(view.show((byte[]) member));
            }
        }
    }

    private static Key show(long number, byte[] digits, Key view) {
        int length = Decimal.length(number);
        Decimal.write(number, length, digits, 0);
        return view.show(digits, 0, length);
    }

    // As a value

    @Override
    public boolean isIntegers() {
        return table == null;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public ValueType type() {
        return ValueType.SET;
    }

    @Override
    public String encoding() {
        return table == null ? "intset" : "hashtable";
    }

    @Override
    public SetValue copy() {
        SetValue copy = new SetValue();
        copy.integers = table == null ? integers.copy() : null;
        copy.table = table == null ? null : table.copy();
        return copy;
    }

    @Override
    public long memory() {
        return Heap.object(2 * Heap.REFERENCE) + (table == null ? integers.memory() : table.memory());
    }
}
