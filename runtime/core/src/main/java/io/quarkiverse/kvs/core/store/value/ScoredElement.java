package io.quarkiverse.kvs.core.store.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.KeyHash;

/**
 * The layout of an element of a large sorted set: one array, which {@link ScoredTable}, {@link ScoreTree} and copies of the
 * set share. Its score changes only while it is in no tree, and no other has got hold of it.
 *
 * <pre>
 * 0   score, a double, the highest byte first
 * 8   the bytes of the member
 * </pre>
 *
 * Elements are ordered by score, and those of the same score by the bytes of their members, unsigned. The scores 0 and -0 are
 * the same; none is NaN.
 */
final class ScoredElement {

    private static final VarHandle SCORE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);
    private static final int MEMBER = Double.BYTES;

    private ScoredElement() {
    }

    static byte[] of(double score, Bytes member) {
        byte[] element = new byte[MEMBER + member.length()];
        SCORE.set(element, 0, score);
        System.arraycopy(member.array(), member.offset(), element, MEMBER, member.length());
        return element;
    }

    static double score(byte[] element) {
        return (double) SCORE.get(element, 0);
    }

    /** Changes the score of an element that is in no tree. */
    static void score(byte[] element, double score) {
        SCORE.set(element, 0, score);
    }

    static Key showMember(byte[] element, Key view) {
        return view.show(element, MEMBER, element.length - MEMBER);
    }

    static long hash(byte[] element) {
        return KeyHash.of(element, MEMBER, element.length - MEMBER);
    }

    static boolean hasMember(byte[] element, Bytes member) {
        return member.sameAs(element, MEMBER, element.length - MEMBER);
    }

    static int compare(byte[] one, byte[] other) {
        double score = score(one);
        double otherScore = score(other);
        if (score != otherScore) {
            return score < otherScore ? -1 : 1;
        }
        return compareMembers(one, other);
    }

    /** The order of elements of the same score. */
    static int compareMembers(byte[] one, byte[] other) {
        // Not only a short cut: it saves waiting for one of them to arrive from memory.
        return one == other ? 0
                : Arrays.compareUnsigned(one, MEMBER, one.length, other, MEMBER, other.length);
    }

    /** Whether an element, of the score given, stands in front of a bound. */
    static boolean isBefore(double score, byte[] element, Bound bound) {
        return bound.isAfter(score, element, MEMBER, element.length - MEMBER);
    }
}
