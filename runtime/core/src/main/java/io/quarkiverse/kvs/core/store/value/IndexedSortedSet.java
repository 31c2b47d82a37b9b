package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.OpenTable;
import io.quarkiverse.kvs.core.store.value.SortedSetValue.Visitor;

/**
 * A large sorted set: its elements by member, in a {@link ScoredTable}, and in their order, in a {@link ScoreTree}.
 * <p>
 * Invariant: both hold the same {@link ScoredElement}s, the same arrays.
 */
final class IndexedSortedSet extends SortedSetForm {

    private final ScoredTable table;
    private final ScoreTree tree;

    private IndexedSortedSet(ScoredTable table, byte[][] sorted) {
        this.table = table;
        tree = ScoreTree.of(sorted);
    }

    /** Takes over a table. */
    static IndexedSortedSet of(ScoredTable table) {
        byte[][] elements = new byte[table.size()][];
        int[] filled = { 0 };
        table.forEach(element -> elements[filled[0]++] = (byte[]) element);
        Arrays.sort(elements, ScoredElement::compare);
        return new IndexedSortedSet(table, elements);
    }

    /** One of elements that are in order, and belong to others as well. */
    static IndexedSortedSet sharing(byte[][] elements) {
        IndexedSortedSet set = of(elements);
        set.table.share();
        return set;
    }

    /** Takes over elements that are in order. */
    static IndexedSortedSet of(byte[][] elements) {
        ScoredTable table = new ScoredTable();
        Key member = new Key();
        for (byte[] element : elements) {
            table.add(ScoredElement.showMember(element, member), element);
        }
        return new IndexedSortedSet(table, elements);
    }

    @Override
    int size() {
        return tree.size();
    }

    @Override
    double score(Key member) {
        byte[] element = table.get(member);
        return element == null ? Double.NaN : ScoredElement.score(element);
    }

    @Override
    void add(Key member, double score) {
        byte[] element = ScoredElement.of(score, member);
        table.add(member, element);
        tree.insert(element);
    }

    @Override
    void update(Key member, double score) {
        byte[] old = table.get(member);
        // Before anything changes, as there may be no memory for it.
        byte[] element = table.isShared() ? ScoredElement.of(score, member) : old;
        tree.remove(old);
        if (element == old) {
            ScoredElement.score(element, score);
        } else {
            table.replace(member, element);
        }
        tree.insert(element);
    }

    @Override
    boolean remove(Key member) {
        byte[] element = table.remove(member);
        if (element == null) {
            return false;
        }
        tree.remove(element);
        return true;
    }

    @Override
    void removeRange(int from, int to) {
        Key member = new Key();
        for (byte[] element : between(from, to)) {
            tree.remove(element);
            table.remove(ScoredElement.showMember(element, member));
        }
    }

    @Override
    int rank(Key member) {
        byte[] element = table.get(member);
        return element == null ? -1 : tree.rank(element);
    }

    @Override
    int rank(Bound bound) {
        return tree.rank(bound);
    }

    @Override
    void forEach(int from, int to, Visitor visitor) {
        Key member = new Key();
        tree.forEach(from, to, element -> visit(element, member, visitor));
    }

    @Override
    void forEachDescending(int from, int to, Visitor visitor) {
        Key member = new Key();
        tree.forEachDescending(from, to, element -> visit(element, member, visitor));
    }

    private static boolean visit(byte[] element, Key view, Visitor visitor) {
        return visitor.visit(ScoredElement.showMember(element, view), ScoredElement.score(element));
    }

    @Override
    void draw(int count, IntUnaryOperator random, Visitor visitor) {
        Key member = new Key();
        for (int i = 0; i < count && visit((byte[]) table.randomElement(random), member, visitor);) {
            i++;
        }
    }

    @Override
    void choose(int count, IntUnaryOperator random, Visitor visitor) {
        Key member = new Key();
        for (Object element : table.randomElements(count, random)) {
            visit((byte[]) element, member, visitor);
        }
    }

    /** Like SCAN: see {@link OpenTable#scan(int, long, java.util.function.Consumer)}. */
    int scan(int cursor, long count, Visitor visitor) {
        Key member = new Key();
        return table.scan(cursor, count, element -> visit((byte[]) element, member, visitor));
    }

    @Override
    byte[][] elements(int from, int to) {
        table.share();
        return between(from, to);
    }

    private byte[][] between(int from, int to) {
        byte[][] elements = new byte[to - from][];
        int[] filled = { 0 };
        tree.forEach(from, to, element -> {
            elements[filled[0]++] = element;
            return true;
        });
        return elements;
    }

    @Override
    SortedSetForm copy() {
        return new IndexedSortedSet(table.copy(), between(0, size()));
    }

    @Override
    long memory() {
        return Heap.object(2 * Heap.REFERENCE) + table.memory() + tree.memory();
    }
}
