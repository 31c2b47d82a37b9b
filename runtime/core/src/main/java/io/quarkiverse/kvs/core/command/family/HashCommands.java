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
import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.HashEdit;
import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.number.LongDouble;
import io.quarkiverse.kvs.core.store.value.HashValue.FieldVisitor;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableHash;

/** Commands on hashes. */
final class HashCommands {

    static final Command HDEL = command("HDEL", "key field [field ...]")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields named")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW delete"))
            .summary("Removes fields, and returns how many of them existed.")
            .runs(HashCommands::hdel);

    static final Command HEXISTS = command("HEXISTS", "key field")
            .in(Group.HASH).since("2.0.0").complexity("O(1)")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns whether a hash has a field.")
            .runs(HashCommands::hexists);

    static final Command HGET = command("HGET", "key field")
            .in(Group.HASH).since("2.0.0").complexity("O(1)")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the value of a field.")
            .runs(HashCommands::hget);

    static final Command HGETALL = command("HGETALL", "key")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields")
            .arity(2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output_order")
            .summary("Returns all fields and their values.")
            .runs(HashCommands::hgetall);

    static final Command HINCRBY = command("HINCRBY", "key field increment")
            .in(Group.HASH).since("2.0.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Adds a number to the integer in a field.")
            .runs(HashCommands::hincrby);

    static final Command HINCRBYFLOAT = command("HINCRBYFLOAT", "key field increment")
            .in(Group.HASH).since("2.6.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Adds a floating-point number to the number in a field.")
            .recordedByItself()
            .runs(HashCommands::hincrbyfloat);

    static final Command HKEYS = command("HKEYS", "key")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields")
            .arity(2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output_order")
            .summary("Returns the names of all fields.")
            .runs(HashCommands::hkeys);

    static final Command HLEN = command("HLEN", "key")
            .in(Group.HASH).since("2.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns how many fields a hash has.")
            .runs(HashCommands::hlen);

    static final Command HMGET = command("HMGET", "key field [field ...]")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields named")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the values of several fields.")
            .runs(HashCommands::hmget);

    static final Command HMSET = command("HMSET", "key field value [field value ...]")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields named")
            .arity(-4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update")).deprecated("4.0.0", "HSET with several fields")
            .summary("Sets the values of fields.")
            .runs(HashCommands::hmset);

    static final Command HRANDFIELD = command("HRANDFIELD", "key [count [WITHVALUES]]")
            .in(Group.HASH).since("6.2.0").complexity("O(N), N being the number of fields returned")
            .arity(-2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns one or more random fields.")
            .runs(HashCommands::hrandfield);

    static final Command HSCAN = command("HSCAN", "key cursor [MATCH pattern] [COUNT count]")
            .in(Group.HASH).since("2.8.0").complexity("O(1) for every call, O(N) until the cursor is 0 again")
            .arity(-3).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Iterates over the fields and their values, a few with each call.")
            .runs(HashCommands::hscan);

    static final Command HSET = command("HSET", "key field value [field value ...]")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields named")
            .arity(-4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update"))
            .summary("Sets the values of fields, and returns how many of them are new.")
            .runs(HashCommands::hset);

    static final Command HSETNX = command("HSETNX", "key field value")
            .in(Group.HASH).since("2.0.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Sets the value of a field if the field does not exist.")
            .runs(HashCommands::hsetnx);

    static final Command HSTRLEN = command("HSTRLEN", "key field")
            .in(Group.HASH).since("3.2.0").complexity("O(1)")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns the length of a field's value.")
            .runs(HashCommands::hstrlen);

    static final Command HVALS = command("HVALS", "key")
            .in(Group.HASH).since("2.0.0").complexity("O(N), N being the number of fields")
            .arity(2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output_order")
            .summary("Returns the values of all fields.")
            .runs(HashCommands::hvals);

    static final List<Command> ALL = List.of(HDEL, HEXISTS, HGET, HGETALL, HINCRBY, HINCRBYFLOAT, HKEYS, HLEN, HMGET, HMSET,
            HRANDFIELD, HSCAN, HSET, HSETNX, HSTRLEN, HVALS);

    private HashCommands() {
    }

    private static ReadableHash hash(CommandContext c) {
        return c.read().hash(c.key(1));
    }

    private static HashEdit hashOrNew(CommandContext c) {
        return c.edit().hashOrNew(c.key(1));
    }

    // Setting

    static void hset(CommandContext c) {
        c.reply().integer(setPairs(c));
    }

    static void hmset(CommandContext c) {
        setPairs(c);
        c.reply().ok();
    }

    /** @return how many of the fields are new */
    private static int setPairs(CommandContext c) {
        if (c.count() % 2 != 0) {
            throw new CommandException("ERR wrong number of arguments for '" + c.command().fullName() + "' command");
        }
        HashEdit hash = hashOrNew(c);
        PackingLimits limits = c.server().settings().hashPacking();
        int created = 0;
        for (int i = 2; i < c.count(); i += 2) {
            created += hash.set(c.key(i), c.argument(i + 1), limits) ? 1 : 0;
        }
        c.event(c.key(1), EventClass.HASH, "hset");
        return created;
    }

    static void hsetnx(CommandContext c) {
        HashEdit hash = hashOrNew(c);
        boolean absent = !hash.read().contains(c.key(2));
        if (absent) {
            hash.set(c.key(2), c.argument(3), c.server().settings().hashPacking());
            c.event(c.key(1), EventClass.HASH, "hset");
        }
        c.reply().integer(absent ? 1 : 0);
    }

    static void hincrby(CommandContext c) {
        long increment = c.integer(3);
        HashEdit hash = hashOrNew(c);
        Bytes value = hash.read().get(c.key(2), c.scratchView());
        long number = value == null ? 0 : integer(value);
        long sum = number + increment;
        if (((number ^ sum) & (increment ^ sum)) < 0) {
            throw new CommandException("ERR increment or decrement would overflow");
        }
        int length = Decimal.length(sum);
        byte[] digits = c.scratch(length);
        Decimal.write(sum, length, digits, 0);
        hash.setKeepingExpiry(c.key(2), c.scratchView().show(digits, 0, length), c.server().settings().hashPacking());
        c.event(c.key(1), EventClass.HASH, "hincrby");
        c.reply().integer(sum);
    }

    private static long integer(Bytes value) {
        try {
            return Decimal.parseLong(value);
        } catch (NumberFormatException e) {
            throw new CommandException("ERR hash value is not an integer");
        }
    }

    static void hincrbyfloat(CommandContext c) {
        LongDouble increment = number(c.argument(3), CommandException.NOT_FLOAT);
        if (increment.isInfinite()) {
            throw new CommandException("ERR value is NaN or Infinity");
        }
        HashEdit hash = hashOrNew(c);
        Bytes value = hash.read().get(c.key(2), c.scratchView());
        LongDouble sum = value == null ? increment
                : number(value, new CommandException("ERR hash value is not a float")).plus(increment);
        if (sum.isInfinite()) {
            throw new CommandException("ERR increment would produce NaN or Infinity");
        }
        String text = sum.toString();
        byte[] digits = text.getBytes(StandardCharsets.US_ASCII);
        hash.setKeepingExpiry(c.key(2), c.scratchView().show(digits), c.server().settings().hashPacking());
        if (c.isLogged() && hash.read().expireAt(c.key(2)) >= 0) {
            c.record("HSETEX", c.key(1).copy(), HashExpiryCommands.KEEPTTL, HashExpiryCommands.FIELDS, HashExpiryCommands.ONE,
                    c.key(2).copy(), digits);
        } else if (c.isLogged()) {
            c.record("HSET", c.key(1).copy(), c.key(2).copy(), digits);
        }
        c.event(c.key(1), EventClass.HASH, "hincrbyfloat");
        c.reply().bulk(text);
    }

    private static LongDouble number(Bytes text, CommandException otherwise) {
        try {
            return LongDouble.parse(text);
        } catch (NumberFormatException e) {
            throw otherwise;
        }
    }

    static void hdel(CommandContext c) {
        HashEdit hash = c.edit().hash(c.key(1));
        int deleted = 0;
        for (int i = 2; hash != null && i < c.count(); i++) {
            deleted += hash.remove(c.key(i)) ? 1 : 0;
        }
        if (deleted > 0) {
            c.event(c.key(1), EventClass.HASH, "hdel");
            if (hash.read().isEmpty()) {
                c.deleteEmptied(c.key(1));
            }
        }
        c.reply().integer(deleted);
    }

    // Fields that are named

    static void hget(CommandContext c) {
        answerField(c, hash(c), 2);
    }

    static void hmget(CommandContext c) {
        ReadableHash hash = hash(c);
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            answerField(c, hash, i);
        }
    }

    private static void answerField(CommandContext c, ReadableHash hash, int argument) {
        Bytes value = hash == null ? null : hash.get(c.key(argument), c.scratchView());
        if (value == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(value);
        }
    }

    static void hexists(CommandContext c) {
        ReadableHash hash = hash(c);
        c.reply().integer(hash != null && hash.contains(c.key(2)) ? 1 : 0);
    }

    static void hstrlen(CommandContext c) {
        ReadableHash hash = hash(c);
        Bytes value = hash == null ? null : hash.get(c.key(2), c.scratchView());
        c.reply().integer(value == null ? 0 : value.length());
    }

    // All fields

    static void hlen(CommandContext c) {
        ReadableHash hash = hash(c);
        c.reply().integer(hash == null ? 0 : hash.size());
    }

    static void hgetall(CommandContext c) {
        ReadableHash hash = hash(c);
        if (hash == null) {
            c.reply().map(0);
            return;
        }
        c.replyFrom(hash, hash.size(), (reply, same, cancelled) -> {
            reply.map(same.size());
            same.forEach((field, value) -> {
                reply.bulk(field);
                reply.bulk(value);
                return !cancelled.getAsBoolean();
            });
        });
    }

    static void hkeys(CommandContext c) {
        answerColumn(c, true);
    }

    static void hvals(CommandContext c) {
        answerColumn(c, false);
    }

    private static void answerColumn(CommandContext c, boolean names) {
        ReadableHash hash = hash(c);
        if (hash == null) {
            c.reply().emptyArray();
            return;
        }
        c.replyFrom(hash, hash.size(), (reply, same, cancelled) -> {
            reply.array(same.size());
            same.forEach((field, value) -> {
                reply.bulk(names ? field : value);
                return !cancelled.getAsBoolean();
            });
        });
    }

    // Some fields

    static void hscan(CommandContext c) {
        CollectionScan.answer(c, Reader::hash, ReadableHash::size,
                (hash, options, found) -> hash.scan(options.cursor(), options.count(), (field, value) -> {
                    if (options.matches(field)) {
                        found.add(field.copy());
                        found.add(value.copy());
                    }
                    return true;
                }));
    }

    static void hrandfield(CommandContext c) {
        if (c.count() == 2) {
            answerRandomField(c);
            return;
        }
        long count = RandomCount.parse(c, 2);
        if (c.count() > 4 || c.count() == 4 && !c.is(3, "WITHVALUES")) {
            throw CommandException.SYNTAX;
        }
        boolean withValues = c.count() == 4;
        if (withValues) {
            RandomCount.refuseTooManyPairs(count);
        }
        ReadableHash hash = hash(c);
        if (hash == null || count == 0) {
            c.reply().emptyArray();
        } else if (count > 0) {
            answerChosenFields(c, hash, (int) Math.min(count, hash.size()), withValues);
        } else {
            answerDrawnFields(c, hash, -count, withValues);
        }
    }

    private static void answerRandomField(CommandContext c) {
        ReadableHash hash = hash(c);
        if (hash == null) {
            c.reply().nil();
            return;
        }
        hash.draw(1, c.random()::nextInt, (field, value) -> {
            c.reply().bulk(field);
            return true;
        });
    }

    private static void answerChosenFields(CommandContext c, ReadableHash hash, int count, boolean withValues) {
        SplittableRandom random = new SplittableRandom(c.random().nextLong());
        c.replyFrom(hash, count, (reply, same, cancelled) -> {
            FieldVisitor fields = openFields(reply, count, withValues, cancelled);
            if (count == same.size()) {
                same.forEach(fields);
            } else {
                same.choose(count, random::nextInt, fields);
            }
        });
    }

    private static void answerDrawnFields(CommandContext c, ReadableHash hash, long count, boolean withValues) {
        RandomCount.refuseEndless(c, count, withValues);
        SplittableRandom random = new SplittableRandom(c.random().nextLong());
        c.replyFrom(hash, count, (reply, same, cancelled) -> same.draw(count, random::nextInt,
                openFields(reply, (int) count, withValues, cancelled)));
    }

    /**
     * Starts an array of so many fields, and returns what writes each of them into it: in RESP3, values make it one of pairs.
     */
    private static FieldVisitor openFields(ReplyWriter reply, int count, boolean withValues, BooleanSupplier cancelled) {
        boolean pairs = withValues && reply.dialect() == Dialect.RESP3;
        reply.array(withValues && !pairs ? 2 * count : count);
        return (field, value) -> {
            if (pairs) {
                reply.array(2);
            }
            reply.bulk(field);
            if (withValues) {
                reply.bulk(value);
            }
            return !cancelled.getAsBoolean();
        };
    }
}
