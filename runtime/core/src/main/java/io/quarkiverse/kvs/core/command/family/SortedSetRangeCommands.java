package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.SortedSetRange.Ranks;
import io.quarkiverse.kvs.core.store.SortedSetEdit;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetSlice;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;

/** Commands on members of a sorted set that follow each other. */
final class SortedSetRangeCommands {

    static final Command ZCOUNT = command("ZCOUNT", "key min max")
            .in(Group.SORTED_SET).since("2.0.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(4).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns how many members have a score in a range.")
            .runs(SortedSetRangeCommands::zcount);

    static final Command ZLEXCOUNT = command("ZLEXCOUNT", "key min max")
            .in(Group.SORTED_SET).since("2.8.9").complexity("O(log(N)), N being the size of the sorted set")
            .arity(4).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns how many members are in a lexicographical range, if all have the same score.")
            .runs(SortedSetRangeCommands::zlexcount);

    static final Command ZRANGE = command("ZRANGE", "key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]")
            .in(Group.SORTED_SET).since("1.2.0")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the members in a range of ranks or scores, or in a lexicographical range.")
            .runs(c -> answerRange(c, RangeOptions.any(c, 1, true)));

    static final Command ZRANGEBYLEX = command("ZRANGEBYLEX", "key min max [LIMIT offset count]")
            .in(Group.SORTED_SET).since("2.8.9")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access")).deprecated("6.2.0", "ZRANGE with BYLEX")
            .summary("Returns the members in a lexicographical range, if all have the same score.")
            .runs(c -> answerRange(c, RangeOptions.of(c, Order.MEMBER, false)));

    static final Command ZRANGEBYSCORE = command("ZRANGEBYSCORE", "key min max [WITHSCORES] [LIMIT offset count]")
            .in(Group.SORTED_SET).since("1.0.5")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access")).deprecated("6.2.0", "ZRANGE with BYSCORE")
            .summary("Returns the members with a score in a range.")
            .runs(c -> answerRange(c, RangeOptions.of(c, Order.SCORE, false)));

    static final Command ZRANGESTORE = command("ZRANGESTORE",
            "dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]")
            .in(Group.SORTED_SET).since("6.2.0")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members stored")
            .arity(-5).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access"))
            .summary("Stores the members in a range of ranks or scores, or in a lexicographical range, in another sorted set.")
            .runs(SortedSetRangeCommands::zrangestore);

    static final Command ZREMRANGEBYLEX = command("ZREMRANGEBYLEX", "key min max")
            .in(Group.SORTED_SET).since("2.8.9")
            .complexity("O(log(N)*M), N being the size of the sorted set and M the number of members removed")
            .arity(4).flags(WRITE).key(at(1, "RW delete"))
            .summary("Removes the members in a lexicographical range, if all have the same score.")
            .runs(SortedSetRangeCommands::zremrangebylex);

    static final Command ZREMRANGEBYRANK = command("ZREMRANGEBYRANK", "key start stop")
            .in(Group.SORTED_SET).since("2.0.0")
            .complexity("O(log(N)*M), N being the size of the sorted set and M the number of members removed")
            .arity(4).flags(WRITE).key(at(1, "RW delete"))
            .summary("Removes the members in a range of ranks.")
            .runs(SortedSetRangeCommands::zremrangebyrank);

    static final Command ZREMRANGEBYSCORE = command("ZREMRANGEBYSCORE", "key min max")
            .in(Group.SORTED_SET).since("1.2.0")
            .complexity("O(log(N)*M), N being the size of the sorted set and M the number of members removed")
            .arity(4).flags(WRITE).key(at(1, "RW delete"))
            .summary("Removes the members with a score in a range.")
            .runs(SortedSetRangeCommands::zremrangebyscore);

    static final Command ZREVRANGE = command("ZREVRANGE", "key start stop [WITHSCORES]")
            .in(Group.SORTED_SET).since("1.2.0")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access")).deprecated("6.2.0", "ZRANGE with REV")
            .summary("Returns the members in a range of ranks, counted from the highest score.")
            .runs(c -> answerRange(c, RangeOptions.of(c, Order.RANK, true)));

    static final Command ZREVRANGEBYLEX = command("ZREVRANGEBYLEX", "key max min [LIMIT offset count]")
            .in(Group.SORTED_SET).since("2.8.9")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access")).deprecated("6.2.0", "ZRANGE with REV and BYLEX")
            .summary("Returns the members in a lexicographical range in descending order, if all have the same score.")
            .runs(c -> answerRange(c, RangeOptions.of(c, Order.MEMBER, true)));

    static final Command ZREVRANGEBYSCORE = command("ZREVRANGEBYSCORE", "key max min [WITHSCORES] [LIMIT offset count]")
            .in(Group.SORTED_SET).since("2.2.0")
            .complexity("O(log(N)+M), N being the size of the sorted set and M the number of members returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access")).deprecated("6.2.0", "ZRANGE with REV and BYSCORE")
            .summary("Returns the members with a score in a range, in descending order.")
            .runs(c -> answerRange(c, RangeOptions.of(c, Order.SCORE, true)));

    static final List<Command> ALL = List.of(ZCOUNT, ZLEXCOUNT, ZRANGE, ZRANGEBYLEX, ZRANGEBYSCORE, ZRANGESTORE, ZREMRANGEBYLEX,
            ZREMRANGEBYRANK, ZREMRANGEBYSCORE, ZREVRANGE, ZREVRANGEBYLEX, ZREVRANGEBYSCORE);

    private SortedSetRangeCommands() {
    }

    // Counting

    static void zcount(CommandContext c) {
        answerCount(c, SortedSetRange.ofScores(c, 2, 3));
    }

    static void zlexcount(CommandContext c) {
        answerCount(c, SortedSetRange.ofMembers(c, 2, 3));
    }

    private static void answerCount(CommandContext c, SortedSetRange range) {
        ReadableSortedSet set = SortedSetCommands.get(c, 1);
        c.reply().integer(set == null ? 0 : range.in(set).count());
    }

    // Answering and storing

    /** What the ends of a range are. */
    private enum Order {
        RANK,
        SCORE,
        MEMBER
    }

    /** What ZRANGE and its relatives are told: a range, and which part of it in which direction. */
    private static final class RangeOptions {

        private Order order;
        private boolean descending;
        private boolean withScores;
        private long offset;
        private long limit = -1;
        private long start;
        private long stop;
        private SortedSetRange range;

        /** Of a command that leaves order and direction to its arguments. */
        static RangeOptions any(CommandContext c, int key, boolean scoresAllowed) {
            RangeOptions options = new RangeOptions();
            options.parseOptions(c, key + 3, true, scoresAllowed);
            options.parseRange(c, key + 1);
            return options;
        }

        /** Of a command of one order and direction. */
        static RangeOptions of(CommandContext c, Order order, boolean descending) {
            RangeOptions options = new RangeOptions();
            options.order = order;
            options.descending = descending;
            options.parseOptions(c, 4, false, true);
            options.parseRange(c, 2);
            return options;
        }

        private void parseOptions(CommandContext c, int first, boolean open, boolean scoresAllowed) {
            for (int i = first; i < c.count(); i++) {
                if (scoresAllowed && c.is(i, "WITHSCORES")) {
                    withScores = true;
                } else if (c.is(i, "LIMIT") && i + 2 < c.count()) {
                    offset = c.integer(++i);
                    limit = c.integer(++i);
                } else if (open && !descending && c.is(i, "REV")) {
                    descending = true;
                } else if (open && order == null && c.is(i, "BYLEX")) {
                    order = Order.MEMBER;
                } else if (open && order == null && c.is(i, "BYSCORE")) {
                    order = Order.SCORE;
                } else {
                    throw CommandException.SYNTAX;
                }
            }
            if (order == null) {
                order = Order.RANK;
            }
            if (limit != -1 && order == Order.RANK) {
                throw new CommandException(
                        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
            }
            if (withScores && order == Order.MEMBER) {
                throw new CommandException("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
            }
        }

        private void parseRange(CommandContext c, int first) {
            if (order == Order.RANK) {
                start = c.integer(first);
                stop = c.integer(first + 1);
                return;
            }
            // In descending order, the upper end comes first.
            int min = descending ? first + 1 : first;
            int max = descending ? first : first + 1;
            range = order == Order.SCORE ? SortedSetRange.ofScores(c, min, max) : SortedSetRange.ofMembers(c, min, max);
        }

        Ranks in(ReadableSortedSet set) {
            return order == Order.RANK ? Ranks.between(start, stop, set.size(), descending)
                    : range.in(set).limit(offset, limit, descending);
        }

        SortedSetValue cut(ReadableSortedSet set) {
            Ranks ranks = in(set);
            return set.slice(ranks.from(), ranks.to()).toSet();
        }

    }

    private static void answerRange(CommandContext c, RangeOptions options) {
        ReadableSortedSet set = SortedSetCommands.get(c, 1);
        if (set == null) {
            c.reply().emptyArray();
            return;
        }
        answer(c, set, options.in(set), options.descending, options.withScores);
    }

    /** Answers at once; or, where that takes long, later and from a copy, with no lock held and on no event loop. */
    static void answer(CommandContext c, ReadableSortedSet set, Ranks ranks, boolean descending, boolean withScores) {
        int count = ranks.count();
        if (count >= CommandContext.LONG_REPLY) {
            SortedSetSlice slice = set.slice(ranks.from(), ranks.to());
            c.replyLater((reply, cancelled) -> {
                ScoredReply members = ScoredReply.begin(reply, count, withScores).unless(cancelled);
                if (descending) {
                    slice.forEachDescending(members);
                } else {
                    slice.forEach(members);
                }
            });
            return;
        }
        ScoredReply members = ScoredReply.begin(c.reply(), count, withScores);
        if (descending) {
            set.forEachDescending(ranks.from(), ranks.to(), members);
        } else {
            set.forEach(ranks.from(), ranks.to(), members);
        }
    }

    static void zrangestore(CommandContext c) {
        RangeOptions options = RangeOptions.any(c, 2, false);
        ReadableSortedSet source = SortedSetCommands.get(c, 2);
        SortedSetCommands.store(c, c.key(1), source == null ? new SortedSetValue() : options.cut(source), "zrangestore");
    }

    // Removing

    static void zremrangebylex(CommandContext c) {
        SortedSetRange range = SortedSetRange.ofMembers(c, 2, 3);
        SortedSetEdit set = SortedSetCommands.edit(c, 1);
        remove(c, set, set == null ? null : range.in(set.read()), "zremrangebylex");
    }

    static void zremrangebyrank(CommandContext c) {
        long start = c.integer(2);
        long stop = c.integer(3);
        SortedSetEdit set = SortedSetCommands.edit(c, 1);
        remove(c, set, set == null ? null : Ranks.between(start, stop, set.read().size(), false), "zremrangebyrank");
    }

    static void zremrangebyscore(CommandContext c) {
        SortedSetRange range = SortedSetRange.ofScores(c, 2, 3);
        SortedSetEdit set = SortedSetCommands.edit(c, 1);
        remove(c, set, set == null ? null : range.in(set.read()), "zremrangebyscore");
    }

    private static void remove(CommandContext c, SortedSetEdit set, Ranks ranks, String event) {
        if (set == null || ranks.count() == 0) {
            c.reply().integer(0);
            return;
        }
        SortedSetCommands.removeRange(c, c.key(1), set, ranks.from(), ranks.to(), event);
        c.reply().integer(ranks.count());
    }
}
