package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.SortedSetRange.Ranks;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.SortedSetEdit;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;

/** Commands on members of one sorted set. */
final class SortedSetCommands {

    static final Command ZADD = command("ZADD", "key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]")
            .in(Group.SORTED_SET).since("1.2.0").complexity("O(log(N)) for each member, N being the size of the sorted set")
            .arity(-4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update"))
            .summary("Adds members to a sorted set, or updates their scores.")
            .runs(c -> add(c, false));

    static final Command ZCARD = command("ZCARD", "key")
            .in(Group.SORTED_SET).since("1.2.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns how many members a sorted set has.")
            .runs(SortedSetCommands::zcard);

    static final Command ZINCRBY = command("ZINCRBY", "key increment member")
            .in(Group.SORTED_SET).since("1.2.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Adds a number to the score of a member.")
            .runs(c -> add(c, true));

    static final Command ZMSCORE = command("ZMSCORE", "key member [member ...]")
            .in(Group.SORTED_SET).since("6.2.0").complexity("O(N), N being the number of members asked for")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the scores of several members.")
            .runs(SortedSetCommands::zmscore);

    static final Command ZRANDMEMBER = command("ZRANDMEMBER", "key [count [WITHSCORES]]")
            .in(Group.SORTED_SET).since("6.2.0").complexity("O(N), N being the number of members returned")
            .arity(-2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns one or more random members.")
            .runs(SortedSetCommands::zrandmember);

    static final Command ZRANK = command("ZRANK", "key member [WITHSCORE]")
            .in(Group.SORTED_SET).since("2.0.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the rank of a member, counted from the lowest score.")
            .runs(c -> answerRank(c, false));

    static final Command ZREM = command("ZREM", "key member [member ...]")
            .in(Group.SORTED_SET).since("1.2.0")
            .complexity("O(M*log(N)), N being the size of the sorted set and M the number of members to remove")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW delete"))
            .summary("Removes members from a sorted set.")
            .runs(SortedSetCommands::zrem);

    static final Command ZREVRANK = command("ZREVRANK", "key member [WITHSCORE]")
            .in(Group.SORTED_SET).since("2.0.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the rank of a member, counted from the highest score.")
            .runs(c -> answerRank(c, true));

    static final Command ZSCAN = command("ZSCAN", "key cursor [MATCH pattern] [COUNT count]")
            .in(Group.SORTED_SET).since("2.8.0").complexity("O(1) for every call, O(N) until the cursor is 0 again")
            .arity(-3).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Iterates over the members and their scores, a few with each call.")
            .runs(SortedSetCommands::zscan);

    static final Command ZSCORE = command("ZSCORE", "key member")
            .in(Group.SORTED_SET).since("1.2.0").complexity("O(1)")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the score of a member.")
            .runs(SortedSetCommands::zscore);

    static final List<Command> ALL = List.of(ZADD, ZCARD, ZINCRBY, ZMSCORE, ZRANDMEMBER, ZRANK, ZREM, ZREVRANK, ZSCAN, ZSCORE);

    /** Redis packs integers up to here, and writes them with all their digits when it goes through a small set. */
    private static final double MAX_PACKED_INTEGER = 1L << 62;
    private static final CommandException NOT_A_NUMBER = new CommandException("ERR resulting score is not a number (NaN)");

    private SortedSetCommands() {
    }

    /** The sorted set that a key holds, to be read, or null. */
    static ReadableSortedSet get(CommandContext c, int key) {
        return c.read().sortedSet(c.key(key));
    }

    /** The sorted set that a key holds, to be edited, or null. */
    static SortedSetEdit edit(CommandContext c, int key) {
        return c.edit().sortedSet(c.key(key));
    }

    static PackingLimits packing(CommandContext c) {
        return c.server().settings().sortedSetPacking();
    }

    // Adding

    /** What ZADD is told beside scores and members. */
    static final class AddOptions {

        boolean ifAbsent;
        boolean ifPresent;
        boolean ifGreater;
        boolean ifLess;
        boolean countChanged;
        boolean increment;
        /** The first score. */
        int first = 2;

        static AddOptions parse(CommandContext c, boolean increment) {
            AddOptions options = new AddOptions();
            options.increment = increment;
            while (options.first < c.count() && options.take(c, options.first)) {
                options.first++;
            }
            int left = c.count() - options.first;
            if (left == 0 || left % 2 != 0) {
                throw CommandException.SYNTAX;
            }
            if (options.ifAbsent && options.ifPresent) {
                throw new CommandException("ERR XX and NX options at the same time are not compatible");
            }
            if (options.ifAbsent && (options.ifGreater || options.ifLess) || options.ifGreater && options.ifLess) {
                throw new CommandException("ERR GT, LT, and/or NX options at the same time are not compatible");
            }
            if (options.increment && left > 2) {
                throw new CommandException("ERR INCR option supports a single increment-element pair");
            }
            return options;
        }

        /** Takes an argument, if it is an option. */
        private boolean take(CommandContext c, int argument) {
            if (c.is(argument, "NX")) {
                ifAbsent = true;
            } else if (c.is(argument, "XX")) {
                ifPresent = true;
            } else if (c.is(argument, "GT")) {
                ifGreater = true;
            } else if (c.is(argument, "LT")) {
                ifLess = true;
            } else if (c.is(argument, "CH")) {
                countChanged = true;
            } else if (c.is(argument, "INCR")) {
                increment = true;
            } else {
                return false;
            }
            return true;
        }

        /**
         * The score that a member is to have, or NaN if it is to be left alone.
         *
         * @param current the score that it has, or NaN if it is not there
         */
        double score(double told, double current) {
            boolean present = !Double.isNaN(current);
            if (present ? ifAbsent : ifPresent) {
                return Double.NaN;
            }
            double score = present && increment ? told + current : told;
            if (Double.isNaN(score)) {
                throw NOT_A_NUMBER;
            }
            boolean refused = present && (ifLess && score >= current || ifGreater && score <= current);
            return refused ? Double.NaN : score;
        }
    }

    private static void add(CommandContext c, boolean increment) {
        AddOptions options = AddOptions.parse(c, increment);
        double[] scores = new double[(c.count() - options.first) / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = c.number(options.first + 2 * i);
        }
        add(c, options, scores, options.first + 1, 2);
    }

    /**
     * Adds members.
     *
     * @param firstMember the argument that is the first member
     * @param step every how manieth argument is the next one
     */
    static void add(CommandContext c, AddOptions options, double[] scores, int firstMember, int step) {
        Key key = c.key(1);
        SortedSetEdit set = options.ifPresent ? edit(c, 1) : c.edit().sortedSetOrNew(key);
        int added = 0;
        int updated = 0;
        double score = Double.NaN;
        for (int i = 0; set != null && i < scores.length; i++) {
            Key member = c.key(firstMember + step * i);
            double current = set.read().score(member);
            score = options.score(scores[i], current);
            if (Double.isNaN(score)) {
                continue;
            }
            if (Double.isNaN(current)) {
                set.add(member, score, packing(c));
                added++;
            } else if (score != current) {
                set.update(member, score);
                updated++;
            }
        }
        if (added + updated > 0) {
            c.event(key, EventClass.ZSET, options.increment ? "zincr" : "zadd");
        }
        if (options.increment) {
            answerScore(c, score);
        } else {
            c.reply().integer(options.countChanged ? added + updated : added);
        }
    }

    /** @param score NaN if there is none */
    private static void answerScore(CommandContext c, double score) {
        if (Double.isNaN(score)) {
            c.reply().nil();
        } else {
            c.reply().number(score);
        }
    }

    // Removing

    static void zrem(CommandContext c) {
        SortedSetEdit set = edit(c, 1);
        int removed = 0;
        for (int i = 2; set != null && i < c.count(); i++) {
            removed += set.remove(c.key(i)) ? 1 : 0;
        }
        if (removed > 0) {
            removed(c, c.key(1), "zrem", set.read().isEmpty());
        }
        c.reply().integer(removed);
    }

    /** Removes the members of some ranks, of which there is at least one. */
    static void removeRange(CommandContext c, Key key, SortedSetEdit set, int from, int to, String event) {
        boolean all = to - from == set.read().size();
        if (!all) {
            set.removeRange(from, to);
        }
        removed(c, key, event, all);
    }

    private static void removed(CommandContext c, Key key, String event, boolean all) {
        c.event(key, EventClass.ZSET, event);
        if (all) {
            c.deleteEmptied(key);
        }
    }

    // Storing

    /** Gives a key a sorted set, or none if it is empty, and answers its size. */
    static void store(CommandContext c, Key key, SortedSetValue set, String event) {
        if (set.size() > 0) {
            set.pack(packing(c));
            c.edit().put(key, set, Keyspace.NEVER);
            c.event(key, EventClass.ZSET, event);
        } else if (c.edit().delete(key)) {
            c.event(key, EventClass.GENERIC, "del");
        }
        c.reply().integer(set.size());
    }

    // Looking up

    static void zcard(CommandContext c) {
        ReadableSortedSet set = get(c, 1);
        c.reply().integer(set == null ? 0 : set.size());
    }

    static void zscore(CommandContext c) {
        ReadableSortedSet set = get(c, 1);
        answerScore(c, set == null ? Double.NaN : set.score(c.key(2)));
    }

    static void zmscore(CommandContext c) {
        ReadableSortedSet set = get(c, 1);
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            answerScore(c, set == null ? Double.NaN : set.score(c.key(i)));
        }
    }

    private static void answerRank(CommandContext c, boolean fromEnd) {
        boolean withScore = c.count() == 4 && c.is(3, "WITHSCORE");
        if (c.count() > 3 && !withScore) {
            // As in Redis 7.0, which has no such word.
            throw new CommandException("ERR wrong number of arguments for '" + c.command().fullName() + "' command");
        }
        ReadableSortedSet set = get(c, 1);
        int rank = set == null ? -1 : set.rank(c.key(2));
        if (rank < 0 && withScore) {
            c.reply().nilArray();
            return;
        }
        if (rank < 0) {
            c.reply().nil();
            return;
        }
        if (withScore) {
            c.reply().array(2);
        }
        c.reply().integer(fromEnd ? set.size() - 1 - rank : rank);
        if (withScore) {
            c.reply().number(set.score(c.key(2)));
        }
    }

    static void zscan(CommandContext c) {
        CollectionScan.answer(c, Reader::sortedSet, ReadableSortedSet::size,
                (set, options, found) -> set.scan((int) options.cursor(), options.count(), (member, score) -> {
                    if (options.matches(member)) {
                        found.add(member.copy());
                        found.add(scoreText(score, set.isPacked()).getBytes(StandardCharsets.US_ASCII));
                    }
                    return true;
                }));
    }

    private static String scoreText(double score, boolean packed) {
        return packed && score == Math.rint(score) && Math.abs(score) <= MAX_PACKED_INTEGER ? Long.toString((long) score)
                : FloatingPoint.format(score);
    }

    // At random

    static void zrandmember(CommandContext c) {
        if (c.count() == 2) {
            answerRandom(c);
            return;
        }
        long count = RandomCount.parse(c, 2);
        boolean withScores = c.count() == 4;
        if (c.count() > 4 || withScores && !c.is(3, "WITHSCORES")) {
            throw CommandException.SYNTAX;
        }
        if (withScores) {
            RandomCount.refuseTooManyPairs(count);
        }
        ReadableSortedSet set = get(c, 1);
        if (set == null || count == 0) {
            c.reply().emptyArray();
        } else if (count > 0) {
            answerDifferent(c, set, (int) Math.min(count, set.size()), withScores);
        } else {
            answerRepeatedly(c, set, -count, withScores);
        }
    }

    private static void answerRandom(CommandContext c) {
        ReadableSortedSet set = get(c, 1);
        if (set == null) {
            c.reply().nil();
        } else {
            set.draw(1, c.random()::nextInt, ScoredReply.inside(c.reply(), false));
        }
    }

    private static void answerDifferent(CommandContext c, ReadableSortedSet set, int count, boolean withScores) {
        if (count == set.size()) {
            SortedSetRangeCommands.answer(c, set, new Ranks(0, count), true, withScores);
            return;
        }
        RandomGenerator random = new SplittableRandom(c.random().nextLong());
        answerChosen(c, set, count, withScores, (same, members) -> same.choose(count, random::nextInt, members));
    }

    private static void answerRepeatedly(CommandContext c, ReadableSortedSet set, long count, boolean withScores) {
        RandomCount.refuseEndless(c, count, withScores);
        RandomGenerator random = new SplittableRandom(c.random().nextLong());
        answerChosen(c, set, (int) count, withScores, (same, members) -> same.draw((int) count, random::nextInt, members));
    }

    private static void answerChosen(CommandContext c, ReadableSortedSet set, int count, boolean withScores,
            BiConsumer<ReadableSortedSet, ScoredReply> choice) {
        c.replyFrom(set, count, (reply, same, cancelled) -> choice.accept(same,
                ScoredReply.begin(reply, count, withScores).unless(cancelled)));
    }
}
