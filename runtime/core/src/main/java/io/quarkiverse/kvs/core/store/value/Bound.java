package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A place in the order of a sorted set, between two elements or at an end: where a range begins or ends.
 * <p>
 * Immutable, as long as the member that one was made of is.
 */
public abstract class Bound {

    /** In front of all elements. */
    public static final Bound START = new Bound() {
        @Override
        boolean isAfter(double score, byte[] array, int offset, int length) {
            return false;
        }
    };

    /** Behind all elements. */
    public static final Bound END = new Bound() {
        @Override
        boolean isAfter(double score, byte[] array, int offset, int length) {
            return true;
        }
    };

    private Bound() {
    }

    /** In front of the elements of a score, whether there are any or not. */
    public static Bound before(double score) {
        return new Bound() {
            @Override
            boolean isAfter(double other, byte[] array, int offset, int length) {
                return other < score;
            }
        };
    }

    /** Behind the elements of a score. */
    public static Bound behind(double score) {
        return new Bound() {
            @Override
            boolean isAfter(double other, byte[] array, int offset, int length) {
                return other <= score;
            }
        };
    }

    /** In front of a member, in a set whose scores are all the same. In any other set this is nowhere in particular. */
    public static Bound before(byte[] member) {
        return new Bound() {
            @Override
            boolean isAfter(double score, byte[] array, int offset, int length) {
                return Arrays.compareUnsigned(array, offset, offset + length, member, 0, member.length) < 0;
            }
        };
    }

    /** Behind a member, in a set whose scores are all the same. In any other set this is nowhere in particular. */
    public static Bound behind(byte[] member) {
        return new Bound() {
            @Override
            boolean isAfter(double score, byte[] array, int offset, int length) {
                return Arrays.compareUnsigned(array, offset, offset + length, member, 0, member.length) <= 0;
            }
        };
    }

    /** Where a member of a score stands, or would stand: in front of it. */
    static Bound before(double score, Bytes member) {
        return new Bound() {
            @Override
            boolean isAfter(double other, byte[] array, int offset, int length) {
                return other < score || other == score && Arrays.compareUnsigned(array, offset, offset + length,
                        member.array(), member.offset(), member.offset() + member.length()) < 0;
            }
        };
    }

    /** Whether an element stands in front of this. If one does, so do all in front of it. */
    abstract boolean isAfter(double score, byte[] array, int offset, int length);
}
