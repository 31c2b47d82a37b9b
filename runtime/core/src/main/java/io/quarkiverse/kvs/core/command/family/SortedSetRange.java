package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.Bound;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;

/**
 * The members of a sorted set between two places in its order, told as scores ({@code (1.5}, {@code -inf}) or as members
 * ({@code [a}, {@code (b}, {@code -}, {@code +}).
 */
record SortedSetRange(Bound from, Bound to) {

    private static final CommandException NOT_A_SCORE = new CommandException("ERR min or max is not a float");
    private static final CommandException NOT_A_MEMBER = new CommandException("ERR min or max not valid string range item");

    /** Two arguments that are scores. */
    static SortedSetRange ofScores(CommandContext c, int min, int max) {
        return new SortedSetRange(score(c.argument(min), false), score(c.argument(max), true));
    }

    private static Bound score(Bytes text, boolean upper) {
        boolean exclusive = text.length() > 0 && text.array()[text.offset()] == '(';
        double score;
        try {
            score = FloatingPoint.parseLoosely(exclusive ? behindFirst(text) : text);
        } catch (NumberFormatException e) {
            throw NOT_A_SCORE;
        }
        return upper == exclusive ? Bound.before(score) : Bound.behind(score);
    }

    /** Two arguments that are members. */
    static SortedSetRange ofMembers(CommandContext c, int min, int max) {
        return new SortedSetRange(member(c.argument(min), false), member(c.argument(max), true));
    }

    private static Bound member(Bytes text, boolean upper) {
        if (text.is("-")) {
            return Bound.START;
        }
        if (text.is("+")) {
            return Bound.END;
        }
        char first = text.length() == 0 ? ' ' : (char) text.array()[text.offset()];
        if (first != '(' && first != '[') {
            throw NOT_A_MEMBER;
        }
        byte[] member = behindFirst(text).copy();
        return upper == (first == '(') ? Bound.before(member) : Bound.behind(member);
    }

    private static Bytes behindFirst(Bytes text) {
        return new Bytes().show(text.array(), text.offset() + 1, text.length() - 1);
    }

    /** The ranks of the members between. */
    Ranks in(ReadableSortedSet set) {
        int first = set.rank(from);
        return new Ranks(first, Math.max(first, set.rank(to)));
    }

    /**
     * Some ranks that follow each other.
     *
     * @param from the first
     * @param to the one behind the last
     */
    record Ranks(int from, int to) {

        private static final Ranks NONE = new Ranks(0, 0);

        /**
         * The ranks between two, both included, as far as a set has them.
         *
         * @param start if negative, counted from the end, which is -1
         * @param fromEnd whether ranks are counted down from the end
         */
        static Ranks between(long start, long stop, int size, boolean fromEnd) {
            long first = Math.max(0, start < 0 ? start + size : start);
            long last = Math.min(size - 1, stop < 0 ? stop + size : stop);
            if (first > last) {
                return NONE;
            }
            return fromEnd ? new Ranks((int) (size - 1 - last), (int) (size - first))
                    : new Ranks((int) first, (int) last + 1);
        }

        int count() {
            return to - from;
        }

        /**
         * A part of these.
         *
         * @param offset how many to leave out; none is left if negative
         * @param count how many to take then; all if negative
         * @param fromEnd whether to begin at the end
         */
        Ranks limit(long offset, long count, boolean fromEnd) {
            if (offset < 0 || offset >= count()) {
                return NONE;
            }
            int left = count() - (int) offset;
            int taken = count < 0 ? left : (int) Math.min(left, count);
            int first = fromEnd ? from + left - taken : from + (int) offset;
            return new Ranks(first, first + taken);
        }
    }
}
