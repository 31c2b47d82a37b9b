package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.HashEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ReadableHash;

/**
 * Commands on fields of hashes that expire, of Redis 7.4 and 8.0, as their reference describes them.
 * <p>
 * The log is told instants, and of fields that are gone HDEL.
 */
final class HashExpiryCommands {

    static final byte[] FIELDS = ascii("FIELDS");
    static final byte[] KEEPTTL = ascii("KEEPTTL");
    static final byte[] ONE = ascii("1");

    private static final String EXPIRE_SYNTAX = " [NX | XX | GT | LT] FIELDS numfields field [field ...]";
    private static final String NAMED = "O(N), N being the number of fields named";

    static final Command HEXPIRE = expiring("HEXPIRE", "seconds")
            .summary("Sets the time to live of fields, in seconds.")
            .runs(c -> expire(c, Expiration.EX));

    static final Command HEXPIREAT = expiring("HEXPIREAT", "unix-time-seconds")
            .summary("Sets the time at which fields expire, as Unix time in seconds.")
            .runs(c -> expire(c, Expiration.EXAT));

    static final Command HPEXPIRE = expiring("HPEXPIRE", "milliseconds")
            .summary("Sets the time to live of fields, in milliseconds.")
            .runs(c -> expire(c, Expiration.PX));

    static final Command HPEXPIREAT = expiring("HPEXPIREAT", "unix-time-milliseconds")
            .summary("Sets the time at which fields expire, as Unix time in milliseconds.")
            .runs(c -> expire(c, Expiration.PXAT));

    static final Command HTTL = telling("HTTL")
            .summary("Returns the remaining time to live of fields, in seconds.")
            .runs(c -> tell(c, at -> roundUp(at - c.now())));

    static final Command HPTTL = telling("HPTTL")
            .summary("Returns the remaining time to live of fields, in milliseconds.")
            .runs(c -> tell(c, at -> at - c.now()));

    static final Command HEXPIRETIME = telling("HEXPIRETIME")
            .summary("Returns the time at which fields expire, as Unix time in seconds.")
            .runs(c -> tell(c, HashExpiryCommands::roundUp));

    static final Command HPEXPIRETIME = telling("HPEXPIRETIME")
            .summary("Returns the time at which fields expire, as Unix time in milliseconds.")
            .runs(c -> tell(c, at -> at));

    static final Command HPERSIST = command("HPERSIST", "key FIELDS numfields field [field ...]")
            .in(Group.HASH).since("7.4.0").complexity(NAMED)
            .arity(-5).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Removes the time to live of fields.")
            .recordedByItself()
            .runs(HashExpiryCommands::hpersist);

    static final Command HGETEX = command("HGETEX",
            "key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST] "
                    + "FIELDS numfields field [field ...]")
            .in(Group.HASH).since("8.0.0").complexity(NAMED)
            .arity(-5).flags(WRITE, FAST).key(at(1, "RW access update"))
            .summary("Returns the values of fields, and sets or removes their time to live.")
            .recordedByItself()
            .runs(HashExpiryCommands::hgetex);

    static final Command HSETEX = command("HSETEX",
            "key [FNX | FXX] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL] "
                    + "FIELDS numfields field value [field value ...]")
            .in(Group.HASH).since("8.0.0").complexity(NAMED)
            .arity(-6).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update"))
            .summary("Sets the values of fields, and their time to live.")
            .recordedByItself()
            .runs(HashExpiryCommands::hsetex);

    static final Command HGETDEL = command("HGETDEL", "key FIELDS numfields field [field ...]")
            .in(Group.HASH).since("8.0.0").complexity(NAMED)
            .arity(-5).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Returns the values of fields, and removes the fields.")
            .recordedByItself()
            .runs(HashExpiryCommands::hgetdel);

    static final List<Command> ALL = List.of(HEXPIRE, HEXPIREAT, HEXPIRETIME, HGETDEL, HGETEX, HPERSIST, HPEXPIRE, HPEXPIREAT,
            HPEXPIRETIME, HPTTL, HSETEX, HTTL);

    private static final int MISSING = -2;
    private static final int NOT_DONE = 0;
    private static final int DONE = 1;
    private static final int DELETED = 2;

    private HashExpiryCommands() {
    }

    private static Command.Builder expiring(String name, String when) {
        return command(name, "key " + when + EXPIRE_SYNTAX)
                .in(Group.HASH).since("7.4.0").complexity(NAMED)
                .arity(-6).flags(WRITE, FAST).key(at(1, "RW update"))
                .recordedByItself();
    }

    private static Command.Builder telling(String name) {
        return command(name, "key FIELDS numfields field [field ...]")
                .in(Group.HASH).since("7.4.0").complexity(NAMED)
                .arity(-5).flags(READONLY, FAST).key(at(1, "RO access"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] ascii(long number) {
        return ascii(Long.toString(number));
    }

    private static long roundUp(long millis) {
        return (millis + 999) / 1000;
    }

    // Arguments

    /** The fields that are named: the arguments from one on, each of so many words. */
    private record Fields(int first, int count, int words) {

        /**
         * Reads {@code FIELDS numfields field ...}, with which the arguments end.
         *
         * @param at where FIELDS is to be
         */
        static Fields parse(CommandContext c, int at, int words) {
            if (at + 1 >= c.count() || !c.is(at, "FIELDS")) {
                throw new CommandException("ERR Mandatory argument FIELDS is missing or not at the right position");
            }
            long count = c.integer(at + 1, new CommandException("ERR Number of fields must be a positive integer"));
            if (count < 1) {
                throw new CommandException("ERR Parameter `numFields` should be greater than 0");
            }
            if (count > c.count() || count * words != c.count() - at - 2) {
                throw new CommandException("ERR The `numfields` parameter must match the number of arguments");
            }
            return new Fields(at + 2, (int) count, words);
        }

        /** The argument that is a field. */
        int at(int number) {
            return first + number * words;
        }

        /** Whether something holds for all of them. */
        boolean all(IntPredicate condition) {
            for (int i = 0; i < count; i++) {
                if (!condition.test(at(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    // Expiry

    private static void expire(CommandContext c, Expiration unit) {
        int next = 3;
        boolean ifNone = c.is(next, "NX");
        boolean ifSome = c.is(next, "XX");
        boolean ifLater = c.is(next, "GT");
        boolean ifSooner = c.is(next, "LT");
        if (ifNone || ifSome || ifLater || ifSooner) {
            next++;
        }
        Fields fields = Fields.parse(c, next, 1);
        if (c.integer(2) < 0) {
            throw new CommandException("ERR invalid expire time, must be >= 0");
        }
        long at = unit.instant(c, 2);
        HashEdit hash = c.edit().hash(c.key(1));
        boolean past = c.isPast(at);
        List<byte[]> done = new ArrayList<>();
        c.reply().array(fields.count);
        for (int i = 0; i < fields.count; i++) {
            int field = fields.at(i);
            long current = hash == null ? HashValue.MISSING : hash.read().expireAt(c.key(field));
            boolean never = current == HashValue.NEVER;
            if (current == HashValue.MISSING) {
                c.reply().integer(MISSING);
            } else if (ifNone && !never || ifSome && never || ifLater && (never || at <= current)
                    || ifSooner && !never && at >= current) {
                c.reply().integer(NOT_DONE);
            } else {
                set(c, hash, field, past, at, done);
                c.reply().integer(past ? DELETED : DONE);
            }
        }
        finish(c, hash, past, at, done);
    }

    /** Lets a field expire, or removes it if that is past. */
    private static void set(CommandContext c, HashEdit hash, int field, boolean past, long at, List<byte[]> done) {
        if (past) {
            hash.remove(c.key(field));
        } else {
            hash.expire(c.key(field), at);
        }
        done.add(c.key(field).copy());
    }

    /** Tells of fields that expire from now on, or are gone. */
    private static void finish(CommandContext c, HashEdit hash, boolean past, long at, List<byte[]> done) {
        if (done.isEmpty()) {
            return;
        }
        if (past) {
            removed(c, hash, done);
        } else {
            record(c, "HPEXPIREAT", ascii(at), done);
            c.event(c.key(1), EventClass.HASH, "hexpire");
        }
    }

    private static void removed(CommandContext c, HashEdit hash, List<byte[]> fields) {
        if (c.isLogged()) {
            byte[][] words = new byte[fields.size() + 1][];
            words[0] = c.key(1).copy();
            for (int i = 1; i < words.length; i++) {
                words[i] = fields.get(i - 1);
            }
            c.record("HDEL", words);
        }
        c.event(c.key(1), EventClass.HASH, "hdel");
        if (hash.read().isEmpty()) {
            c.deleteEmptied(c.key(1));
        }
    }

    /** @param argument in front of the fields; null for none */
    private static void record(CommandContext c, String name, byte[] argument, List<byte[]> fields) {
        if (c.isLogged()) {
            List<byte[]> words = new ArrayList<>();
            words.add(c.key(1).copy());
            if (argument != null) {
                words.add(argument);
            }
            words.add(FIELDS);
            words.add(ascii(fields.size()));
            words.addAll(fields);
            c.record(name, words.toArray(new byte[0][]));
        }
    }

    private static void hpersist(CommandContext c) {
        Fields fields = Fields.parse(c, 2, 1);
        HashEdit hash = c.edit().hash(c.key(1));
        List<byte[]> done = new ArrayList<>();
        c.reply().array(fields.count);
        for (int i = 0; i < fields.count; i++) {
            int field = fields.at(i);
            long current = hash == null ? HashValue.MISSING : hash.read().expireAt(c.key(field));
            if (current >= 0) {
                hash.expire(c.key(field), HashValue.NEVER);
                done.add(c.key(field).copy());
            }
            c.reply().integer(current >= 0 ? DONE : current);
        }
        persisted(c, done);
    }

    private static void persisted(CommandContext c, List<byte[]> done) {
        if (!done.isEmpty()) {
            record(c, "HPERSIST", null, done);
            c.event(c.key(1), EventClass.HASH, "hpersist");
        }
    }

    /** What to tell of an instant, in milliseconds since 1970. */
    @FunctionalInterface
    private interface Telling {
        long of(long at);
    }

    private static void tell(CommandContext c, Telling telling) {
        Fields fields = Fields.parse(c, 2, 1);
        ReadableHash hash = c.read().hash(c.key(1));
        c.reply().array(fields.count);
        for (int i = 0; i < fields.count; i++) {
            long at = hash == null ? HashValue.MISSING : hash.expireAt(c.key(fields.at(i)));
            c.reply().integer(at < 0 ? at : telling.of(at));
        }
    }

    // Values

    private static void answer(CommandContext c, HashEdit hash, Fields fields) {
        c.reply().array(fields.count);
        for (int i = 0; i < fields.count; i++) {
            Bytes value = hash == null ? null : hash.read().get(c.key(fields.at(i)), c.scratchView());
            if (value == null) {
                c.reply().nil();
            } else {
                c.reply().bulk(value);
            }
        }
    }

    private static void hgetex(CommandContext c) {
        int next = 2;
        Expiration unit = Expiration.named(c, next);
        boolean persist = c.is(next, "PERSIST");
        int told = next + 1;
        next += unit != null ? 2 : persist ? 1 : 0;
        if (next < c.count() && (Expiration.named(c, next) != null || c.is(next, "PERSIST"))) {
            throw new CommandException("ERR Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified");
        }
        Fields fields = Fields.parse(c, next, 1);
        long at = unit == null ? 0 : unit.positiveInstant(c, told);
        c.read().lookUp(c.key(1));
        HashEdit hash = c.edit().hash(c.key(1));
        answer(c, hash, fields);
        if (hash == null || unit == null && !persist) {
            return;
        }
        boolean past = unit != null && c.isPast(at);
        List<byte[]> done = new ArrayList<>();
        for (int i = 0; i < fields.count; i++) {
            int field = fields.at(i);
            long current = hash.read().expireAt(c.key(field));
            if (persist && current >= 0) {
                hash.expire(c.key(field), HashValue.NEVER);
                done.add(c.key(field).copy());
            } else if (!persist && current != HashValue.MISSING) {
                set(c, hash, field, past, at, done);
            }
        }
        if (persist) {
            persisted(c, done);
        } else {
            finish(c, hash, past, at, done);
        }
    }

    private static void hsetex(CommandContext c) {
        int next = 2;
        boolean ifNone = false;
        boolean ifAll = false;
        boolean keep = false;
        Expiration unit = null;
        int told = 0;
        for (; next < c.count() && !c.is(next, "FIELDS"); next++) {
            Expiration named = Expiration.named(c, next);
            if (c.is(next, "FNX") || c.is(next, "FXX")) {
                if (ifNone || ifAll) {
                    throw new CommandException("ERR Only one of FXX or FNX arguments can be specified");
                }
                ifNone = c.is(next, "FNX");
                ifAll = !ifNone;
            } else if (named != null || c.is(next, "KEEPTTL")) {
                if (unit != null || keep) {
                    throw new CommandException("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");
                }
                unit = named;
                keep = named == null;
                told = keep ? 0 : ++next;
            } else {
                throw new CommandException("ERR unknown argument: " + c.argument(next).latin1());
            }
        }
        Fields fields = Fields.parse(c, next, 2);
        long at = unit == null ? HashValue.NEVER : unit.positiveInstant(c, told);
        ReadableHash before = c.edit().hash(c.key(1)) == null ? null : c.edit().hash(c.key(1)).read();
        if (ifNone && !fields.all(field -> before == null || !before.contains(c.key(field)))
                || ifAll && !fields.all(field -> before != null && before.contains(c.key(field)))) {
            c.reply().integer(0);
            return;
        }
        HashEdit hash = c.edit().hashOrNew(c.key(1));
        boolean past = unit != null && c.isPast(at);
        List<byte[]> names = new ArrayList<>();
        List<byte[]> words = new ArrayList<>();
        for (int i = 0; i < fields.count; i++) {
            int field = fields.at(i);
            if (keep) {
                hash.setKeepingExpiry(c.key(field), c.argument(field + 1), c.server().settings().hashPacking());
            } else {
                hash.set(c.key(field), c.argument(field + 1), c.server().settings().hashPacking());
            }
            words.add(c.key(field).copy());
            words.add(c.argument(field + 1).copy());
            if (unit != null) {
                set(c, hash, field, past, at, names);
            }
        }
        c.event(c.key(1), EventClass.HASH, "hset");
        if (past) {
            removed(c, hash, names);
        } else {
            recordSet(c, keep, at, words);
            if (unit != null) {
                c.event(c.key(1), EventClass.HASH, "hexpire");
            }
        }
        c.reply().integer(1);
    }

    private static void recordSet(CommandContext c, boolean keep, long at, List<byte[]> pairs) {
        if (c.isLogged()) {
            List<byte[]> words = new ArrayList<>();
            words.add(c.key(1).copy());
            if (!keep && at == HashValue.NEVER) {
                words.addAll(pairs);
                c.record("HSET", words.toArray(new byte[0][]));
                return;
            }
            if (keep) {
                words.add(KEEPTTL);
            } else {
                words.add(ascii("PXAT"));
                words.add(ascii(at));
            }
            words.add(FIELDS);
            words.add(ascii(pairs.size() / 2));
            words.addAll(pairs);
            c.record("HSETEX", words.toArray(new byte[0][]));
        }
    }

    private static void hgetdel(CommandContext c) {
        Fields fields = Fields.parse(c, 2, 1);
        c.read().lookUp(c.key(1));
        HashEdit hash = c.edit().hash(c.key(1));
        answer(c, hash, fields);
        List<byte[]> done = new ArrayList<>();
        for (int i = 0; hash != null && i < fields.count; i++) {
            if (hash.remove(c.key(fields.at(i)))) {
                done.add(c.key(fields.at(i)).copy());
            }
        }
        if (!done.isEmpty()) {
            removed(c, hash, done);
        }
    }
}
