package io.quarkiverse.kvs.core.store.value;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * A sorted set: members, each with a score, in the order of their scores; those of the same score in the order of their bytes.
 * <p>
 * While it is small, it is one piece, a {@link PackedSortedSet}. It becomes an {@link IndexedSortedSet} with the first member
 * that exceeds the limits, and remains one when members are removed from it.
 * <p>
 * A rank is the number of members in front of one. No score is NaN; a score of NaN stands for no member.
 */
public class SortedSetValue implements ReadableSortedSet {

    /** Is shown members, one after the other. It must not change the set. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param member shows another one in the next call
         * @return whether to go on
         */
        boolean visit(Key member, double score);
    }

    private SortedSetForm form;

    /** An empty one. */
    public SortedSetValue() {
        this(new PackedSortedSet());
    }

    SortedSetValue(SortedSetForm form) {
        this.form = form;
    }

    @Override
    public int size() {
        return form.size();
    }

    // One member

    @Override
    public double score(Key member) {
        return form.score(member);
    }

    @Override
    public int rank(Key member) {
        return form.rank(member);
    }

    /** Adds a member that is not there. */
    public void add(Key member, double score, PackingLimits limits) {
        if (form instanceof PackedSortedSet packed && !packed.takes(member, limits)) {
            index();
        }
        form.add(member, score);
    }

    /** Changes the score of a member that is there. */
    public void update(Key member, double score) {
        form.update(member, score);
    }

    /** @return whether it was there */
    public boolean remove(Key member) {
        return form.remove(member);
    }

    // Ranges

    @Override
    public int rank(Bound bound) {
        return form.rank(bound);
    }

    @Override
    public void forEach(int from, int to, Visitor visitor) {
        form.forEach(from, to, visitor);
    }

    @Override
    public void forEachDescending(int from, int to, Visitor visitor) {
        form.forEachDescending(from, to, visitor);
    }

    @Override
    public SortedSetSlice slice(int from, int to) {
        return new SortedSetSlice(form.elements(from, to));
    }

    /** Removes the members of some ranks. */
    public void removeRange(int from, int to) {
        form.removeRange(from, to);
    }

    // Some members

    @Override
    public void choose(int count, IntUnaryOperator random, Visitor visitor) {
        form.choose(count, random, visitor);
    }

    @Override
    public void draw(int count, IntUnaryOperator random, Visitor visitor) {
        form.draw(count, random, visitor);
    }

    @Override
    public int scan(int cursor, long count, Visitor visitor) {
        if (form instanceof IndexedSortedSet indexed) {
            return indexed.scan(cursor, count, visitor);
        }
        form.forEach(0, size(), visitor);
        return 0;
    }

    // How it is stored

    /** Stores it in one piece, if it is small enough. */
    public void pack(PackingLimits limits) {
        if (size() > limits.entries()) {
            return;
        }
        int[] longest = { 0 };
        long[] all = { 0 };
        form.forEach(0, size(), (member, score) -> {
            longest[0] = Math.max(longest[0], member.length());
            all[0] += member.length();
            return true;
        });
        if (PackedSortedSet.fits(size(), longest[0], all[0], limits)) {
            form = PackedSortedSet.of(form);
        }
    }

    /** Stores it with an index, however small it is. */
    public void index() {
        if (form instanceof PackedSortedSet packed) {
            form = IndexedSortedSet.of(packed.elements(0, size()));
        }
    }

    @Override
    public int packedLength() {
        return form instanceof PackedSortedSet packed ? packed.packedLength() : -1;
    }

    @Override
    public byte[] packed(int room) {
        return ((PackedSortedSet) form).packed(room);
    }

    /** What {@link #packed} has laid out. */
    static SortedSetValue of(byte[] array, int at) {
        return new SortedSetValue(PackedSortedSet.of(array, at));
    }

    @Override
    public boolean isPacked() {
        return form instanceof PackedSortedSet;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public ValueType type() {
        return ValueType.ZSET;
    }

    @Override
    public String encoding() {
        return isPacked() ? "listpack" : "skiplist";
    }

    @Override
    public SortedSetValue copy() {
        return new SortedSetValue(form.copy());
    }

    @Override
    public long memory() {
        return Heap.object(Heap.REFERENCE) + form.memory();
    }
}
