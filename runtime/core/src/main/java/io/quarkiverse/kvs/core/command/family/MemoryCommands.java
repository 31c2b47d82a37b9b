package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;

/** The command MEMORY: what takes how much of it. */
final class MemoryCommands {

    static final Command MEMORY = command("MEMORY", "")
            .in(Group.SERVER).since("4.0.0").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Shows what memory is used for.")
            .contains(
                    command("DOCTOR", "").of("MEMORY")
                            .in(Group.SERVER).since("4.0.0").complexity("O(1)")
                            .arity(2).tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                            .summary("Reports problems with memory.")
                            .runs(MemoryCommands::doctor),
                    command("HELP", "").of("MEMORY")
                            .in(Group.SERVER).since("4.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("MALLOC-STATS", "").of("MEMORY")
                            .in(Group.SERVER).since("4.0.0").complexity("O(1)")
                            .arity(2).tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                            .summary("Returns a note: the JVM allocates the memory.")
                            .runs(c -> c.reply().bulk("Stats not supported for the current allocator")),
                    command("PURGE", "").of("MEMORY")
                            .in(Group.SERVER).since("4.0.0").complexity("O(1)")
                            .arity(2).tips("request_policy:all_shards", "response_policy:all_succeeded")
                            .summary("Has no effect: the garbage collector frees memory.")
                            .runs(c -> c.reply().ok()),
                    command("STATS", "").of("MEMORY")
                            .in(Group.SERVER).since("4.0.0").complexity("O(1)")
                            .arity(2).tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                            .summary("Returns what memory is used for.")
                            .runs(MemoryCommands::stats),
                    command("USAGE", "key [SAMPLES count]").of("MEMORY")
                            .in(Group.SERVER).since("4.0.0").complexity("O(1): no samples are needed")
                            .arity(-3).flags(READONLY).key(at(2, "RO"))
                            .summary("Returns how many bytes of memory a key takes, with its value.")
                            .runs(MemoryCommands::usage));

    /** Less than this is not worth a diagnosis, as in Redis. */
    private static final long LITTLE = 5 * 1024 * 1024;
    private static final double MUCH_LESS_THAN_PEAK = 1.5;
    private static final long MUCH_FOR_A_CLIENT = 200 * 1024;
    private static final int PERCENT = 100;

    private MemoryCommands() {
    }

    private static void usage(CommandContext c) {
        for (int i = 3; i < c.count(); i += 2) {
            if (!c.is(i, "SAMPLES") || i + 1 == c.count()) {
                throw CommandException.SYNTAX;
            }
            if (c.integer(i + 1) < 0) {
                throw CommandException.SYNTAX;
            }
        }
        long bytes = c.edit().memory(c.key(2));
        if (bytes < 0) {
            c.reply().nil();
        } else {
            c.reply().integer(bytes);
        }
    }

    private static void stats(CommandContext c) {
        ServerState server = c.server();
        MaxMemory memory = server.maxMemory();
        Runtime jvm = Runtime.getRuntime();
        long used = memory.used();
        long peak = memory.peak();
        long overhead = memory.overhead();
        long keys = 0;
        int databases = 0;
        for (int i = 0; i < c.databases().count(); i++) {
            long size = c.keyspace(i).walk().size();
            keys += size;
            databases += size > 0 ? 1 : 0;
        }
        ReplyWriter reply = c.reply();
        reply.map(27 + databases);
        add(reply, "peak.allocated", peak);
        add(reply, "total.allocated", used);
        add(reply, "startup.allocated", 0);
        add(reply, "replication.backlog", 0);
        add(reply, "clients.slaves", 0);
        add(reply, "clients.normal", c.server().clients().memory().total());
        add(reply, "cluster.links", 0);
        add(reply, "aof.buffer", 0);
        add(reply, "lua.caches", 0);
        add(reply, "functions.caches", 0);
        int written = 0;
        for (int i = 0; i < c.databases().count(); i++) {
            KeyspaceWalk walk = c.keyspace(i).walk();
            // As many as announced, although clients come and go meanwhile.
            if (walk.size() > 0 && written < databases) {
                written++;
                addDatabase(reply, i, walk);
            }
        }
        while (written++ < databases) {
            addDatabase(reply, c.keyspace().database(), c.keyspace().walk());
        }
        add(reply, "overhead.total", overhead);
        add(reply, "keys.count", keys);
        add(reply, "keys.bytes-per-key", keys == 0 ? 0 : used / keys);
        add(reply, "dataset.bytes", used - overhead);
        add(reply, "dataset.percentage", percents(used - overhead, used));
        add(reply, "peak.percentage", percents(used, peak));
        add(reply, "allocator.allocated", jvm.totalMemory() - jvm.freeMemory());
        add(reply, "allocator.active", jvm.totalMemory());
        add(reply, "allocator.resident", jvm.totalMemory());
        // Beyond what the collector has given out, and beyond the heap, nothing is known.
        long inUse = jvm.totalMemory() - jvm.freeMemory();
        add(reply, "allocator-fragmentation.ratio", (double) jvm.totalMemory() / Math.max(1, inUse));
        add(reply, "allocator-fragmentation.bytes", jvm.totalMemory() - inUse);
        add(reply, "allocator-rss.ratio", 1.0);
        add(reply, "allocator-rss.bytes", 0);
        add(reply, "rss-overhead.ratio", 1.0);
        add(reply, "rss-overhead.bytes", 0);
        add(reply, "fragmentation", 1.0);
        add(reply, "fragmentation.bytes", 0);
    }

    private static void addDatabase(ReplyWriter reply, int number, KeyspaceWalk walk) {
        reply.bulk("db." + number);
        reply.map(3);
        add(reply, "overhead.hashtable.main", walk.tableMemory());
        // Times to live are in the entries.
        add(reply, "overhead.hashtable.expires", 0);
        add(reply, "overhead.hashtable.slot-to-keys", 0);
    }

    private static void add(ReplyWriter reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void add(ReplyWriter reply, String name, double value) {
        reply.bulk(name);
        reply.number(value);
    }

    static double percents(long part, long whole) {
        return whole == 0 ? 0 : (double) part * PERCENT / whole;
    }

    /** In Redis's words, as far as they apply. */
    private static void doctor(CommandContext c) {
        MaxMemory memory = c.server().maxMemory();
        long used = memory.used();
        int clients = Math.max(1, c.server().clients().open().size());
        boolean pastPeak = memory.peak() > used * MUCH_LESS_THAN_PEAK;
        boolean largeClients = c.server().clients().memory().total() / clients > MUCH_FOR_A_CLIENT;
        StringBuilder report = new StringBuilder();
        if (used < LITTLE) {
            report.append("Hi Sam, this instance is empty or is using very little memory, my issues detector can't be used in "
                    + "these conditions. Please, leave for your mission on Earth and fill it with some data. The new Sam and I "
                    + "will be back to our programming as soon as I finished rebooting.\n");
        } else if (!pastPeak && !largeClients) {
            report.append("Hi Sam, I can't find any memory issue in your instance. I can only account for what occurs on this "
                    + "base.\n");
        } else {
            report.append("Sam, I detected a few issues in this Redis instance memory implants:\n\n");
            if (pastPeak) {
                report.append(" * Peak memory: In the past this instance used more than 150% the memory that is currently "
                        + "using. The garbage collector gives it back when the heap needs it.\n\n");
            }
            if (largeClients) {
                report.append(" * Big client buffers: The clients output buffers in this instance are greater than 200K per "
                        + "client (on average). Please use the CLIENT LIST command in order to investigate the issue.\n\n");
            }
            report.append("I'm here to keep you safe, Sam. I want to help you.\n");
        }
        c.reply().verbatim(report.toString());
    }
}
