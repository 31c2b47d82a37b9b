package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.SetEdit;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.SetValue;

/** Commands on sets. */
public final class SetCommands {

    static final Command SADD = command("SADD", "key member [member ...]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members given")
            .arity(-3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds members to a set, and returns how many of them are new.")
            .runs(SetCommands::sadd);

    static final Command SCARD = command("SCARD", "key")
            .in(Group.SET).since("1.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns how many members a set has.")
            .runs(SetCommands::scard);

    static final Command SDIFF = command("SDIFF", "key [key ...]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members of all sets together")
            .arity(-2).flags(READONLY).key(at(1, "RO access").range(-1, 1, 0)).tips("nondeterministic_output_order")
            .summary("Returns the members of the first set that are in none of the others.")
            .runs(SetCommands::sdiff);

    static final Command SDIFFSTORE = command("SDIFFSTORE", "destination key [key ...]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members of all sets together")
            .arity(-3).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access").range(-1, 1, 0))
            .summary("Stores the members of the first set that are in none of the others.")
            .runs(SetCommands::sdiffstore);

    static final Command SINTER = command("SINTER", "key [key ...]")
            .in(Group.SET).since("1.0.0")
            .complexity("O(N*M) at worst, N being the size of the smallest set and M the number of sets")
            .arity(-2).flags(READONLY).key(at(1, "RO access").range(-1, 1, 0)).tips("nondeterministic_output_order")
            .summary("Returns the members that are in all given sets.")
            .runs(SetCommands::sinter);

    static final Command SINTERCARD = command("SINTERCARD", "numkeys key [key ...] [LIMIT limit]")
            .in(Group.SET).since("7.0.0")
            .complexity("O(N*M) at worst, N being the size of the smallest set and M the number of sets")
            .arity(-3).flags(READONLY).key(at(1, "RO access").counted(0, 1, 1))
            .summary("Returns how many members are in all given sets.")
            .runs(SetCommands::sintercard);

    static final Command SINTERSTORE = command("SINTERSTORE", "destination key [key ...]")
            .in(Group.SET).since("1.0.0")
            .complexity("O(N*M) at worst, N being the size of the smallest set and M the number of sets")
            .arity(-3).flags(WRITE, DENYOOM).key(at(1, "RW update")).key(at(2, "RO access").range(-1, 1, 0))
            .summary("Stores the members that are in all given sets.")
            .runs(SetCommands::sinterstore);

    public static final Command SISMEMBER = command("SISMEMBER", "key member")
            .in(Group.SET).since("1.0.0").complexity("O(1)")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns whether a set has a member.")
            .runs(SetCommands::sismember);

    static final Command SMEMBERS = command("SMEMBERS", "key")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members")
            .arity(2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output_order")
            .summary("Returns all members of a set.")
            .runs(SetCommands::smembers);

    static final Command SMISMEMBER = command("SMISMEMBER", "key member [member ...]")
            .in(Group.SET).since("6.2.0").complexity("O(N), N being the number of members given")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns for each given member whether a set has it.")
            .runs(SetCommands::smismember);

    static final Command SMOVE = command("SMOVE", "source destination member")
            .in(Group.SET).since("1.0.0").complexity("O(1)")
            .arity(4).flags(WRITE, FAST).key(at(1, "RW access delete")).key(at(2, "RW insert"))
            .summary("Moves a member from one set to another.")
            .runs(SetCommands::smove);

    static final Command SPOP = command("SPOP", "key [count]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members returned")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete")).tips("nondeterministic_output")
            .summary("Removes and returns one or more random members of a set.")
            .recordedByItself()
            .runs(SetCommands::spop);

    static final Command SRANDMEMBER = command("SRANDMEMBER", "key [count]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members returned")
            .arity(-2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns one or more random members of a set, which may be the same ones if the count is negative.")
            .runs(SetCommands::srandmember);

    static final Command SREM = command("SREM", "key member [member ...]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members given")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW delete"))
            .summary("Removes members from a set, and returns how many of them existed.")
            .runs(SetCommands::srem);

    static final Command SSCAN = command("SSCAN", "key cursor [MATCH pattern] [COUNT count]")
            .in(Group.SET).since("2.8.0").complexity("O(1) for a call, O(N) for all N members")
            .arity(-3).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Iterates over the members of a set, a few with each call.")
            .runs(SetCommands::sscan);

    static final Command SUNION = command("SUNION", "key [key ...]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members of all sets together")
            .arity(-2).flags(READONLY).key(at(1, "RO access").range(-1, 1, 0)).tips("nondeterministic_output_order")
            .summary("Returns the members that are in any of the given sets.")
            .runs(SetCommands::sunion);

    static final Command SUNIONSTORE = command("SUNIONSTORE", "destination key [key ...]")
            .in(Group.SET).since("1.0.0").complexity("O(N), N being the number of members of all sets together")
            .arity(-3).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access").range(-1, 1, 0))
            .summary("Stores the members that are in any of the given sets.")
            .runs(SetCommands::sunionstore);

    static final List<Command> ALL = List.of(SADD, SCARD, SDIFF, SDIFFSTORE, SINTER, SINTERCARD, SINTERSTORE, SISMEMBER,
            SMEMBERS, SMISMEMBER, SMOVE, SPOP, SRANDMEMBER, SREM, SSCAN, SUNION, SUNIONSTORE);

    /** If this many times the members that stay are not more than those that go, choosing those that stay is less work. */
    private static final int FEW_STAY = 5;

    private SetCommands() {
    }

    private static ReadableSet get(CommandContext c, int argument) {
        return c.read().set(c.key(argument));
    }

    private static SetEdit edit(CommandContext c, int argument) {
        return c.edit().set(c.key(argument));
    }

    private static boolean add(CommandContext c, SetEdit set, Key member) {
        return set.add(member, c.server().settings().setMaxIntegers.value());
    }

    private static boolean add(CommandContext c, SetValue set, Key member) {
        return set.add(member, c.server().settings().setMaxIntegers.value());
    }

    // Members by name

    static void sadd(CommandContext c) {
        Key key = c.key(1);
        SetEdit set = c.edit().setOrNew(key);
        int added = 0;
        for (int i = 2; i < c.count(); i++) {
            if (add(c, set, c.key(i))) {
                added++;
            }
        }
        if (added > 0) {
            c.event(key, EventClass.SET, "sadd");
        }
        c.reply().integer(added);
    }

    static void srem(CommandContext c) {
        Key key = c.key(1);
        SetEdit set = edit(c, 1);
        int removed = 0;
        for (int i = 2; set != null && i < c.count(); i++) {
            if (set.remove(c.key(i))) {
                removed++;
            }
        }
        if (removed > 0) {
            c.event(key, EventClass.SET, "srem");
            if (set.read().isEmpty()) {
                c.deleteEmptied(key);
            }
        }
        c.reply().integer(removed);
    }

    static void smove(CommandContext c) {
        SetEdit source = edit(c, 1);
        if (source == null) {
            c.reply().integer(0);
            return;
        }
        SetEdit destination = edit(c, 2);
        Key member = c.key(3);
        if (source == destination) {
            c.reply().integer(source.read().contains(member) ? 1 : 0);
            return;
        }
        if (!source.remove(member)) {
            c.reply().integer(0);
            return;
        }
        c.event(c.key(1), EventClass.SET, "srem");
        if (source.read().isEmpty()) {
            c.deleteEmptied(c.key(1));
        }
        if (destination == null) {
            destination = c.edit().setOrNew(c.key(2));
        }
        if (add(c, destination, member)) {
            c.event(c.key(2), EventClass.SET, "sadd");
        }
        c.reply().integer(1);
    }

    static void sismember(CommandContext c) {
        ReadableSet set = get(c, 1);
        c.reply().integer(set != null && set.contains(c.key(2)) ? 1 : 0);
    }

    static void smismember(CommandContext c) {
        ReadableSet set = get(c, 1);
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            c.reply().integer(set != null && set.contains(c.key(i)) ? 1 : 0);
        }
    }

    // All members

    static void scard(CommandContext c) {
        ReadableSet set = get(c, 1);
        c.reply().integer(set == null ? 0 : set.size());
    }

    static void smembers(CommandContext c) {
        ReadableSet set = get(c, 1);
        if (set == null) {
            c.reply().set(0);
        } else {
            answerMembers(c, set);
        }
    }

    private static void answerMembers(CommandContext c, ReadableSet set) {
        c.replyFrom(set, set.size(), (reply, same, cancelled) -> {
            reply.set(same.size());
            writeMembers(reply, same, cancelled);
        });
    }

    private static void writeMembers(ReplyWriter reply, ReadableSet set, BooleanSupplier cancelled) {
        set.allMatch(member -> {
            reply.bulk(member);
            return !cancelled.getAsBoolean();
        });
    }

    static void sscan(CommandContext c) {
        CollectionScan.answer(c, Reader::set, ReadableSet::size,
                (set, options, found) -> set.scan((int) options.cursor(), options.count(), member -> {
                    if (options.matches(member)) {
                        found.add(member.copy());
                    }
                }));
    }

    // Members at random

    static void spop(CommandContext c) {
        if (c.count() > 3) {
            throw CommandException.SYNTAX;
        }
        if (c.count() == 3) {
            popSeveral(c);
            return;
        }
        SetEdit set = edit(c, 1);
        if (set == null) {
            c.reply().nil();
            return;
        }
        List<byte[]> recorded = recorded(c);
        popOne(c, set, recorded);
        popped(c, set.read(), recorded);
    }

    private static void popSeveral(CommandContext c) {
        long count = c.integer(2, CommandException.NOT_POSITIVE);
        if (count < 0) {
            throw CommandException.NOT_POSITIVE;
        }
        SetEdit set = edit(c, 1);
        if (set == null || count == 0) {
            c.reply().set(0);
            return;
        }
        List<byte[]> recorded = recorded(c);
        int staying = (int) Math.max(0, set.read().size() - count);
        if (staying * (long) FEW_STAY <= count) {
            SetValue rest = new SetValue();
            set.read().forRandom(staying, c.random()::nextInt, member -> add(c, rest, member));
            rest.forEach(set::remove);
            answerMembers(c, set.read());
            if (recorded != null) {
                set.read().forEach(member -> recorded.add(member.copy()));
            }
            if (staying > 0) {
                c.edit().put(c.key(1), rest, c.edit().expireAt(c.key(1)));
            }
            popped(c, rest, recorded);
        } else {
            c.reply().set((int) count);
            for (long i = count; i > 0; i--) {
                popOne(c, set, recorded);
            }
            popped(c, set.read(), recorded);
        }
    }

    /** For the names of members that are popped, which the log is told: the key comes first. Null if there is no log. */
    private static List<byte[]> recorded(CommandContext c) {
        return c.isLogged() ? new ArrayList<>(List.of(c.key(1).copy())) : null;
    }

    private static void popOne(CommandContext c, SetEdit set, List<byte[]> recorded) {
        Key member = set.read().showRandom(c.random()::nextInt, new Key());
        c.reply().bulk(member);
        if (recorded != null) {
            recorded.add(member.copy());
        }
        set.remove(member);
    }

    private static void popped(CommandContext c, ReadableSet rest, List<byte[]> recorded) {
        if (rest.isEmpty()) {
            KeyCommands.recordDeletion(c, c.key(1));
        } else if (recorded != null) {
            c.record("SREM", recorded.toArray(byte[][]::new));
        }
        c.event(c.key(1), EventClass.SET, "spop");
        if (rest.isEmpty()) {
            c.deleteEmptied(c.key(1));
        }
    }

    static void srandmember(CommandContext c) {
        if (c.count() > 3) {
            throw CommandException.SYNTAX;
        }
        if (c.count() == 3) {
            answerSeveral(c);
            return;
        }
        ReadableSet set = get(c, 1);
        if (set == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(set.showRandom(c.random()::nextInt, new Key()));
        }
    }

    private static void answerSeveral(CommandContext c) {
        long count = RandomCount.parse(c, 2);
        ReadableSet set = get(c, 1);
        if (set == null || count == 0) {
            c.reply().emptyArray();
        } else if (count > 0) {
            answerDifferent(c, set, (int) Math.min(count, set.size()));
        } else {
            answerRepeatedly(c, set, -count);
        }
    }

    private static void answerDifferent(CommandContext c, ReadableSet set, int count) {
        RandomGenerator random = new SplittableRandom(c.random().nextLong());
        c.replyFrom(set, count, (reply, same, cancelled) -> {
            reply.array(count);
            if (count == same.size()) {
                writeMembers(reply, same, cancelled);
            } else {
                same.forRandom(count, random::nextInt, reply::bulk);
            }
        });
    }

    private static void answerRepeatedly(CommandContext c, ReadableSet set, long count) {
        RandomCount.refuseEndless(c, count, false);
        RandomGenerator random = new SplittableRandom(c.random().nextLong());
        c.replyFrom(set, count, (reply, same, cancelled) -> {
            Key member = new Key();
            reply.array((int) count);
            for (long i = 0; i < count && !cancelled.getAsBoolean(); i++) {
                reply.bulk(same.showRandom(random::nextInt, member));
            }
        });
    }

    // Several sets

    static void sinter(CommandContext c) {
        List<byte[]> common = new ArrayList<>();
        intersect(sets(c, 1, c.count()), member -> common.add(member.copy()));
        c.replyWith(common.size(), (reply, cancelled) -> answer(reply, common));
    }

    private static void answer(ReplyWriter reply, List<byte[]> members) {
        reply.set(members.size());
        members.forEach(reply::bulk);
    }

    static void sinterstore(CommandContext c) {
        SetValue common = new SetValue();
        intersect(sets(c, 2, c.count()), member -> add(c, common, member));
        store(c, common, "sinterstore");
    }

    static void sintercard(CommandContext c) {
        CommandException noKeys = new CommandException("ERR numkeys should be greater than 0");
        long keys = c.integer(1, noKeys);
        if (keys < 1) {
            throw noKeys;
        }
        if (keys > c.count() - 2) {
            throw new CommandException("ERR Number of keys can't be greater than number of args");
        }
        int end = 2 + (int) keys;
        long limit = limit(c, end);
        long[] count = { 0 };
        intersect(sets(c, 2, end), member -> ++count[0] != limit);
        c.reply().integer(count[0]);
    }

    /** How many members are to be counted; 0 for all. */
    private static long limit(CommandContext c, int first) {
        CommandException negative = new CommandException("ERR LIMIT can't be negative");
        long limit = 0;
        for (int i = first; i < c.count(); i += 2) {
            if (!c.is(i, "LIMIT") || i + 1 == c.count()) {
                throw CommandException.SYNTAX;
            }
            limit = c.integer(i + 1, negative);
            if (limit < 0) {
                throw negative;
            }
        }
        return limit;
    }

    static void sunion(CommandContext c) {
        answerMembers(c, union(c, sets(c, 1, c.count())));
    }

    static void sunionstore(CommandContext c) {
        store(c, union(c, sets(c, 2, c.count())), "sunionstore");
    }

    static void sdiff(CommandContext c) {
        answerMembers(c, difference(c, sets(c, 1, c.count())));
    }

    static void sdiffstore(CommandContext c) {
        store(c, difference(c, sets(c, 2, c.count())), "sdiffstore");
    }

    /** The sets of some arguments, null where there is none. They count as read, also if the command writes another one. */
    private static List<ReadableSet> sets(CommandContext c, int first, int end) {
        List<ReadableSet> sets = new ArrayList<>(end - first);
        for (int i = first; i < end; i++) {
            sets.add(get(c, i));
        }
        return sets;
    }

    private static void store(CommandContext c, SetValue result, String event) {
        Key destination = c.key(1);
        if (result.size() > 0) {
            c.edit().put(destination, result, Keyspace.NEVER);
            c.event(destination, EventClass.SET, event);
        } else if (c.edit().delete(destination)) {
            c.event(destination, EventClass.GENERIC, "del");
        }
        c.reply().integer(result.size());
    }

    /** Visits the members that are in all sets. The visitor says whether it wants more. */
    private static void intersect(List<ReadableSet> sets, Predicate<Key> visitor) {
        if (sets.contains(null)) {
            return;
        }
        sets.sort(Comparator.comparingInt(ReadableSet::size));
        ReadableSet smallest = sets.get(0);
        List<ReadableSet> others = sets.subList(1, sets.size());
        smallest.allMatch(member -> !areAllWith(others, member) || visitor.test(member));
    }

    private static boolean areAllWith(List<ReadableSet> sets, Key member) {
        for (ReadableSet set : sets) {
            if (!set.contains(member)) {
                return false;
            }
        }
        return true;
    }

    private static SetValue union(CommandContext c, List<ReadableSet> sets) {
        SetValue union = new SetValue();
        for (ReadableSet set : sets) {
            if (set != null) {
                set.forEach(member -> add(c, union, member));
            }
        }
        return union;
    }

    /**
     * The members of the first set that are in none of the others.
     * <p>
     * Either each member is looked for in the other sets, or everything in the other sets is taken out of a copy: whichever is
     * less work, as Redis reckons it. The results are stored differently sometimes, and so what chooses is the same as there.
     */
    private static SetValue difference(CommandContext c, List<ReadableSet> sets) {
        SetValue rest = new SetValue();
        ReadableSet first = sets.get(0);
        List<ReadableSet> others = new ArrayList<>(sets.subList(1, sets.size()));
        others.removeIf(set -> set == null);
        if (first == null || others.contains(first)) {
            return rest;
        }
        long lookups = first.size() * (1L + others.size()) / 2;
        long removals = first.size() + others.stream().mapToLong(ReadableSet::size).sum();
        if (lookups <= removals) {
            others.sort(Comparator.comparingInt(ReadableSet::size).reversed());
            first.forEach(member -> {
                if (isWithNone(others, member)) {
                    add(c, rest, member);
                }
            });
            return rest;
        }
        first.forEach(member -> add(c, rest, member));
        for (ReadableSet set : others) {
            if (rest.size() > 0) {
                set.forEach(rest::remove);
            }
        }
        return rest;
    }

    private static boolean isWithNone(List<ReadableSet> sets, Key member) {
        for (ReadableSet set : sets) {
            if (set.contains(member)) {
                return false;
            }
        }
        return true;
    }
}
