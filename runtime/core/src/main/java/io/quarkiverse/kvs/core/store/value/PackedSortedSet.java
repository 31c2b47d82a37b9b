package io.quarkiverse.kvs.core.store.value;

import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.RandomChoice;
import io.quarkiverse.kvs.core.store.value.SortedSetValue.Visitor;

/**
 * A small sorted set: its members, each followed by its score, in their order, one after the other in a single array.
 *
 * <pre>
 * member   as an element of a {@link PackedList}
 * score    as {@link PackedScore} writes it
 * </pre>
 *
 * Everything takes linear time. Every change makes a new array; what an array has in front of the members stays there.
 */
final class PackedSortedSet extends SortedSetForm {

    /** So many bytes are never exceeded, also with higher limits: this is where Redis stops, too. */
    private static final int MAX_LENGTH = 1 << 30;
    /** A score never takes more bytes. */
    private static final int MAX_SCORE = 1 + Double.BYTES;

    private byte[] list;
    /** Where the first member begins. */
    private final int base;
    private int size;

    PackedSortedSet() {
        this(PackedList.EMPTY, 0, 0);
    }

    private PackedSortedSet(byte[] list, int base, int size) {
        this.list = list;
        this.base = base;
        this.size = size;
    }

    /** The same members as in another form. */
    static PackedSortedSet of(SortedSetForm other) {
        int[] length = { 0 };
        other.forEach(0, other.size(), (member, score) -> {
            length[0] += size(member, score);
            return true;
        });
        byte[] list = new byte[length[0]];
        int[] at = { 0 };
        other.forEach(0, other.size(), (member, score) -> {
            at[0] = write(list, at[0], member, score);
            return true;
        });
        return new PackedSortedSet(list, 0, other.size());
    }

    /** What {@link #packed} has laid out. */
    static PackedSortedSet of(byte[] array, int at) {
        return new PackedSortedSet(array, at + PackedSize.BYTES, PackedSize.read(array, at));
    }

    /** See {@link Value#packedLength}. */
    int packedLength() {
        return size <= PackedSize.MAX ? PackedSize.BYTES + list.length - base : -1;
    }

    /** See {@link Value#packed}. */
    byte[] packed(int room) {
        return PackedSize.array(list, base, size, room);
    }

    /** Whether so many members, the longest of which has so many bytes, can be stored in this way. */
    static boolean fits(long members, int longest, long allBytes, PackingLimits limits) {
        return members <= limits.entries() && longest <= limits.bytes() && allBytes <= MAX_LENGTH;
    }

    /** Whether there is room for one more member. */
    boolean takes(Bytes member, PackingLimits limits) {
        return fits(size + 1L, member.length(), (long) list.length + PackedList.size(member) + MAX_SCORE, limits);
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
        for (int at = base; at < list.length; at = next(at)) {
            int length = ElementLength.read(list, at);
            if (member.sameAs(list, at + ElementLength.size(length), length)) {
                return at;
            }
        }
        return -1;
    }

    /** The offset of the next member. */
    private int next(int at) {
        int score = PackedList.next(list, at);
        return score + PackedScore.sizeAt(list, score);
    }

    /** The offset of the member that is so many members away. */
    private int skip(int at, int members) {
        int place = at;
        for (int i = 0; i < members; i++) {
            place = next(place);
        }
        return place;
    }

    private double scoreBehind(int memberAt) {
        return PackedScore.read(list, PackedList.next(list, memberAt));
    }

    private static int size(Bytes member, double score) {
        return PackedList.size(member) + PackedScore.size(score);
    }

    private static int write(byte[] list, int offset, Bytes member, double score) {
        return PackedScore.write(list, PackedList.write(list, offset, member), score);
    }

    /** Where the first member stands that is behind a bound. */
    private int offset(Bound bound) {
        Bytes member = new Bytes();
        int at = base;
        while (at < list.length) {
            PackedList.show(list, at, member);
            int score = member.offset() + member.length();
            if (!bound.isAfter(PackedScore.read(list, score), list, member.offset(), member.length())) {
                break;
            }
            at = score + PackedScore.sizeAt(list, score);
        }
        return at;
    }

    private int offset(int rank) {
        return skip(base, rank);
    }

    @Override
    void add(Key member, double score) {
        int at = offset(Bound.before(score, member));
        byte[] longer = new byte[list.length + size(member, score)];
        System.arraycopy(list, 0, longer, 0, at);
        int end = write(longer, at, member, score);
        System.arraycopy(list, at, longer, end, list.length - at);
        list = longer;
        size++;
    }

    @Override
    void update(Key member, double score) {
        int at = find(member);
        int end = next(at);
        int target = offset(Bound.before(score, member));
        byte[] changed = new byte[list.length - (end - at) + size(member, score)];
        if (target > at) {
            // What stands between the old place and the new one moves up.
            System.arraycopy(list, 0, changed, 0, at);
            System.arraycopy(list, end, changed, at, target - end);
            int written = write(changed, at + target - end, member, score);
            System.arraycopy(list, target, changed, written, list.length - target);
        } else {
            System.arraycopy(list, 0, changed, 0, target);
            int written = write(changed, target, member, score);
            System.arraycopy(list, target, changed, written, at - target);
            System.arraycopy(list, end, changed, written + at - target, list.length - end);
        }
        list = changed;
    }

    @Override
    boolean remove(Key member) {
        int at = find(member);
        if (at < 0) {
            return false;
        }
        list = PackedList.remove(list, at, next(at));
        size--;
        return true;
    }

    @Override
    void removeRange(int from, int to) {
        int start = offset(from);
        list = PackedList.remove(list, start, skip(start, to - from));
        size -= to - from;
    }

    @Override
    int rank(Key member) {
        int rank = 0;
        Bytes other = new Bytes();
        for (int at = base; at < list.length; at = next(at)) {
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
        for (int at = base; at < end; at = next(at)) {
            rank++;
        }
        return rank;
    }

    @Override
    void forEach(int from, int to, Visitor visitor) {
        Key member = new Key();
        int at = offset(from);
        for (int i = from; i < to && visit(at, member, visitor); i++) {
            at = next(at);
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
            at = next(at);
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
        // Both may have the array: no change is made in it.
        return new PackedSortedSet(list, base, size);
    }

    @Override
    long memory() {
        return Heap.object(Heap.REFERENCE + 2 * Integer.BYTES) + Heap.array(list.length);
    }
}
