package io.quarkiverse.kvs.core.store.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.RandomChoice;
import io.quarkiverse.kvs.core.store.value.SortedSetValue.Visitor;

/**
 * A small sorted set: a {@link PackedList} of its members, each followed by its score, in their order.
 *
 * <pre>
 * member   the bytes
 * score    8 bytes: a double, the highest byte first
 * </pre>
 *
 * The score -0 is stored as 0, as in the listpacks of Redis. Everything takes linear time.
 */
final class PackedSortedSet extends SortedSetForm {

    /** So many bytes are never exceeded, also with higher limits: this is where Redis stops, too. */
    private static final int MAX_LENGTH = 1 << 30;
    /** A score and its length. */
    private static final int SCORE_SIZE = 1 + Double.BYTES;
    private static final VarHandle SCORE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

    private byte[] list;
    private int size;

    PackedSortedSet() {
        this(PackedList.EMPTY, 0);
    }

    private PackedSortedSet(byte[] list, int size) {
        this.list = list;
        this.size = size;
    }

    /** The same members as in another form. */
    static PackedSortedSet of(SortedSetForm other) {
        int[] length = { 0 };
        other.forEach(0, other.size(), (member, score) -> {
            length[0] += PackedList.size(member) + SCORE_SIZE;
            return true;
        });
        byte[] list = new byte[length[0]];
        int[] at = { 0 };
        other.forEach(0, other.size(), (member, score) -> {
            at[0] = write(list, at[0], member, score);
            return true;
        });
        return new PackedSortedSet(list, other.size());
    }

    /** Whether so many members, the longest of which has so many bytes, can be stored in this way. */
    static boolean fits(long members, int longest, long allBytes, PackingLimits limits) {
        return members <= limits.entries() && longest <= limits.bytes() && allBytes <= MAX_LENGTH;
    }

    /** Whether there is room for one more member. */
    boolean takes(Bytes member, PackingLimits limits) {
        return fits(size + 1L, member.length(), (long) list.length + PackedList.size(member) + SCORE_SIZE, limits);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    double score(Key member) {
        int at = find(member);
        return at < 0 ? Double.NaN : scoreBehind(at);
    }

    private int find(Bytes member) {
        return PackedList.find(list, member, 2);
    }

    private double scoreBehind(int memberAt) {
        return (double) SCORE.get(list, PackedList.next(list, memberAt) + 1);
    }

    private static int write(byte[] list, int offset, Bytes member, double score) {
        int at = PackedList.write(list, offset, member);
        list[at] = Double.BYTES;
        SCORE.set(list, at + 1, score + 0.0);
        return at + SCORE_SIZE;
    }

    /** Where the first member stands that is behind a bound. */
    private int offset(Bound bound) {
        Bytes member = new Bytes();
        int at = 0;
        while (at < list.length) {
            PackedList.show(list, at, member);
            int next = member.offset() + member.length() + SCORE_SIZE;
            if (!bound.isAfter((double) SCORE.get(list, next - Double.BYTES), list, member.offset(), member.length())) {
                break;
            }
            at = next;
        }
        return at;
    }

    private int offset(int rank) {
        return PackedList.skip(list, 0, 2 * rank);
    }

    @Override
    void add(Key member, double score) {
        int at = offset(Bound.before(score, member));
        byte[] longer = new byte[list.length + PackedList.size(member) + SCORE_SIZE];
        System.arraycopy(list, 0, longer, 0, at);
        int end = write(longer, at, member, score);
        System.arraycopy(list, at, longer, end, list.length - at);
        list = longer;
        size++;
    }

    @Override
    void update(Key member, double score) {
        int at = find(member);
        int length = PackedList.size(member) + SCORE_SIZE;
        int target = offset(Bound.before(score, member));
        // What stands between the old place and the new one moves over the old one.
        if (target > at) {
            target -= length;
            System.arraycopy(list, at + length, list, at, target - at);
        } else {
            System.arraycopy(list, target, list, target + length, at - target);
        }
        write(list, target, member, score);
    }

    @Override
    boolean remove(Key member) {
        int at = find(member);
        if (at < 0) {
            return false;
        }
        list = PackedList.remove(list, at, PackedList.skip(list, at, 2));
        size--;
        return true;
    }

    @Override
    void removeRange(int from, int to) {
        int start = offset(from);
        list = PackedList.remove(list, start, PackedList.skip(list, start, 2 * (to - from)));
        size -= to - from;
    }

    @Override
    int rank(Key member) {
        int rank = 0;
        Bytes other = new Bytes();
        for (int at = 0; at < list.length; at = PackedList.skip(list, at, 2)) {
            if (PackedList.show(list, at, other).sameAs(member)) {
                return rank;
            }
            rank++;
        }
        return -1;
    }

    @Override
    int rank(Bound bound) {
        int end = offset(bound);
        int rank = 0;
        for (int at = 0; at < end; at = PackedList.skip(list, at, 2)) {
            rank++;
        }
        return rank;
    }

    @Override
    void forEach(int from, int to, Visitor visitor) {
        Key member = new Key();
        int at = offset(from);
        for (int i = from; i < to && visit(at, member, visitor); i++) {
            at = PackedList.skip(list, at, 2);
        }
    }

    @Override
    void forEachDescending(int from, int to, Visitor visitor) {
        Key member = new Key();
        int[] offsets = offsets(from, to);
        for (int i = offsets.length - 1; i >= 0 && visit(offsets[i], member, visitor);) {
            i--;
        }
    }

    private int[] offsets(int from, int to) {
        int[] offsets = new int[to - from];
        int at = offset(from);
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at = PackedList.skip(list, at, 2);
        }
        return offsets;
    }

    private boolean visit(int at, Key view, Visitor visitor) {
        return visitor.visit(PackedList.show(list, at, view), scoreBehind(at));
    }

    @Override
    void draw(int count, IntUnaryOperator random, Visitor visitor) {
        Key member = new Key();
        int[] offsets = offsets(0, size);
        for (int i = 0; i < count && visit(offsets[random.applyAsInt(size)], member, visitor);) {
            i++;
        }
    }

    @Override
    void choose(int count, IntUnaryOperator random, Visitor visitor) {
        Key member = new Key();
        int[] offsets = offsets(0, size);
        for (int i : RandomChoice.of(size, count, random)) {
            visit(offsets[i], member, visitor);
        }
    }

    @Override
    byte[][] elements(int from, int to) {
        byte[][] elements = new byte[to - from][];
        int[] filled = { 0 };
        forEach(from, to, (member, score) -> {
            elements[filled[0]++] = ScoredElement.of(score, member);
            return true;
        });
        return elements;
    }

    @Override
    SortedSetForm copy() {
        return new PackedSortedSet(list.clone(), size);
    }

    @Override
    long memory() {
        return Heap.object(Heap.REFERENCE + Integer.BYTES) + Heap.array(list.length);
    }
}
