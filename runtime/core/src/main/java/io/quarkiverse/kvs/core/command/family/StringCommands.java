package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.AS_LONG_AS_REQUEST;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.XxHash3;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.number.LongDouble;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;

/** Commands on strings. */
public final class StringCommands {

    static final Command APPEND = command("APPEND", "key value")
            .in(Group.STRING).since("2.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Appends bytes to a string, and returns its new length.")
            .runs(StringCommands::append);

    static final Command DECR = command("DECR", "key")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(2).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Subtracts one from an integer.")
            .runs(c -> increment(c, -1));

    static final Command DECRBY = command("DECRBY", "key decrement")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Subtracts a number from an integer.")
            .runs(StringCommands::decrby);

    public static final Command GET = command("GET", "key")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the value of a key.")
            .runs(StringCommands::get);

    static final Command DELEX = command("DELEX",
            "key [IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | IFDNE ifdne-digest]")
            .in(Group.STRING).since("8.4.0").complexity("O(1)")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Deletes a key if its string, or the digest of it, is equal or not equal to a given one.")
            .recordedByItself()
            .runs(StringCommands::delex);

    static final Command GETDEL = command("GETDEL", "key")
            .in(Group.STRING).since("6.2.0").complexity("O(1)")
            .arity(2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Returns the value of a key, and deletes the key.")
            .recordedByItself()
            .runs(StringCommands::getdel);

    static final Command GETEX = command("GETEX",
            "key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST]")
            .in(Group.STRING).since("6.2.0").complexity("O(1)")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access update"))
            .summary("Returns the value of a key, and sets or removes its time to live.")
            .recordedByItself()
            .runs(StringCommands::getex);

    static final Command GETRANGE = command("GETRANGE", "key start end")
            .in(Group.STRING).since("2.4.0").complexity("O(N), N being the length of the part returned")
            .arity(4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns a part of a string.")
            .runs(StringCommands::getrange);

    static final Command GETSET = command("GETSET", "key value")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update")).deprecated("6.2.0", "SET with GET")
            .summary("Sets the value of a key, and returns the previous one.")
            .recordedByItself()
            .runs(StringCommands::getset);

    static final Command INCR = command("INCR", "key")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(2).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Adds one to an integer.")
            .runs(c -> increment(c, 1));

    static final Command INCRBY = command("INCRBY", "key increment")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Adds a number to an integer.")
            .runs(c -> increment(c, c.integer(2)));

    static final Command INCRBYFLOAT = command("INCRBYFLOAT", "key increment")
            .in(Group.STRING).since("2.6.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW access update"))
            .summary("Adds a floating-point number to a number.")
            .recordedByItself()
            .runs(StringCommands::incrbyfloat);

    static final Command LCS = command("LCS", "key1 key2 [LEN] [IDX] [MINMATCHLEN len] [WITHMATCHLEN]")
            .in(Group.STRING).since("7.0.0").complexity("O(N*M), N and M being the lengths of the two strings")
            .arity(-3).flags(READONLY).key(at(1, "RO access").range(1, 1, 0))
            .summary("Returns the longest common subsequence of two strings.")
            .runs(LongestCommonSubsequence::run);

    static final Command MGET = command("MGET", "key [key ...]")
            .in(Group.STRING).since("1.0.0").complexity("O(N), N being the number of keys")
            .arity(-2).flags(READONLY, FAST).key(at(1, "RO access").range(-1, 1, 0)).tips("request_policy:multi_shard")
            .summary("Returns the values of several keys.")
            .runs(StringCommands::mget);

    static final Command MSET = command("MSET", "key value [key value ...]")
            .in(Group.STRING).since("1.0.1").complexity("O(N), N being the number of keys")
            .arity(-3).flags(WRITE, DENYOOM, AS_LONG_AS_REQUEST).key(at(1, "OW update").range(-1, 2, 0))
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .summary("Sets the values of several keys.")
            .runs(StringCommands::mset);

    static final Command MSETNX = command("MSETNX", "key value [key value ...]")
            .in(Group.STRING).since("1.0.1").complexity("O(N), N being the number of keys")
            .arity(-3).flags(WRITE, DENYOOM).key(at(1, "OW insert").range(-1, 2, 0))
            .tips("request_policy:multi_shard", "response_policy:agg_min")
            .summary("Sets the values of several keys if none of the keys exists.")
            .runs(StringCommands::msetnx);

    static final Command PSETEX = command("PSETEX", "key milliseconds value")
            .in(Group.STRING).since("2.6.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM, AS_LONG_AS_REQUEST).key(at(1, "OW update"))
            .summary("Sets the value of a key, and its time to live in milliseconds.")
            .recordedByItself()
            .runs(c -> setex(c, Expiration.PX));

    static final Command SET = command("SET",
            "key value [NX | XX | IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | IFDNE ifdne-digest] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(-3).flags(WRITE, DENYOOM, AS_LONG_AS_REQUEST).key(at(1, "RW access update variable_flags"))
            .summary("Sets the value of a key, whatever the key held before.")
            .recordedByItself()
            .runs(StringCommands::set);

    static final Command DIGEST = command("DIGEST", "key")
            .in(Group.STRING).since("8.4.0").complexity("O(N), N being the length of the value")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns a digest of a string, which SET and DELEX can compare.")
            .runs(StringCommands::digest);

    static final Command MSETEX = command("MSETEX",
            "numkeys key value [key value ...] [NX | XX] [EX seconds | PX milliseconds | EXAT unix-time-seconds | "
                    + "PXAT unix-time-milliseconds | KEEPTTL]")
            .in(Group.STRING).since("8.4.0").complexity("O(N), N being the number of keys")
            .arity(-4).flags(WRITE, DENYOOM).key(at(1, "OW update").counted(0, 1, 2))
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .summary("Sets the values of several keys, and one time to live for all.")
            .recordedByItself()
            .runs(StringCommands::msetex);

    static final Command SETEX = command("SETEX", "key seconds value")
            .in(Group.STRING).since("2.0.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM, AS_LONG_AS_REQUEST).key(at(1, "OW update"))
            .summary("Sets the value of a key, and its time to live in seconds.")
            .recordedByItself()
            .runs(c -> setex(c, Expiration.EX));

    static final Command SETNX = command("SETNX", "key value")
            .in(Group.STRING).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "OW insert"))
            .summary("Sets the value of a key if the key does not exist.")
            .runs(StringCommands::setnx);

    static final Command SETRANGE = command("SETRANGE", "key offset value")
            .in(Group.STRING).since("2.2.0").complexity("O(N), N being the length of the value")
            .arity(4).flags(WRITE, DENYOOM).key(at(1, "RW update"))
            .summary("Overwrites a part of a string.")
            .runs(StringCommands::setrange);

    static final Command STRLEN = command("STRLEN", "key")
            .in(Group.STRING).since("2.2.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns the length of a string.")
            .runs(StringCommands::strlen);

    static final Command SUBSTR = command("SUBSTR", "key start end")
            .in(Group.STRING).since("1.0.0").complexity("O(N), N being the length of the part returned")
            .arity(4).flags(READONLY).key(at(1, "RO access")).deprecated("2.0.0", "GETRANGE")
            .summary("Returns a part of a string.")
            .runs(StringCommands::getrange);

    static final List<Command> ALL = List.of(APPEND, DECR, DECRBY, DELEX, DIGEST, GET, GETDEL, GETEX, GETRANGE, GETSET, INCR,
            INCRBY,
            INCRBYFLOAT,
            LCS, MGET, MSET, MSETEX, MSETNX, PSETEX, SET, SETEX, SETNX, SETRANGE, STRLEN, SUBSTR);

    private static final byte[] KEEPTTL = "KEEPTTL".getBytes(US_ASCII);
    private static final byte[] PXAT = "PXAT".getBytes(US_ASCII);

    private StringCommands() {
    }

    static void get(CommandContext c) {
        answer(c, c.read().string(c.key(1)));
    }

    private static void answer(CommandContext c, Bytes value) {
        if (value == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(value);
        }
    }

    // Setting

    /** What SET is told beside key and value. */
    private static final class SetOptions {
        boolean ifAbsent;
        boolean ifPresent;
        boolean get;
        boolean keepTimeToLive;
        /** What the value is to be, or not to be, for it to be set; null if there is nothing. */
        Comparison compared;
        Expiration unit;
        int time;

        static SetOptions parse(CommandContext c) {
            SetOptions options = new SetOptions();
            for (int i = 3; i < c.count(); i++) {
                Expiration unit;
                Comparison comparison = i + 1 < c.count() ? Comparison.parse(c, i) : null;
                if (comparison != null && options.compared == null && !options.ifAbsent && !options.ifPresent) {
                    options.compared = comparison;
                    i++;
                } else if (c.is(i, "NX") && !options.ifPresent && options.compared == null) {
                    options.ifAbsent = true;
                } else if (c.is(i, "XX") && !options.ifAbsent && options.compared == null) {
                    options.ifPresent = true;
                } else if (c.is(i, "GET")) {
                    options.get = true;
                } else if (c.is(i, "KEEPTTL") && options.unit == null) {
                    options.keepTimeToLive = true;
                } else if ((unit = Expiration.named(c, i)) != null && !options.keepTimeToLive && i + 1 < c.count()
                        && (options.unit == null || options.unit == unit)) {
                    options.unit = unit;
                    options.time = ++i;
                } else {
                    throw CommandException.SYNTAX;
                }
            }
            return options;
        }
    }

    static void set(CommandContext c) {
        Key key = c.key(1);
        if (c.count() == 3) {
            c.edit().setString(key, c.argument(2));
            recordSet(c, c.argument(2), Keyspace.NEVER);
            c.event(key, EventClass.STRING, "set");
            c.reply().ok();
            return;
        }
        SetOptions options = SetOptions.parse(c);
        long expireAt = options.unit == null ? Keyspace.NEVER : options.unit.positiveInstant(c, options.time);
        if (options.get) {
            c.read().lookUp(key);
            answer(c, c.edit().string(key));
        }
        boolean found = c.edit().exists(key);
        boolean differs = options.compared != null && !options.compared.holds(c, c.edit().string(key));
        if (options.ifAbsent && found || options.ifPresent && !found || differs) {
            if (!options.get) {
                c.reply().nil();
            }
            return;
        }
        if (options.keepTimeToLive && found) {
            expireAt = c.edit().expireAt(key);
        }
        store(c, key, c.argument(2), expireAt, options.unit != null);
        if (options.keepTimeToLive) {
            recordKeepingTtl(c, c.argument(2));
        } else {
            recordSet(c, c.argument(2), expireAt);
        }
        if (!options.get) {
            c.reply().ok();
        }
    }

    /**
     * A condition on a value, or on its digest.
     *
     * @param argument what it is compared with
     */
    private record Comparison(boolean digest, boolean equal, int argument) {

        private static final int DIGITS = 16;

        /** What an argument and the next one say, or null. */
        static Comparison parse(CommandContext c, int at) {
            boolean digest = c.is(at, "IFDEQ") || c.is(at, "IFDNE");
            boolean equal = c.is(at, "IFEQ") || c.is(at, "IFDEQ");
            if (!digest && !equal && !c.is(at, "IFNE")) {
                return null;
            }
            if (digest && c.argument(at + 1).length() != DIGITS) {
                throw new CommandException("ERR must be exactly 16 hexadecimal characters");
            }
            return new Comparison(digest, equal, at + 1);
        }

        boolean holds(CommandContext c, Bytes value) {
            boolean same = digest ? value != null && c.is(argument, XxHash3.text(value))
                    : isEqual(value, c.argument(argument));
            return same == equal;
        }
    }

    static void digest(CommandContext c) {
        Bytes value = c.read().string(c.key(1));
        if (value == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(XxHash3.text(value));
        }
    }

    static void msetex(CommandContext c) {
        long pairs = c.integer(1, new CommandException("ERR invalid numkeys value"));
        if (pairs < 1 || pairs > (c.count() - 2) / 2) {
            throw new CommandException(pairs < 1 ? "ERR invalid numkeys value"
                    : "ERR wrong number of key-value pairs");
        }
        int end = 2 + 2 * (int) pairs;
        boolean ifAbsent = false;
        boolean ifPresent = false;
        boolean keep = false;
        Expiration unit = null;
        int time = 0;
        for (int i = end; i < c.count(); i++) {
            Expiration named = Expiration.named(c, i);
            if (c.is(i, "NX") && !ifPresent) {
                ifAbsent = true;
            } else if (c.is(i, "XX") && !ifAbsent) {
                ifPresent = true;
            } else if (c.is(i, "KEEPTTL") && unit == null) {
                keep = true;
            } else if (named != null && unit == null && !keep && i + 1 < c.count()) {
                unit = named;
                time = ++i;
            } else {
                throw CommandException.SYNTAX;
            }
        }
        long expireAt = unit == null ? Keyspace.NEVER : unit.positiveInstant(c, time);
        for (int i = 2; i < end; i += 2) {
            boolean found = c.edit().exists(c.key(i));
            if (ifAbsent && found || ifPresent && !found) {
                c.reply().integer(0);
                return;
            }
        }
        for (int i = 2; i < end; i += 2) {
            long at = keep ? Math.max(Keyspace.NEVER, c.edit().expireAt(c.key(i))) : expireAt;
            store(c, c.key(i), c.argument(i + 1), at, unit != null);
            if (c.isLogged() && at == Keyspace.NEVER) {
                c.record("SET", c.key(i).copy(), c.argument(i + 1).copy());
            } else if (c.isLogged()) {
                c.record("SET", c.key(i).copy(), c.argument(i + 1).copy(), PXAT, Long.toString(at).getBytes(US_ASCII));
            }
        }
        c.reply().integer(1);
    }

    private static boolean isEqual(Bytes value, Bytes other) {
        return value != null && Arrays.equals(value.array(), value.offset(), value.offset() + value.length(), other.array(),
                other.offset(), other.offset() + other.length());
    }

    static void delex(CommandContext c) {
        Key key = c.key(1);
        boolean deleted = c.edit().exists(key);
        if (c.count() > 2) {
            Comparison comparison = c.count() == 4 ? Comparison.parse(c, 2) : null;
            if (comparison == null) {
                throw CommandException.SYNTAX;
            }
            deleted &= comparison.holds(c, c.edit().string(key));
        }
        if (deleted) {
            c.edit().delete(key);
            KeyCommands.recordDeletion(c, key);
            c.event(key, EventClass.GENERIC, "del");
        }
        c.reply().integer(deleted ? 1 : 0);
    }

    static void setex(CommandContext c, Expiration unit) {
        long expireAt = unit.positiveInstant(c, 2);
        store(c, c.key(1), c.argument(3), expireAt, true);
        recordSet(c, c.argument(3), expireAt);
        c.reply().ok();
    }

    static void setnx(CommandContext c) {
        boolean absent = !c.edit().exists(c.key(1));
        if (absent) {
            store(c, c.key(1), c.argument(2), Keyspace.NEVER, false);
        }
        c.reply().integer(absent ? 1 : 0);
    }

    private static void store(CommandContext c, Key key, Bytes value, long expireAt, boolean expiryTold) {
        c.edit().setString(key, value, StringEncoding.AUTO, expireAt);
        c.event(key, EventClass.STRING, "set");
        if (expiryTold) {
            c.event(key, EventClass.GENERIC, "expire");
        }
    }

    /** Tells the log that the first argument is a string now, which expires at an instant or never. */
    private static void recordSet(CommandContext c, Bytes value, long expireAt) {
        if (!c.isLogged()) {
            return;
        }
        if (expireAt == Keyspace.NEVER) {
            c.record("SET", c.key(1).copy(), value.copy());
        } else {
            c.record("SET", c.key(1).copy(), value.copy(), PXAT, Long.toString(expireAt).getBytes(US_ASCII));
        }
    }

    /** Tells the log that the first argument is a string now, which expires when what it held before would have. */
    private static void recordKeepingTtl(CommandContext c, Bytes value) {
        if (c.isLogged()) {
            c.record("SET", c.key(1).copy(), value.copy(), KEEPTTL);
        }
    }

    static void mset(CommandContext c) {
        refuseOddPairs(c);
        setPairs(c);
        c.reply().ok();
    }

    static void msetnx(CommandContext c) {
        refuseOddPairs(c);
        for (int i = 1; i < c.count(); i += 2) {
            if (c.edit().exists(c.key(i))) {
                c.reply().integer(0);
                return;
            }
        }
        setPairs(c);
        c.reply().integer(1);
    }

    private static void refuseOddPairs(CommandContext c) {
        if (c.count() % 2 == 0) {
            throw new CommandException("ERR wrong number of arguments for '" + c.command().fullName() + "' command");
        }
    }

    private static void setPairs(CommandContext c) {
        for (int i = 1; i < c.count(); i += 2) {
            store(c, c.key(i), c.argument(i + 1), Keyspace.NEVER, false);
        }
    }

    static void getset(CommandContext c) {
        c.read().lookUp(c.key(1));
        answer(c, c.edit().string(c.key(1)));
        store(c, c.key(1), c.argument(2), Keyspace.NEVER, false);
        recordSet(c, c.argument(2), Keyspace.NEVER);
    }

    // Getting

    static void mget(CommandContext c) {
        c.reply().array(c.count() - 1);
        for (int i = 1; i < c.count(); i++) {
            answer(c, c.read().stringOrNull(c.key(i)));
        }
    }

    static void getdel(CommandContext c) {
        c.read().lookUp(c.key(1));
        Bytes value = c.edit().string(c.key(1));
        answer(c, value);
        if (value != null) {
            c.edit().delete(c.key(1));
            KeyCommands.recordDeletion(c, c.key(1));
            c.event(c.key(1), EventClass.GENERIC, "del");
        }
    }

    static void getex(CommandContext c) {
        boolean persist = false;
        Expiration unit = null;
        int time = 0;
        for (int i = 2; i < c.count(); i++) {
            Expiration named = Expiration.named(c, i);
            if (named != null && !persist && (unit == null || unit == named) && i + 1 < c.count()) {
                unit = named;
                time = ++i;
            } else if (c.is(i, "PERSIST") && unit == null) {
                persist = true;
            } else {
                throw CommandException.SYNTAX;
            }
        }
        Key key = c.key(1);
        c.read().lookUp(key);
        Bytes value = c.edit().string(key);
        if (value == null) {
            c.reply().nil();
            return;
        }
        long expireAt = unit == null ? Keyspace.NEVER : unit.positiveInstant(c, time);
        c.reply().bulk(value);
        if (unit != null && !unit.isRelative() && c.isPast(expireAt)) {
            c.edit().delete(key);
            KeyCommands.recordDeletion(c, key);
            c.event(key, EventClass.GENERIC, "del");
        } else if (unit != null) {
            c.edit().expireAt(key, expireAt);
            KeyCommands.recordExpiry(c, key, expireAt);
            c.event(key, EventClass.GENERIC, "expire");
        } else if (persist && c.edit().expireAt(key) != Keyspace.NEVER) {
            c.edit().expireAt(key, Keyspace.NEVER);
            KeyCommands.recordExpiry(c, key, Keyspace.NEVER);
            c.event(key, EventClass.GENERIC, "persist");
        }
    }

    static void strlen(CommandContext c) {
        Bytes value = c.read().string(c.key(1));
        c.reply().integer(value == null ? 0 : value.length());
    }

    static void getrange(CommandContext c) {
        long start = c.integer(2);
        long end = c.integer(3);
        Bytes value = c.read().string(c.key(1));
        int length = value == null ? 0 : value.length();
        if (start < 0 && end < 0 && start > end) {
            length = 0;
        }
        long from = Math.max(0, start < 0 ? start + length : start);
        long to = Math.min(length - 1L, Math.max(0, end < 0 ? end + length : end));
        if (length == 0 || from > to) {
            c.reply().bulk("");
        } else {
            c.reply().bulk(value.show(value.array(), value.offset() + (int) from, (int) (to - from + 1)));
        }
    }

    // Changing

    static void append(CommandContext c) {
        Key key = c.key(1);
        Bytes more = c.argument(2);
        long length = more.length();
        Bytes value = c.edit().string(key);
        if (value == null) {
            c.edit().setString(key, more);
        } else {
            int before = value.length();
            length += before;
            refuseTooLong(c, before, more.length());
            c.server().maxMemory().require(more.length());
            StringValue string = c.edit().inString(key).value();
            string.growTo((int) length);
            System.arraycopy(more.array(), more.offset(), string.array(), before, more.length());
            string.changed();
        }
        c.event(key, EventClass.STRING, "append");
        c.reply().integer(length);
    }

    static void setrange(CommandContext c) {
        Key key = c.key(1);
        long offset = c.integer(2);
        if (offset < 0) {
            throw new CommandException("ERR offset is out of range");
        }
        Bytes part = c.argument(3);
        Bytes value = c.edit().string(key);
        if (part.length() == 0) {
            c.reply().integer(value == null ? 0 : value.length());
            return;
        }
        refuseTooLong(c, offset, part.length());
        c.server().maxMemory().require(offset + part.length() - (value == null ? 0 : value.length()));
        StringValue string = c.edit().inStringOrNew(key).value();
        string.growTo((int) offset + part.length());
        System.arraycopy(part.array(), part.offset(), string.array(), (int) offset, part.length());
        string.changed();
        c.event(key, EventClass.STRING, "setrange");
        c.reply().integer(string.length());
    }

    static void refuseTooLong(CommandContext c, long before, long more) {
        if (before > Integer.MAX_VALUE || before + more > c.server().settings().limits().value()) {
            throw new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
    }

    static void decrby(CommandContext c) {
        long decrement = c.integer(2);
        if (decrement == Long.MIN_VALUE) {
            throw new CommandException("ERR decrement would overflow");
        }
        increment(c, -decrement);
    }

    private static void increment(CommandContext c, long by) {
        Key key = c.key(1);
        Bytes value = c.edit().string(key);
        long number = value == null ? 0 : parseLong(value);
        long sum = number + by;
        if (((number ^ sum) & (by ^ sum)) < 0) {
            throw new CommandException("ERR increment or decrement would overflow");
        }
        int length = Decimal.length(sum);
        byte[] digits = c.scratch(length);
        Decimal.write(sum, length, digits, 0);
        Bytes text = c.scratchView().show(digits, 0, length);
        if (value == null) {
            c.edit().setString(key, text);
        } else {
            c.edit().replaceString(key, text);
        }
        c.event(key, EventClass.STRING, "incrby");
        c.reply().integer(sum);
    }

    private static long parseLong(Bytes value) {
        try {
            return Decimal.parseLong(value);
        } catch (NumberFormatException e) {
            throw CommandException.NOT_INTEGER;
        }
    }

    static void incrbyfloat(CommandContext c) {
        Key key = c.key(1);
        Bytes value = c.edit().string(key);
        byte[] zero = { '0' };
        String text = addFloat(value == null ? new Bytes().show(zero) : value, c.argument(2));
        long expireAt = value == null ? Keyspace.NEVER : c.edit().expireAt(key);
        byte[] digits = text.getBytes(US_ASCII);
        Bytes result = new Bytes().show(digits);
        c.edit().setString(key, result, StringEncoding.TEXT, expireAt);
        recordKeepingTtl(c, result);
        c.event(key, EventClass.STRING, "incrbyfloat");
        c.reply().bulk(text);
    }

    /** The sum of two numbers, as Redis writes it. */
    private static String addFloat(Bytes value, Bytes increment) {
        LongDouble sum;
        try {
            LongDouble number = LongDouble.parse(value);
            if (increment.is("inf") || increment.is("+inf") || increment.is("-inf")) {
                throw new CommandException("ERR increment would produce NaN or Infinity");
            }
            sum = number.plus(LongDouble.parse(increment));
        } catch (NumberFormatException e) {
            throw CommandException.NOT_FLOAT;
        }
        if (sum.isInfinite()) {
            throw new CommandException("ERR increment would produce NaN or Infinity");
        }
        return sum.toString();
    }
}
