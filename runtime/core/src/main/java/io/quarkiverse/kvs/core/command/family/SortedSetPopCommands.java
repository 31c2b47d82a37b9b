package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.BLOCKING;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.SortedSetRange.Ranks;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.SortedSetEdit;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** Commands that take members from an end of a sorted set; some of them wait until there is one. */
final class SortedSetPopCommands {

    static final Command BZMPOP = command("BZMPOP", "timeout numkeys key [key ...] <MIN | MAX> [COUNT count]")
            .in(Group.SORTED_SET).since("7.0.0")
            .complexity(
                    "O(K) + O(M*log(N)), K being the number of keys, N the size of a sorted set and M what is removed of it")
            .arity(-5).flags(WRITE, BLOCKING).key(at(2, "RW access delete").counted(0, 1, 1))
            .summary(
                    "Removes and returns members with the lowest or highest scores of the first sorted set that is not empty; waits if all are empty.")
            .recordedByItself()
            .runs(SortedSetPopCommands::bzmpop);

    static final Command BZPOPMAX = command("BZPOPMAX", "key [key ...] timeout")
            .in(Group.SORTED_SET).since("5.0.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(-3).flags(WRITE, NOSCRIPT, BLOCKING, FAST).key(at(1, "RW access delete").range(-2, 1, 0))
            .summary(
                    "Removes and returns the member with the highest score of the first sorted set that is not empty; waits if all are empty.")
            .recordedByItself()
            .runs(c -> bzpop(c, End.MAX));

    static final Command BZPOPMIN = command("BZPOPMIN", "key [key ...] timeout")
            .in(Group.SORTED_SET).since("5.0.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(-3).flags(WRITE, NOSCRIPT, BLOCKING, FAST).key(at(1, "RW access delete").range(-2, 1, 0))
            .summary(
                    "Removes and returns the member with the lowest score of the first sorted set that is not empty; waits if all are empty.")
            .recordedByItself()
            .runs(c -> bzpop(c, End.MIN));

    static final Command ZMPOP = command("ZMPOP", "numkeys key [key ...] <MIN | MAX> [COUNT count]")
            .in(Group.SORTED_SET).since("7.0.0")
            .complexity(
                    "O(K) + O(M*log(N)), K being the number of keys, N the size of a sorted set and M what is removed of it")
            .arity(-4).flags(WRITE).key(at(1, "RW access delete").counted(0, 1, 1))
            .summary("Removes and returns members with the lowest or highest scores of the first sorted set that is not empty.")
            .recordedByItself()
            .runs(SortedSetPopCommands::zmpop);

    static final Command ZPOPMAX = command("ZPOPMAX", "key [count]")
            .in(Group.SORTED_SET).since("5.0.0")
            .complexity("O(log(N)*M), N being the size of the sorted set and M the number of members removed")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Removes and returns the members with the highest scores.")
            .runs(c -> zpop(c, End.MAX));

    static final Command ZPOPMIN = command("ZPOPMIN", "key [count]")
            .in(Group.SORTED_SET).since("5.0.0")
            .complexity("O(log(N)*M), N being the size of the sorted set and M the number of members removed")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Removes and returns the members with the lowest scores.")
            .runs(c -> zpop(c, End.MIN));

    static final List<Command> ALL = List.of(BZMPOP, BZPOPMAX, BZPOPMIN, ZMPOP, ZPOPMAX, ZPOPMIN);

    private SortedSetPopCommands() {
    }

    /** Where to take members from. */
    private enum End {
        MIN,
        MAX;

        Ranks ranks(ReadableSortedSet set, int count) {
            return this == MIN ? new Ranks(0, count) : new Ranks(set.size() - count, set.size());
        }

        /** Shows members, of which there are so many, to a reply, that at the end first, and removes them. */
        void pop(CommandContext c, Key key, SortedSetEdit set, int count, ScoredReply reply) {
            Ranks ranks = ranks(set.read(), count);
            if (this == MIN) {
                set.read().forEach(ranks.from(), ranks.to(), reply);
            } else {
                set.read().forEachDescending(ranks.from(), ranks.to(), reply);
            }
            remove(c, key, set, ranks);
        }

        /** Tells the log how many members were removed. */
        void record(CommandContext c, Key key, int count) {
            if (c.isLogged()) {
                c.record("ZPOP" + name(), key.copy(), Integer.toString(count).getBytes(US_ASCII));
            }
        }

        void remove(CommandContext c, Key key, SortedSetEdit set, Ranks ranks) {
            SortedSetCommands.removeRange(c, key, set, ranks.from(), ranks.to(), this == MIN ? "zpopmin" : "zpopmax");
        }
    }

    private static void zpop(CommandContext c, End end) {
        if (c.count() > 3) {
            throw CommandException.SYNTAX;
        }
        boolean counted = c.count() == 3;
        long count = counted ? c.integer(2, CommandException.NOT_POSITIVE) : 1;
        if (count < 0) {
            throw CommandException.NOT_POSITIVE;
        }
        SortedSetEdit set = SortedSetCommands.edit(c, 1);
        if (set == null || count == 0) {
            c.reply().emptyArray();
            return;
        }
        if (!counted) {
            // The one command whose pair is none in RESP3.
            end.pop(c, c.key(1), set, 1, ScoredReply.flat(c.reply(), 1, true));
            return;
        }
        Ranks ranks = end.ranks(set.read(), (int) Math.min(count, set.read().size()));
        SortedSetRangeCommands.answer(c, set.read(), ranks, end == End.MAX, true);
        end.remove(c, c.key(1), set, ranks);
    }

    // Waiting for one member

    private static void bzpop(CommandContext c, End end) {
        int timeout = c.count() - 1;
        long timeoutMillis = c.timeoutMillis(timeout);
        for (int key = 1; key < timeout; key++) {
            if (tryPop(c, key, end)) {
                return;
            }
        }
        c.block(ValueType.ZSET, 1, timeout - 1, timeoutMillis, (context, key) -> tryPop(context, key, end),
                ReplyWriter::nilArray);
    }

    private static boolean tryPop(CommandContext c, int key, End end) {
        SortedSetEdit set = SortedSetCommands.edit(c, key);
        if (set == null) {
            return false;
        }
        c.reply().array(3);
        c.reply().bulk(c.key(key));
        end.pop(c, c.key(key), set, 1, ScoredReply.inside(c.reply(), true));
        end.record(c, c.key(key), 1);
        return true;
    }

    // Several keys, several members

    /**
     * What ZMPOP and BZMPOP are told.
     *
     * @param firstKey the argument that is the first of the keys
     * @param count how many members to remove at most
     */
    private record PopOptions(int firstKey, int lastKey, End end, long count) {

        private static final CommandException NO_KEYS = new CommandException("ERR numkeys should be greater than 0");
        private static final CommandException NO_COUNT = new CommandException("ERR count should be greater than 0");

        /** @param first the argument that tells the number of keys */
        static PopOptions parse(CommandContext c, int first) {
            long keys = c.integer(first, NO_KEYS);
            if (keys < 1) {
                throw NO_KEYS;
            }
            if (keys > c.count() - first - 2) {
                throw CommandException.SYNTAX;
            }
            int where = first + (int) keys + 1;
            End end;
            if (c.is(where, "MIN")) {
                end = End.MIN;
            } else if (c.is(where, "MAX")) {
                end = End.MAX;
            } else {
                throw CommandException.SYNTAX;
            }
            long count = 1;
            if (c.count() > where + 1) {
                count = parseCount(c, where + 1);
            }
            return new PopOptions(first + 1, where - 1, end, count);
        }

        private static long parseCount(CommandContext c, int argument) {
            if (!c.is(argument, "COUNT") || c.count() == argument + 1) {
                throw CommandException.SYNTAX;
            }
            long count = c.integer(argument + 1, NO_COUNT);
            if (count < 1) {
                throw NO_COUNT;
            }
            if (c.count() > argument + 2) {
                throw CommandException.SYNTAX;
            }
            return count;
        }

        /** @return false if there is no sorted set */
        boolean popFirst(CommandContext c) {
            for (int key = firstKey; key <= lastKey; key++) {
                if (pop(c, key)) {
                    return true;
                }
            }
            return false;
        }

        boolean pop(CommandContext c, int key) {
            SortedSetEdit set = SortedSetCommands.edit(c, key);
            if (set == null) {
                return false;
            }
            int popped = (int) Math.min(count, set.read().size());
            c.reply().array(2);
            c.reply().bulk(c.key(key));
            end.pop(c, c.key(key), set, popped, ScoredReply.pairs(c.reply(), popped));
            end.record(c, c.key(key), popped);
            return true;
        }
    }

    static void zmpop(CommandContext c) {
        if (!PopOptions.parse(c, 1).popFirst(c)) {
            c.reply().nilArray();
        }
    }

    static void bzmpop(CommandContext c) {
        PopOptions options = PopOptions.parse(c, 2);
        long timeoutMillis = c.timeoutMillis(1);
        if (!options.popFirst(c)) {
            c.block(ValueType.ZSET, options.firstKey, options.lastKey, timeoutMillis, options::pop, ReplyWriter::nilArray);
        }
    }
}
