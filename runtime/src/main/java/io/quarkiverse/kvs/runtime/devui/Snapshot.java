package io.quarkiverse.kvs.runtime.devui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.command.persistence.PersistenceStatus;

/**
 * What INFO tells at an instant. Counters are those of the server's whole life: two snapshots tell what was done between them.
 *
 * @param at milliseconds since 1970
 * @param port where the server listens; 0 or less if it does not
 * @param uptime seconds
 * @param micros how long all commands together took
 * @param usedMemory bytes that the data and the clients take
 * @param maxMemory how many they may be: the bound that is set, or else all of the heap
 * @param files what becomes of the files in which data is kept; null if it is not kept
 * @param member what this server is among several with the same data; null if it is alone
 * @param commands the commands that were called most, first the one that was called most often
 */
public record Snapshot(long at, long port, long uptime, long clients, long blocked, long calls, long micros, long hits,
        long misses,
        long expired, long evicted, long errors, long bytesIn, long bytesOut, long usedMemory, long maxMemory, long keys,
        Files files, Member member, List<Called> commands) {

    private static final int MOST_CALLED = 10;

    /** What was counted of a command. */
    public record Called(String name, long calls, double microsPerCall, long failed) {
    }

    /**
     * What becomes of the files. Instants are in milliseconds since 1970, and -1 where there is none.
     *
     * @param loaded how much of them has been loaded, in percents
     * @param appendOnly whether there is an append-only file
     * @param size its bytes
     * @param waiting bytes of changes that are not on the disk yet
     * @param syncedAt when it was synced
     * @param syncMicros how long that took
     * @param delayedSyncs how many syncs took longer than a second
     * @param rewrittenAt when it was rewritten
     * @param savedAt when the last snapshot was made, or the server was started
     * @param changes how many changes there were since
     * @param failure why data is not kept at the moment; null if it is
     */
    public record Files(double loaded, boolean appendOnly, long size, long waiting, long syncedAt, long syncMicros,
            long delayedSyncs, long rewrittenAt, long savedAt, long changes, String failure) {

        static Files of(PersistenceStatus status, String failure) {
            return new Files(100 * status.loadedShare(), status.appendOnly(), status.currentSize(), status.bufferLength(),
                    status.lastSyncAt(), status.lastSyncNanos() / 1000, status.delayedSyncs(), millis(status.lastRewriteAt()),
                    millis(status.lastSaveAt()), status.changesSinceSave(), failure);
        }

        private static long millis(long seconds) {
            return seconds < 0 ? -1 : seconds * 1000;
        }
    }

    /**
     * One of several servers with the same data.
     *
     * @param leader the name of the one that leads; empty if none does
     * @param place in their log, of the last entry that was done here
     * @param members how many they are
     */
    public record Member(String name, String leader, boolean leading, long place, long members) {

        static Member of(Map<String, String> is) {
            return !is.containsKey("group_member") ? null
                    : new Member(is.get("group_member"), is.getOrDefault("group_leader", ""), "master".equals(is.get("role")),
                            number(is, "master_repl_offset"), number(is, "group_size"));
        }
    }

    /**
     * @param info the reply to INFO EVERYTHING
     * @param files null if data is not kept
     */
    static Snapshot parse(long at, String info, Files files) {
        Map<String, String> is = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                is.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        List<Called> commands = new ArrayList<>();
        long micros = 0;
        long keys = 0;
        for (Map.Entry<String, String> line : is.entrySet()) {
            if (line.getKey().startsWith("cmdstat_")) {
                Map<String, String> counted = parts(line.getValue());
                micros += number(counted, "usec");
                commands.add(new Called(line.getKey().substring("cmdstat_".length()).replace('|', ' '),
                        number(counted, "calls"), Double.parseDouble(counted.get("usec_per_call")),
                        number(counted, "failed_calls") + number(counted, "rejected_calls")));
            } else if (line.getKey().matches("db[0-9]+")) {
                keys += number(parts(line.getValue()), "keys");
            }
        }
        commands.sort(Comparator.comparingLong(Called::calls).reversed().thenComparing(Called::name));
        return new Snapshot(at, number(is, "tcp_port"), number(is, "uptime_in_seconds"), number(is, "connected_clients"),
                number(is, "blocked_clients"),
                number(is, "total_commands_processed"), micros, number(is, "keyspace_hits"), number(is, "keyspace_misses"),
                number(is, "expired_keys"), number(is, "evicted_keys"), number(is, "total_error_replies"),
                number(is, "total_net_input_bytes"), number(is, "total_net_output_bytes"), number(is, "used_memory"),
                maxMemory(is), keys, files, Member.of(is),
                List.copyOf(commands.subList(0, Math.min(MOST_CALLED, commands.size()))));
    }

    /** What there may be at most: of what the server holds, or of everything in this process. */
    private static long maxMemory(Map<String, String> is) {
        long bound = number(is, "maxmemory");
        return bound > 0 ? bound : number(is, "jvm_heap_max");
    }

    /** Those of {@code calls=1,usec=2}. */
    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",")) {
            int sign = part.indexOf('=');
            parts.put(part.substring(0, sign), part.substring(sign + 1));
        }
        return parts;
    }

    private static long number(Map<String, String> is, String name) {
        return Long.parseLong(is.get(name));
    }
}
