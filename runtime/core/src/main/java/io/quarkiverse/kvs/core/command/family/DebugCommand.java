package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** The command DEBUG, allowed where the configuration says so: for tests, of clients and of this server. */
final class DebugCommand {

    static final Command DEBUG = command("DEBUG", "")
            .in(Group.SERVER).since("1.0.0").complexity("Depends on the subcommand.")
            .arity(-2).flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .lockedArgument((request, keys) -> {
                // The keys of OBJECT and DIGEST-VALUE. Where an argument is something else, nothing is lost by locking it.
                for (int i = 2; i < request.count(); i++) {
                    keys.accept(i, List.of());
                }
                return true;
            })
            .locksAll(c -> c.is(1, "RELOAD") && !isThroughFiles(c) || c.is(1, "DIGEST") || c.is(1, "POPULATE"))
            .recordedByItself()
            .summary("Helps to find mistakes, in the server and in tests.")
            .runs(DebugCommand::run);

    private static final String[] HELP = {
            "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "CHANGE-REPL-ID",
            "    Gives the stream that replicas follow another name, so that they need a copy of all data.",
            "DIGEST [FULL]",
            "    Tells whether the data is still the same: answers a number that depends on nothing else. FULL also looks at what",
            "    Redis leaves out, such as the groups of streams.",
            "DIGEST-VALUE <key> [<key> ...]",
            "    The same for the values of keys.",
            "ERROR <text>",
            "    Answers an error.",
            "HTSTATS <dbid>",
            "    Tells of the tables of a database.",
            "LISTPACK <key>",
            "    Tells whether a value is stored in one piece.",
            "LOG <text>, LEAK <text>, REPLYBUFFER <what> <value>, AOF-FLUSH-SLEEP <micros>,",
            "PAUSE-CRON <0|1>, SET-DISABLE-DENY-SCRIPTS <0|1>, SET-SKIP-CHECKSUM-VALIDATION <0|1>",
            "    Do nothing; tests call them.",
            "OBJECT <key>",
            "    Tells how a value is stored.",
            "POPULATE <count> [<prefix>] [<size>]",
            "    Adds so many strings, key:0 and so on or with another prefix, of so many bytes.",
            "PROTOCOL <type>",
            "    Answers something of a type of RESP: string, integer, double, null, array, set, map, attrib, push, verbatim, true, "
                    + "false, bignum.",
            "QUICKLIST-PACKED-THRESHOLD <size>",
            "    Does nothing; tests of lists call it.",
            "LOADAOF",
            "    Takes all data from the append-only file again.",
            "RELOAD [NOSAVE] [NOFLUSH] [MERGE]",
            "    Saves all data and takes it from the file again; where none are kept, dumps and restores every value instead.",
            "SET-ACTIVE-EXPIRE <0|1>",
            "    Chooses whether expired keys are removed though no command asks for them.",
            "SDSLEN <key>",
            "    Tells the lengths of a key and its string.",
            "STRINGMATCH-LEN <length> <pattern>",
            "    Tells whether a string of so many letters x matches a pattern.",
            "STRINGMATCH-TEST",
            "    Matches any bytes with any patterns.",
            "SLEEP <seconds>",
            "    Lets this client wait.",
            "HELP",
            "    Explains the subcommands." };

    /** What sets something of Redis's own workings that is not here. */
    private static final List<String> IGNORED = List.of("PAUSE-CRON", "SET-DISABLE-DENY-SCRIPTS",
            "SET-SKIP-CHECKSUM-VALIDATION", "AOF-FLUSH-SLEEP", "LEAK");
    private static final int MATCHED = 32;
    private static final int MATCHES = 1000;
    /** The digits of the longest number behind a prefix, and the colon. */
    private static final int MAX_NUMBER = 20;

    private DebugCommand() {
    }

    static void run(CommandContext c) {
        if (!c.server().settings().isDebugEnabled()) {
            throw new CommandException(
                    "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can "
                            + "run it from a local connection, otherwise you need to set this option in the configuration file, and then "
                            + "restart the server.");
        }
        if (c.is(1, "SLEEP") && c.count() == 3) {
            sleep(c);
        } else if (c.is(1, "OBJECT") && c.count() == 3) {
            object(c);
        } else if (c.is(1, "RELOAD")) {
            reload(c);
        } else if (c.is(1, "LOADAOF") && c.count() == 2) {
            reloadAppendOnly(c);
        } else if (c.is(1, "DIGEST") && (c.count() == 2 || c.count() == 3 && c.is(2, "FULL"))) {
            digest(c);
        } else if (c.is(1, "DIGEST-VALUE")) {
            digestValues(c);
        } else if (c.is(1, "SET-ACTIVE-EXPIRE") && c.count() == 3) {
            c.server().activeExpiry(c.integer(2) != 0);
            c.reply().ok();
        } else if (c.is(1, "QUICKLIST-PACKED-THRESHOLD") && c.count() == 3) {
            // The size from which on an element is alone in its node is list-max-listpack-size here.
            c.reply().ok();
        } else if (c.is(1, "POPULATE") && c.count() >= 3 && c.count() <= 5) {
            populate(c);
        } else if (c.is(1, "ERROR") && c.count() == 3) {
            c.reply().error(c.argument(2).latin1());
        } else if (c.is(1, "CHANGE-REPL-ID") && c.count() == 2) {
            c.server().replicas().rename();
            c.reply().ok();
        } else if (c.is(1, "HTSTATS") && c.count() >= 3) {
            tables(c);
        } else if (c.is(1, "LISTPACK") && c.count() == 3) {
            listpack(c);
        } else if (c.is(1, "SDSLEN") && c.count() == 3) {
            lengths(c);
        } else if (c.is(1, "STRINGMATCH-LEN") && c.count() == 4) {
            match(c);
        } else if (c.is(1, "STRINGMATCH-TEST") && c.count() == 2) {
            matchAnything(c);
        } else if (c.is(1, "LOG") && c.count() == 3 || IGNORED.stream().anyMatch(name -> c.is(1, name)) && c.count() == 3
                || c.is(1, "REPLYBUFFER") && c.count() == 4) {
            c.reply().ok();
        } else if (c.is(1, "PROTOCOL") && c.count() == 3) {
            protocol(c);
        } else if (c.is(1, "HELP") && c.count() == 2) {
            c.reply().array(HELP.length);
            for (String line : HELP) {
                c.reply().simple(line);
            }
        } else {
            throw c.wrongSubcommand();
        }
    }

    /** Adds keys that are not there yet: {@code key:0} and so on, with the values {@code value:0} and so on. */
    private static void populate(CommandContext c) {
        CommandException outOfRange = new CommandException("ERR value is out of range, must be positive");
        long count = positive(c, 2, outOfRange);
        String prefix = c.count() > 3 ? c.argument(3).latin1() : "key";
        long size = c.count() > 4 ? positive(c, 4, outOfRange) : 0;
        if (size > c.server().settings().limits().value()
                || prefix.length() > c.server().settings().limits().key() - MAX_NUMBER) {
            throw outOfRange;
        }
        Key key = new Key();
        for (long i = 0; i < count; i++) {
            byte[] name = (prefix + ":" + i).getBytes(ISO_8859_1);
            if (c.edit().exists(key.show(name))) {
                continue;
            }
            if (c.server().maxMemory().isExceeded()) {
                throw new CommandException(MaxMemory.ERROR);
            }
            byte[] value = ("value:" + i).getBytes(ISO_8859_1);
            if (size > 0) {
                value = Arrays.copyOf(value, (int) size);
            }
            c.edit().setString(key, new Bytes().show(value));
            if (c.isLogged()) {
                c.record("SET", name, value);
            }
        }
        c.reply().ok();
    }

    private static void tables(CommandContext c) {
        KeyspaceWalk walk = c.keyspace(c.database(2)).walk();
        if (walk.size() == 0) {
            c.reply().verbatim(
                    "[Dictionary HT]\nHash table 0 stats (main hash table):\nNo stats available for empty dictionaries\n"
                            + "[Expires HT]\nHash table 0 stats (main hash table):\nNo stats available for empty dictionaries\n");
            return;
        }
        c.reply().verbatim("[Dictionary HT]\nHash table 0 stats (main hash table):\n table size: " + walk.slots()
                + "\n number of elements: " + walk.size() + "\n[Expires HT]\nMarks in the same tables:\n number of elements: "
                + walk.expiring() + "\n");
    }

    private static void listpack(CommandContext c) {
        String encoding = c.keyspace().encodingUnnoticed(c.key(2));
        if (encoding == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        if (!encoding.equals("listpack")) {
            throw new CommandException("ERR Not a listpack encoded object.");
        }
        c.reply().simple("Listpack structure printed on stdout");
    }

    /** Strings have exactly the room that they need here. */
    private static void lengths(CommandContext c) {
        if (c.edit().type(c.key(2)) == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        if (c.edit().type(c.key(2)) != ValueType.STRING || c.keyspace().encodingUnnoticed(c.key(2)).equals("int")) {
            throw new CommandException("ERR Not an sds encoded string.");
        }
        int key = c.key(2).length();
        int value = c.edit().string(c.key(2)).length();
        c.reply().simple("key_sds_len:" + key + ", key_sds_avail:0, key_zmalloc: " + key + ", val_sds_len:" + value
                + ", val_sds_avail:0, val_zmalloc: " + value);
    }

    /** Whether a string of so many letters matches a pattern: tests see how long that takes. */
    private static void match(CommandContext c) {
        long length = c.integer(2);
        if (length < 0 || length > c.server().settings().limits().key()) {
            throw new CommandException("ERR value is out of range");
        }
        byte[] text = new byte[(int) length];
        Arrays.fill(text, (byte) 'x');
        c.reply().integer(Glob.matches(c.argument(3), new Bytes().show(text)) ? 1 : 0);
    }

    /** Matches any bytes with any patterns, to see whether that ends. */
    private static void matchAnything(CommandContext c) {
        byte[] letters = "ab*?[^-]\\".getBytes(ISO_8859_1);
        byte[] pattern = new byte[MATCHED];
        byte[] text = new byte[MATCHED];
        for (int i = 0; i < MATCHES; i++) {
            for (int at = 0; at < MATCHED; at++) {
                pattern[at] = letters[c.random().nextInt(letters.length)];
                text[at] = letters[c.random().nextInt(letters.length)];
            }
            Glob.matches(new Bytes().show(pattern), new Bytes().show(text));
        }
        c.reply().simple("Apparently Redis did not crash: test passed");
    }

    private static long positive(CommandContext c, int argument, CommandException outOfRange) {
        long number = c.integer(argument, outOfRange);
        if (number < 0) {
            throw outOfRange;
        }
        return number;
    }

    private static void sleep(CommandContext c) {
        double seconds;
        try {
            seconds = Double.parseDouble(c.argument(2).latin1());
        } catch (NumberFormatException e) {
            throw CommandException.NOT_FLOAT;
        }
        c.replyAfter((long) (Math.max(0, seconds) * 1000), writer -> writer.ok());
    }

    /** In a transaction, everything is locked, so that nothing can be loaded. */
    private static boolean isThroughFiles(CommandContext c) {
        return c.server().settings().persistence().load && !c.isExecuting();
    }

    private static void reloadAppendOnly(CommandContext c) {
        if (!isThroughFiles(c)) {
            throw new CommandException("ERR DEBUG LOADAOF needs files that the data is kept in, and no transaction");
        }
        waitForDisk(c, c.server().persistence()::reloadAppendOnly,
                "ERR Error trying to load the AOF files, check server logs.");
    }

    @FunctionalInterface
    private interface Loading {
        void run() throws IOException;
    }

    /** On a thread that may wait. */
    private static void waitForDisk(CommandContext c, Loading loading, String error) {
        c.replyLater((reply, cancelled) -> {
            try {
                loading.run();
                reply.ok();
            } catch (IOException e) {
                reply.error(error);
            }
        });
    }

    private static void reload(CommandContext c) {
        boolean save = true;
        boolean flush = true;
        boolean merge = false;
        for (int i = 2; i < c.count(); i++) {
            if (c.is(i, "MERGE")) {
                merge = true;
            } else if (c.is(i, "NOFLUSH")) {
                flush = false;
            } else if (c.is(i, "NOSAVE")) {
                save = false;
            } else {
                throw new CommandException("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
            }
        }
        if (isThroughFiles(c)) {
            boolean saving = save;
            boolean flushing = flush;
            boolean merging = merge;
            waitForDisk(c, () -> c.server().persistence().reload(saving, flushing, merging),
                    "ERR Error trying to load the RDB dump, check server logs.");
            return;
        }
        for (int database = 0; database < c.databases().count(); database++) {
            Keyspace keyspace = c.keyspace(database);
            List<byte[]> keys = new ArrayList<>();
            keyspace.walk().forEach(key -> keys.add(key.copy()));
            for (byte[] name : keys) {
                Key key = new Key().show(name);
                Bytes payload = DumpPayload.of(keyspace.valueUnnoticed(key), c.compressor());
                keyspace.edit().put(key, DumpCommands.read(c, payload), keyspace.edit().expireAt(key));
            }
        }
        c.reply().ok();
    }

    private static void digest(CommandContext c) {
        boolean full = c.count() == 3;
        DataDigest everything = new DataDigest();
        RedisDigest asRedis = new RedisDigest();
        int databases = full ? c.server().store().databases() : c.databases().count();
        for (int database = 0; database < databases; database++) {
            if (full) {
                everything.add(c.keyspace(database));
            } else {
                asRedis.add(c.keyspace(database));
            }
        }
        c.reply().simple(full ? everything.toString() : asRedis.toString());
    }

    private static void digestValues(CommandContext c) {
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            RedisDigest digest = new RedisDigest();
            digest.addValue(c.keyspace(), c.key(i));
            c.reply().simple(digest.toString());
        }
    }

    private static void object(CommandContext c) {
        Key key = c.key(2);
        Keyspace keyspace = c.keyspace();
        String encoding = keyspace.encodingUnnoticed(key);
        if (encoding == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        long length = keyspace.edit().type(key) == ValueType.STRING ? keyspace.edit().string(key).length()
                : keyspace.edit().memory(key);
        c.reply()
                .simple("Value at:0x0 refcount:1 encoding:" + encoding + " serializedlength:" + length
                        + " lru:0 lru_seconds_idle:"
                        + keyspace.usage().idleSeconds(key));
    }

    private static void protocol(CommandContext c) {
        ReplyWriter reply = c.reply();
        switch (c.argument(2).latin1().toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.number(3.141);
            case "null" -> reply.nil();
            case "array" -> {
                reply.array(3);
                integers(reply);
            }
            case "set" -> {
                reply.set(3);
                integers(reply);
            }
            case "map" -> {
                reply.map(3);
                for (int i = 0; i < 3; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> {
                if (reply.dialect() == Dialect.RESP3) {
                    reply.attribute(1);
                    reply.bulk("key-popularity");
                    reply.array(2);
                    reply.bulk("key:123");
                    reply.integer(90);
                }
                reply.bulk("Some real reply following the attribute");
            }
            case "push" -> {
                if (reply.dialect() != Dialect.RESP3) {
                    throw new CommandException("ERR RESP2 is not supported by this command");
                }
                reply.push(2);
                reply.bulk("server-cpu-usage");
                reply.integer(42);
                reply.bulk("Some real reply following the push reply");
            }
            case "verbatim" -> reply.verbatim("This is a verbatim\nstring");
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            default -> throw new CommandException(
                    "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|"
                            + "attrib|push|verbatim|true|false");
        }
    }

    private static void integers(ReplyWriter reply) {
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }
}
