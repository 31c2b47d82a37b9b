package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;

/** Subcommands of DEBUG about all data: they fill, save, load and count it. */
final class DebugData {

    /** The digits of the longest number behind a prefix, and the colon. */
    private static final int MAX_NUMBER = 20;

    private DebugData() {
    }

    /** Adds keys that are not there yet: {@code key:0} and so on, with the values {@code value:0} and so on. */
    static void populate(CommandContext c) {
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

    private static long positive(CommandContext c, int argument, CommandException outOfRange) {
        long number = c.integer(argument, outOfRange);
        if (number < 0) {
            throw outOfRange;
        }
        return number;
    }

    static void tables(CommandContext c) {
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

    /** In a transaction, everything is locked, so that nothing can be loaded. */
    static boolean isThroughFiles(CommandContext c) {
        return c.server().settings().persistence().load && !c.isExecuting();
    }

    static void reloadAppendOnly(CommandContext c) {
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

    static void reload(CommandContext c) {
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

    static void digest(CommandContext c) {
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

    static void digestValues(CommandContext c) {
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            RedisDigest digest = new RedisDigest();
            digest.addValue(c.keyspace(), c.key(i));
            c.reply().simple(digest.toString());
        }
    }
}
