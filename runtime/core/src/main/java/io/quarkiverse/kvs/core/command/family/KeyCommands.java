package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WALKS_KEYSPACE;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** Commands on keys that hold values of any type. */
final class KeyCommands {

    static final Command COPY = command("COPY", "source destination [DB destination-db] [REPLACE]")
            .in(Group.GENERIC).since("6.2.0").complexity("O(N), N being the number of elements; O(1) for strings")
            .arity(-3).flags(WRITE, DENYOOM).key(at(1, "RO access")).key(at(2, "OW update"))
            .summary("Copies the value of a key to another key.")
            .runs(KeyCommands::copy);

    static final Command DEL = command("DEL", "key [key ...]")
            .in(Group.GENERIC).since("1.0.0").complexity("O(N), N being the number of keys")
            .arity(-2).flags(WRITE).key(at(1, "RM delete").range(-1, 1, 0))
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Deletes keys.")
            .runs(KeyCommands::del);

    static final Command EXISTS = command("EXISTS", "key [key ...]")
            .in(Group.GENERIC).since("1.0.0").complexity("O(N), N being the number of keys")
            .arity(-2).flags(READONLY, FAST).key(at(1, "RO").range(-1, 1, 0))
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Returns how many of the given keys exist.")
            .runs(KeyCommands::exists);

    static final Command EXPIRE = command("EXPIRE", "key seconds [NX | XX | GT | LT]")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Sets the time to live of a key, in seconds.")
            .recordedByItself()
            .runs(c -> expire(c, Expiration.EX));

    static final Command EXPIREAT = command("EXPIREAT", "key unix-time-seconds [NX | XX | GT | LT]")
            .in(Group.GENERIC).since("1.2.0").complexity("O(1)")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Sets the time at which a key expires, as Unix time in seconds.")
            .recordedByItself()
            .runs(c -> expire(c, Expiration.EXAT));

    static final Command EXPIRETIME = command("EXPIRETIME", "key")
            .in(Group.GENERIC).since("7.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the time at which a key expires, as Unix time in seconds.")
            .runs(c -> answerExpiry(c, false, true));

    static final Command PEXPIRE = command("PEXPIRE", "key milliseconds [NX | XX | GT | LT]")
            .in(Group.GENERIC).since("2.6.0").complexity("O(1)")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Sets the time to live of a key, in milliseconds.")
            .recordedByItself()
            .runs(c -> expire(c, Expiration.PX));

    static final Command PEXPIREAT = command("PEXPIREAT", "key unix-time-milliseconds [NX | XX | GT | LT]")
            .in(Group.GENERIC).since("2.6.0").complexity("O(1)")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Sets the time at which a key expires, as Unix time in milliseconds.")
            .recordedByItself()
            .runs(c -> expire(c, Expiration.PXAT));

    static final Command PEXPIRETIME = command("PEXPIRETIME", "key")
            .in(Group.GENERIC).since("7.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the time at which a key expires, as Unix time in milliseconds.")
            .runs(c -> answerExpiry(c, true, true));

    static final Command KEYS = command("KEYS", "pattern")
            .in(Group.GENERIC).since("1.0.0").complexity("O(N), N being the number of keys in the database")
            .arity(2).flags(READONLY, WALKS_KEYSPACE).categories(Category.DANGEROUS)
            .tips("request_policy:all_shards", "nondeterministic_output_order")
            .summary("Returns the keys that match a pattern.")
            .runs(KeyCommands::keys);

    static final Command MOVE = command("MOVE", "key db")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, FAST).key(at(1, "RW access update"))
            .summary("Moves a key to another database.")
            .runs(KeyCommands::move);

    static final Command OBJECT = command("OBJECT", "")
            .in(Group.GENERIC).since("2.2.3").complexity("Depends on the subcommand.")
            .arity(-2).withoutGroupCategory()
            .summary("Shows how values are stored and used.")
            .contains(
                    command("ENCODING", "key").of("OBJECT")
                            .in(Group.GENERIC).since("2.2.3").complexity("O(1)")
                            .arity(3).flags(READONLY).key(at(2, "RO")).tips("nondeterministic_output")
                            .summary("Returns the encoding of a value.")
                            .runs(KeyCommands::objectEncoding),
                    command("FREQ", "key").of("OBJECT")
                            .in(Group.GENERIC).since("4.0.0").complexity("O(1)")
                            .arity(3).flags(READONLY).key(at(2, "RO")).tips("nondeterministic_output")
                            .summary("Returns how often a key is used, on a logarithmic scale.")
                            .runs(KeyCommands::objectFreq),
                    command("HELP", "").of("OBJECT")
                            .in(Group.GENERIC).since("6.2.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("IDLETIME", "key").of("OBJECT")
                            .in(Group.GENERIC).since("2.2.3").complexity("O(1)")
                            .arity(3).flags(READONLY).key(at(2, "RO")).tips("nondeterministic_output")
                            .summary("Returns how many seconds ago a key was last used.")
                            .runs(KeyCommands::objectIdletime),
                    command("REFCOUNT", "key").of("OBJECT")
                            .in(Group.GENERIC).since("2.2.3").complexity("O(1)")
                            .arity(3).flags(READONLY).key(at(2, "RO")).tips("nondeterministic_output")
                            .summary("Returns the reference count that a value would have in Redis.")
                            .runs(KeyCommands::objectRefcount));

    static final Command PERSIST = command("PERSIST", "key")
            .in(Group.GENERIC).since("2.2.0").complexity("O(1)")
            .arity(2).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Removes the time to live of a key.")
            .runs(KeyCommands::persist);

    static final Command PTTL = command("PTTL", "key")
            .in(Group.GENERIC).since("2.6.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns the remaining time to live of a key, in milliseconds.")
            .runs(c -> answerExpiry(c, true, false));

    static final Command RANDOMKEY = command("RANDOMKEY", "")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(1).flags(READONLY, WALKS_KEYSPACE).tips("request_policy:all_shards", "nondeterministic_output")
            .summary("Returns a random key.")
            .runs(KeyCommands::randomkey);

    static final Command RENAME = command("RENAME", "key newkey")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE).key(at(1, "RW access delete")).key(at(2, "OW update"))
            .summary("Renames a key and overwrites the new name if it exists.")
            .runs(c -> rename(c, false));

    static final Command RENAMENX = command("RENAMENX", "key newkey")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(3).flags(WRITE, FAST).key(at(1, "RW access delete")).key(at(2, "OW insert"))
            .summary("Renames a key if the new name does not exist.")
            .runs(c -> rename(c, true));

    static final Command SCAN = command("SCAN", "cursor [MATCH pattern] [COUNT count] [TYPE type]")
            .in(Group.GENERIC).since("2.8.0").complexity("O(1) for every call, O(N) until the cursor is 0 again")
            .arity(-2).flags(READONLY, WALKS_KEYSPACE).tips("nondeterministic_output", "request_policy:special")
            .summary("Iterates over the keys, a few with each call.")
            .runs(KeyCommands::scan);

    static final Command TOUCH = command("TOUCH", "key [key ...]")
            .in(Group.GENERIC).since("3.2.1").complexity("O(N), N being the number of keys")
            .arity(-2).flags(READONLY, FAST).key(at(1, "RO").range(-1, 1, 0))
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Marks keys as used, and returns how many of them exist.")
            .runs(KeyCommands::touch);

    static final Command TTL = command("TTL", "key")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns the remaining time to live of a key, in seconds.")
            .runs(c -> answerExpiry(c, false, false));

    static final Command TYPE = command("TYPE", "key")
            .in(Group.GENERIC).since("1.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns the type of a key's value.")
            .runs(KeyCommands::type);

    static final Command UNLINK = command("UNLINK", "key [key ...]")
            .in(Group.GENERIC).since("4.0.0").complexity("O(N), N being the number of keys")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RM delete").range(-1, 1, 0))
            .tips("request_policy:multi_shard", "response_policy:agg_sum")
            .summary("Deletes keys, and frees their memory later.")
            .runs(KeyCommands::del);

    static final List<Command> ALL = List.of(COPY, DEL, EXISTS, EXPIRE, EXPIREAT, EXPIRETIME, KEYS, MOVE, OBJECT, PERSIST,
            PEXPIRE,
            PEXPIREAT, PEXPIRETIME, PTTL, RANDOMKEY, RENAME, RENAMENX, SCAN, TOUCH, TTL, TYPE, UNLINK);

    private static final String ADJUST = " Please note that when switching between policies at runtime LRU and LFU data will "
            + "take some time to adjust.";
    private static final CommandException COUNTS_USES = new CommandException(
            "ERR An LFU maxmemory policy is selected, idle time not tracked." + ADJUST);
    private static final CommandException COUNTS_NO_USES = new CommandException(
            "ERR An LFU maxmemory policy is not selected, access frequency not tracked." + ADJUST);
    private static final CommandException SAME_OBJECT = new CommandException("ERR source and destination objects are the same");
    /** What Redis tells of the integers that all values share. */
    private static final int SHARED = Integer.MAX_VALUE;
    private static final long SHARED_INTEGERS = 10_000;
    /** KEYS looks at so many before other threads that wait for the processor, such as event loops, have their turn. */
    private static final int YIELD_AFTER = 1024;

    private KeyCommands() {
    }

    // Keys

    static void del(CommandContext c) {
        int deleted = 0;
        for (int i = 1; i < c.count(); i++) {
            if (c.edit().delete(c.key(i))) {
                c.event(c.key(i), EventClass.GENERIC, "del");
                deleted++;
            }
        }
        c.reply().integer(deleted);
    }

    static void exists(CommandContext c) {
        int found = 0;
        for (int i = 1; i < c.count(); i++) {
            found += c.read().exists(c.key(i)) ? 1 : 0;
        }
        c.reply().integer(found);
    }

    static void touch(CommandContext c) {
        int found = 0;
        for (int i = 1; i < c.count(); i++) {
            found += c.read().touch(c.key(i)) ? 1 : 0;
        }
        c.reply().integer(found);
    }

    static void type(CommandContext c) {
        ValueType type = c.read().type(c.key(1));
        c.reply().simple(type == null ? "none" : type.text());
    }

    private static void rename(CommandContext c, boolean onlyIfAbsent) {
        Key from = c.key(1);
        Key to = c.key(2);
        if (!c.edit().exists(from)) {
            throw CommandException.NO_SUCH_KEY;
        }
        boolean same = from.sameAs(to);
        if (onlyIfAbsent && (same || c.edit().exists(to))) {
            c.reply().integer(0);
            return;
        }
        if (!same) {
            c.edit().rename(from, to);
            c.event(from, EventClass.GENERIC, "rename_from");
            c.event(to, EventClass.GENERIC, "rename_to");
        }
        if (onlyIfAbsent) {
            c.reply().integer(1);
        } else {
            c.reply().ok();
        }
    }

    static void move(CommandContext c) {
        int database = c.database(2);
        if (database == c.keyspace().database()) {
            throw SAME_OBJECT;
        }
        Key key = c.key(1);
        Keyspace target = c.keyspace(database);
        boolean moved = c.edit().move(key, target);
        if (moved) {
            c.event(key, EventClass.GENERIC, "move_from");
            target.notify(key, EventClass.GENERIC, "move_to");
        }
        c.reply().integer(moved ? 1 : 0);
    }

    static void copy(CommandContext c) {
        boolean replace = false;
        int database = c.keyspace().database();
        for (int i = 3; i < c.count(); i++) {
            if (c.is(i, "REPLACE")) {
                replace = true;
            } else if (c.is(i, "DB") && i + 1 < c.count()) {
                database = c.database(++i);
            } else {
                throw CommandException.SYNTAX;
            }
        }
        Key from = c.key(1);
        Key to = c.key(2);
        if (database == c.keyspace().database() && from.sameAs(to)) {
            throw SAME_OBJECT;
        }
        Keyspace target = c.keyspace(database);
        c.read().lookUp(from);
        c.server().maxMemory().require(c.edit().memory(from));
        if (!replace && target.edit().exists(to) || !c.edit().copy(from, to, target)) {
            c.reply().integer(0);
            return;
        }
        target.notify(to, EventClass.GENERIC, "copy_to");
        c.reply().integer(1);
    }

    // Expiry

    private static void expire(CommandContext c, Expiration unit) {
        boolean ifNone = false;
        boolean ifSome = false;
        boolean ifLater = false;
        boolean ifSooner = false;
        for (int i = 3; i < c.count(); i++) {
            if (c.is(i, "NX")) {
                ifNone = true;
            } else if (c.is(i, "XX")) {
                ifSome = true;
            } else if (c.is(i, "GT")) {
                ifLater = true;
            } else if (c.is(i, "LT")) {
                ifSooner = true;
            } else {
                throw new CommandException("ERR Unsupported option " + c.argument(i).latin1());
            }
        }
        if (ifNone && (ifSome || ifLater || ifSooner)) {
            throw new CommandException("ERR NX and XX, GT or LT options at the same time are not compatible");
        }
        if (ifLater && ifSooner) {
            throw new CommandException("ERR GT and LT options at the same time are not compatible");
        }
        long at = unit.instant(c, 2);
        Key key = c.key(1);
        long current = c.edit().expireAt(key);
        boolean never = current == Keyspace.NEVER;
        if (current == Keyspace.MISSING || ifNone && !never || ifSome && never || ifLater && (never || at <= current)
                || ifSooner && !never && at >= current) {
            c.reply().integer(0);
            return;
        }
        if (c.isPast(at)) {
            c.edit().delete(key);
            recordDeletion(c, key);
            c.event(key, EventClass.GENERIC, "del");
        } else {
            c.edit().expireAt(key, at);
            recordExpiry(c, key, at);
            c.event(key, EventClass.GENERIC, "expire");
        }
        c.reply().integer(1);
    }

    /** Tells the log that a key is gone. */
    static void recordDeletion(CommandContext c, Key key) {
        if (c.isLogged()) {
            c.record("DEL", key.copy());
        }
    }

    /** Tells the log when a key expires, or that it does not. */
    static void recordExpiry(CommandContext c, Key key, long at) {
        if (!c.isLogged()) {
            return;
        }
        if (at == Keyspace.NEVER) {
            c.record("PERSIST", key.copy());
        } else {
            c.record("PEXPIREAT", key.copy(), Long.toString(at).getBytes(US_ASCII));
        }
    }

    static void persist(CommandContext c) {
        Key key = c.key(1);
        boolean expires = c.edit().expireAt(key) >= 0;
        if (expires) {
            c.edit().expireAt(key, Keyspace.NEVER);
            c.event(key, EventClass.GENERIC, "persist");
        }
        c.reply().integer(expires ? 1 : 0);
    }

    /** Answers -2 for a key that does not exist, and -1 for one that does not expire. */
    private static void answerExpiry(CommandContext c, boolean millis, boolean absolute) {
        long at = c.read().expireAt(c.key(1));
        if (at == Keyspace.MISSING || at == Keyspace.NEVER) {
            c.reply().integer(at);
            return;
        }
        long told = absolute ? at : at - c.now();
        c.reply().integer(millis ? told : (told + 500) / 1000);
    }

    // All keys

    static void keys(CommandContext c) {
        Bytes glob = new Bytes().show(c.argument(1).copy());
        answerKeys(c, glob.is("*") ? key -> true : key -> Glob.matches(glob, key));
    }

    /** Answers all keys that match, later, from a thread that may take its time. */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on it: others are only to have their turn sooner.
    static void answerKeys(CommandContext c, Predicate<Bytes> pattern) {
        KeyspaceWalk walk = c.keyspace().walk();
        c.replyLater((reply, cancelled) -> {
            List<byte[]> found = new ArrayList<>();
            int[] seen = { 0 };
            walk.forEach(key -> {
                if (pattern.test(key)) {
                    found.add(key.copy());
                }
                if (++seen[0] % YIELD_AFTER == 0) {
                    Thread.yield();
                }
                return !cancelled.getAsBoolean();
            });
            answerAll(reply, found);
        });
    }

    static void answerAll(ReplyWriter reply, List<byte[]> values) {
        reply.array(values.size());
        for (byte[] value : values) {
            reply.bulk(value);
        }
    }

    static void randomkey(CommandContext c) {
        byte[] key = c.keyspace().walk().randomKey(c.random()::nextInt);
        if (key == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(key);
        }
    }

    static void scan(CommandContext c) {
        ScanOptions options = ScanOptions.parse(c, 1, true);
        KeyspaceWalk walk = c.keyspace().walk();
        c.replyWith(options.count(), (reply, cancelled) -> scan(reply, walk, options));
    }

    private static void scan(ReplyWriter reply, KeyspaceWalk walk, ScanOptions options) {
        List<byte[]> found = new ArrayList<>();
        long next = 0;
        if (options.isTypeKnown()) {
            next = walk.scan(options.cursor(), options.count(), options.type(), key -> {
                if (options.matches(key)) {
                    found.add(key.copy());
                }
                return true;
            });
        }
        reply.array(2);
        reply.bulk(Long.toUnsignedString(next));
        answerAll(reply, found);
    }

    // OBJECT

    private static void objectEncoding(CommandContext c) {
        c.read().lookUpQuietly(c.key(2));
        String encoding = c.keyspace().encodingUnnoticed(c.key(2));
        if (encoding == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(encoding);
        }
    }

    private static void objectIdletime(CommandContext c) {
        c.read().lookUpQuietly(c.key(2));
        long seconds = c.keyspace().usage().idleSeconds(c.key(2));
        if (seconds < 0) {
            c.reply().nil();
        } else if (c.keyspace().usage().isCounted()) {
            throw COUNTS_USES;
        } else {
            c.reply().integer(seconds);
        }
    }

    private static void objectFreq(CommandContext c) {
        c.read().lookUpQuietly(c.key(2));
        int frequency = c.keyspace().usage().frequency(c.key(2));
        if (frequency < 0) {
            c.reply().nil();
        } else if (!c.keyspace().usage().isCounted()) {
            throw COUNTS_NO_USES;
        } else {
            c.reply().integer(frequency);
        }
    }

    private static void objectRefcount(CommandContext c) {
        c.read().lookUpQuietly(c.key(2));
        String encoding = c.keyspace().encodingUnnoticed(c.key(2));
        if (encoding == null) {
            c.reply().nil();
            return;
        }
        long number = encoding.equals("int") ? Decimal.parseLong(c.edit().string(c.key(2))) : -1;
        c.reply().integer(number >= 0 && number < SHARED_INTEGERS ? SHARED : 1);
    }

    /** The name of a type as clients write it. */
    static String typeName(Bytes text) {
        return text.latin1().toLowerCase(Locale.ROOT);
    }
}
