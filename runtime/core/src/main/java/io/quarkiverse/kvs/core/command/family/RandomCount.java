package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;

/** How many random elements HRANDFIELD, SRANDMEMBER and ZRANDMEMBER are to answer; if negative, each drawn from all. */
final class RandomCount {

    /** The least that an element takes in a reply: {@code $0}, and two line ends. */
    private static final int SHORTEST_ELEMENT = 6;

    private static final CommandException OUT_OF_RANGE = new CommandException("ERR value is out of range");
    private static final CommandException SMALLEST_LONG = new CommandException(
            "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);

    private RandomCount() {
    }

    /** The count that an argument is, which can be negated. */
    static long parse(CommandContext c, int argument) {
        long count = c.integer(argument);
        if (count == Long.MIN_VALUE) {
            throw SMALLEST_LONG;
        }
        return count;
    }

    /** Refuses a count that makes twice as many elements more than can be counted. */
    static void refuseTooManyPairs(long count) {
        if (Math.abs(count) > Long.MAX_VALUE / 2) {
            throw OUT_OF_RANGE;
        }
    }

    /**
     * Refuses to draw so many that no client could ever receive them all: Redis would start with the reply.
     *
     * @param count how many, not negated
     * @param pairs whether each comes with something else
     */
    static void refuseEndless(CommandContext c, long count, boolean pairs) {
        int most = c.server().settings().maxReply(false) / SHORTEST_ELEMENT;
        if (count > (pairs ? most / 2 : most)) {
            throw OUT_OF_RANGE;
        }
    }
}
