package io.quarkiverse.kvs.core.command.family;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.persistence.PersistenceStatus;
import io.quarkiverse.kvs.core.command.replication.MasterLink;
import io.quarkiverse.kvs.core.command.replication.Replica;
import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.replication.Replicas;
import io.quarkiverse.kvs.core.command.server.LatencyHistogram;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.Percentiles;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.command.server.Statistics;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;

/** The command INFO: everything the server knows about itself, in Redis's sections and under Redis's names. */
final class ServerInfo {

    /** The version of Redis whose behaviour is followed. */
    static final String VERSION = version();

    private static final int UNIT = 1024;
    /** Redis's clock of uses has 24 bits. */
    private static final long LRU_CLOCK_MASK = (1 << 24) - 1;
    private static final String UNITS = "KMGTP";

    private static final Map<String, BiConsumer<Section, CommandContext>> SECTIONS = new LinkedHashMap<>();
    /** What INFO does not tell unless it is asked for. */
    private static final Set<String> ON_REQUEST = Set.of("commandstats", "latencystats");

    /** Of stats, what Redis counts and what never happens here: tools expect the fields. */
    private static final List<String> NEVER = List.of("total_forks", "latest_fork_usec", "migrate_cached_sockets",
            "active_defrag_hits", "active_defrag_misses", "active_defrag_key_hits", "active_defrag_key_misses",
            "total_active_defrag_time", "current_active_defrag_time", "unexpected_error_replies",
            "io_threaded_reads_processed", "io_threaded_writes_processed", "reply_buffer_shrinks", "reply_buffer_expands");

    static {
        SECTIONS.put("server", ServerInfo::server);
        SECTIONS.put("clients", ServerInfo::clients);
        SECTIONS.put("memory", ServerInfo::memory);
        SECTIONS.put("persistence", ServerInfo::persistence);
        SECTIONS.put("stats", ServerInfo::stats);
        SECTIONS.put("replication", ServerInfo::replication);
        SECTIONS.put("cpu", ServerInfo::cpu);
        SECTIONS.put("modules", (section, c) -> {
        });
        SECTIONS.put("commandstats", ServerInfo::commandstats);
        SECTIONS.put("errorstats", ServerInfo::errorstats);
        SECTIONS.put("latencystats", ServerInfo::latencystats);
        SECTIONS.put("cluster", (section, c) -> section.add("cluster_enabled", c.server().group() == null ? 0 : 1));
        SECTIONS.put("keyspace", ServerInfo::keyspace);
    }

    private ServerInfo() {
    }

    /** The lines of one section. */
    private static final class Section {

        private final StringBuilder text;

        Section(StringBuilder text, String name) {
            this.text = text;
            if (!text.isEmpty()) {
                text.append("\r\n");
            }
            text.append("# ").append(name.substring(0, 1).toUpperCase(Locale.ROOT)).append(name.substring(1)).append("\r\n");
        }

        Section add(String name, Object value) {
            text.append(name).append(':').append(value).append("\r\n");
            return this;
        }
    }

    static void answer(CommandContext c) {
        Set<String> wanted = new LinkedHashSet<>();
        if (c.count() == 1) {
            addDefault(wanted);
        }
        for (int i = 1; i < c.count(); i++) {
            String name = c.argument(i).latin1().toLowerCase(Locale.ROOT);
            switch (name) {
                case "default" -> addDefault(wanted);
                case "all", "everything" -> wanted.addAll(SECTIONS.keySet());
                default -> wanted.add(name);
            }
        }
        StringBuilder text = new StringBuilder();
        SECTIONS.forEach((name, writer) -> {
            if (wanted.contains(name)) {
                writer.accept(new Section(text, name.equals("cpu") ? "CPU" : name), c);
            }
        });
        c.reply().verbatim(text.toString());
    }

    private static void addDefault(Set<String> wanted) {
        SECTIONS.keySet().stream().filter(name -> !ON_REQUEST.contains(name)).forEach(wanted::add);
    }

    private static void server(Section section, CommandContext c) {
        ServerState server = c.server();
        long uptime = (c.now() - server.time().startedAt()) / 1000;
        section.add("redis_version", server.settings().redisVersion())
                .add("redis_git_sha1", "00000000")
                .add("redis_git_dirty", 0)
                .add("redis_build_id", 0)
                .add("redis_mode", "standalone")
                .add("kvs_name", "Quarkus KVS")
                .add("kvs_version", VERSION)
                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"))
                .add("arch_bits", 64)
                .add("java_version", System.getProperty("java.version"))
                .add("process_supervised", "no")
                .add("process_id", ProcessHandle.current().pid())
                .add("run_id", server.runId())
                .add("tcp_port", server.control().port())
                .add("server_time_usec", c.now() * 1000)
                .add("uptime_in_seconds", uptime)
                .add("uptime_in_days", uptime / 86_400)
                .add("hz", 10)
                .add("configured_hz", 10)
                .add("lru_clock", c.now() / 1000 & LRU_CLOCK_MASK)
                .add("executable", "")
                .add("config_file", "")
                .add("io_threads_active", 0);
    }

    private static void clients(Section section, CommandContext c) {
        ServerState server = c.server();
        section.add("connected_clients", server.clients().open().size())
                .add("cluster_connections", 0)
                .add("maxclients", server.settings().maxClients())
                .add("blocked_clients", server.clients().blocked())
                .add("tracking_clients", server.clients().tracking().clients())
                .add("clients_in_timeout_table", 0);
    }

    private static void memory(Section section, CommandContext c) {
        Runtime jvm = Runtime.getRuntime();
        MaxMemory memory = c.server().maxMemory();
        Settings settings = c.server().settings();
        long used = memory.used();
        long peak = memory.peak();
        long overhead = memory.overhead();
        long scripts = c.server().scripts().memory();
        long functions = c.server().functions().memory();
        long inUse = jvm.totalMemory() - jvm.freeMemory();
        section.add("used_memory", used)
                .add("used_memory_human", human(used))
                .add("used_memory_rss", jvm.totalMemory())
                .add("used_memory_rss_human", human(jvm.totalMemory()))
                .add("used_memory_peak", peak)
                .add("used_memory_peak_human", human(peak))
                .add("used_memory_peak_perc", percents(used, peak))
                .add("used_memory_overhead", overhead)
                .add("used_memory_startup", 0)
                .add("used_memory_dataset", used - overhead)
                .add("used_memory_dataset_perc", percents(used - overhead, used))
                .add("total_system_memory", jvm.maxMemory())
                .add("total_system_memory_human", human(jvm.maxMemory()))
                .add("jvm_heap_used", inUse)
                .add("jvm_heap_committed", jvm.totalMemory())
                .add("jvm_heap_max", jvm.maxMemory())
                .add("used_memory_scripts_eval", scripts)
                .add("number_of_cached_scripts", c.server().scripts().count())
                .add("number_of_functions", c.server().functions().count())
                .add("number_of_libraries", c.server().functions().libraries().size())
                .add("used_memory_functions", functions)
                .add("used_memory_scripts", scripts + functions)
                .add("used_memory_scripts_human", human(scripts + functions))
                .add("maxmemory", settings.maxMemory.value())
                .add("maxmemory_human", human(settings.maxMemory.value()))
                .add("maxmemory_policy", settings.maxMemoryPolicy.value())
                .add("allocator_allocated", inUse)
                .add("allocator_active", jvm.totalMemory())
                .add("allocator_resident", jvm.totalMemory())
                .add("allocator_frag_ratio", ratio(jvm.totalMemory(), inUse))
                .add("allocator_frag_bytes", jvm.totalMemory() - inUse)
                .add("allocator_rss_ratio", "1.00")
                .add("allocator_rss_bytes", 0)
                .add("rss_overhead_ratio", "1.00")
                .add("rss_overhead_bytes", 0)
                .add("mem_fragmentation_ratio", "1.00")
                .add("mem_fragmentation_bytes", 0)
                .add("mem_not_counted_for_evict", 0)
                .add("mem_replication_backlog", 0)
                .add("mem_total_replication_buffers", 0)
                .add("mem_clients_slaves", 0)
                .add("mem_clients_normal", c.server().clients().memory().total())
                .add("mem_cluster_links", 0)
                .add("mem_aof_buffer", 0)
                .add("mem_allocator", "jvm")
                .add("active_defrag_running", 0)
                .add("lazyfree_pending_objects", 0)
                .add("lazyfreed_objects", 0);
    }

    private static String ratio(long whole, long part) {
        return String.format(Locale.ROOT, "%.2f", (double) whole / Math.max(1, part));
    }

    private static String percents(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f%%", MemoryCommands.percents(part, whole));
    }

    /** As Redis writes it: {@code 512B}, {@code 1.50K}, and so on. */
    static String human(long bytes) {
        if (bytes < UNIT) {
            return bytes + "B";
        }
        double number = bytes;
        int unit = -1;
        while (number >= UNIT && unit < UNITS.length() - 1) {
            number /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%c", number, UNITS.charAt(unit));
    }

    private static void persistence(Section section, CommandContext c) {
        PersistenceStatus status = c.server().persistence().status();
        long now = c.now() / 1000;
        section.add("loading", status.loading() ? 1 : 0)
                .add("async_loading", 0)
                .add("current_cow_peak", 0)
                .add("current_cow_size", 0)
                .add("current_cow_size_age", 0)
                .add("current_fork_perc", String.format(Locale.ROOT, "%.2f",
                        MemoryCommands.percents(status.keysProcessed(), Math.max(1, status.keysTotal()))))
                .add("current_save_keys_processed", status.keysProcessed())
                .add("current_save_keys_total", status.keysTotal())
                .add("rdb_changes_since_last_save", status.changesSinceSave())
                .add("rdb_bgsave_in_progress", status.saving() ? 1 : 0)
                .add("rdb_last_save_time", status.lastSaveAt())
                .add("rdb_last_bgsave_status", okOrErr(status.lastSaveOk()))
                .add("rdb_last_bgsave_time_sec", status.lastSaveTook())
                .add("rdb_current_bgsave_time_sec", since(status.savingSince(), now))
                .add("rdb_saves", status.saves())
                .add("rdb_last_cow_size", 0)
                .add("rdb_last_load_keys_expired", status.keysExpired())
                .add("rdb_last_load_keys_loaded", status.keysLoaded())
                .add("aof_enabled", status.appendOnly() ? 1 : 0)
                .add("aof_rewrite_in_progress", status.rewriting() ? 1 : 0)
                .add("aof_rewrite_scheduled", status.rewriteScheduled() ? 1 : 0)
                .add("aof_last_rewrite_time_sec", status.lastRewriteTook())
                .add("aof_current_rewrite_time_sec", since(status.rewritingSince(), now))
                .add("aof_last_bgrewrite_status", okOrErr(status.lastRewriteOk()))
                .add("aof_rewrites", status.rewrites())
                .add("aof_rewrites_consecutive_failures", status.rewriteFailures())
                .add("aof_last_write_status", okOrErr(status.lastWriteOk()))
                .add("aof_last_cow_size", 0)
                .add("module_fork_in_progress", 0)
                .add("module_fork_last_cow_size", 0);
        if (status.appendOnly()) {
            section.add("aof_current_size", status.currentSize())
                    .add("aof_base_size", status.baseSize())
                    .add("aof_pending_rewrite", 0)
                    .add("aof_buffer_length", status.bufferLength())
                    .add("aof_pending_bio_fsync", 0)
                    .add("aof_delayed_fsync", status.delayedSyncs());
        }
        if (status.loading()) {
            long elapsed = now - status.loadingSince();
            double share = (double) status.loadedBytes() / Math.max(1, status.totalBytes());
            section.add("loading_start_time", status.loadingSince())
                    .add("loading_total_bytes", status.totalBytes())
                    .add("loading_rdb_used_mem", 0)
                    .add("loading_loaded_bytes", status.loadedBytes())
                    .add("loading_loaded_perc", String.format(Locale.ROOT, "%.2f", share * 100))
                    .add("loading_eta_seconds", share == 0 ? 1 : (long) (elapsed * (1 - share) / share));
        }
    }

    private static String okOrErr(boolean ok) {
        return ok ? "ok" : "err";
    }

    /** How many seconds have passed since an instant; -1 if there is none. */
    private static long since(long start, long now) {
        return start < 0 ? -1 : now - start;
    }

    private static void stats(Section section, CommandContext c) {
        ServerState server = c.server();
        Statistics statistics = server.telemetry().statistics();
        section.add("total_connections_received", statistics.connections.sum())
                .add("total_commands_processed", statistics.calls())
                .add("instantaneous_ops_per_sec", statistics.operationsPerSecond())
                .add("total_net_input_bytes", statistics.bytesIn.sum())
                .add("total_net_output_bytes", statistics.bytesOut.sum())
                .add("instantaneous_input_kbps", kilobytes(statistics.inputPerSecond()))
                .add("instantaneous_output_kbps", kilobytes(statistics.outputPerSecond()))
                .add("rejected_connections", statistics.rejectedConnections.sum())
                .add("sync_full", server.replicas().copied())
                .add("sync_partial_ok", server.replicas().resumed())
                .add("sync_partial_err", server.replicas().notResumed())
                .add("expired_keys", server.store().expired())
                .add("evicted_keys", server.store().evicted())
                .add("evicted_clients", statistics.evictedClients.sum())
                .add("keyspace_hits", server.store().hits())
                .add("keyspace_misses", server.store().misses())
                .add("pubsub_channels", server.pubSub().channels())
                .add("pubsub_patterns", server.pubSub().patterns())
                .add("pubsubshard_channels", server.pubSub().shardChannels())
                .add("tracking_total_keys", server.clients().tracking().keys())
                .add("tracking_total_items", server.clients().tracking().items())
                .add("tracking_total_prefixes", server.clients().tracking().prefixes())
                .add("total_error_replies", statistics.errorReplies.sum())
                .add("total_reads_processed", statistics.reads.sum())
                .add("total_writes_processed", statistics.writes.sum());
        NEVER.forEach(name -> section.add(name, 0));
    }

    private static String kilobytes(double bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / UNIT);
    }

    private static void replication(Section section, CommandContext c) {
        Replicas replicas = c.server().replicas();
        MasterLink link = c.server().following().link();
        ReplicaGroup group = c.server().group();
        if (group != null) {
            replicationInGroup(section, group);
            return;
        }
        section.add("role", link == null ? "master" : "slave");
        if (link != null) {
            master(section, c, link);
        }
        List<Replica> all = replicas.all();
        section.add("connected_slaves", all.size());
        for (int i = 0; i < all.size(); i++) {
            Replica each = all.get(i);
            section.add("slave" + i, "ip=" + each.address() + ",port=" + each.port() + ",state=" + each.state().text()
                    + ",offset=" + each.acknowledged() + ",lag=" + Math.max(0, c.now() - each.lastHeard()) / 1000);
        }
        long begin = replicas.backlogBegin();
        section.add("master_failover_state", "no-failover")
                .add("master_replid", replicas.id())
                .add("master_replid2", "0".repeat(40))
                .add("master_repl_offset", replicas.offset())
                .add("second_repl_offset", -1)
                .add("repl_backlog_active", begin < 0 ? 0 : 1)
                .add("repl_backlog_size", c.server().settings().replication().backlogSize.value())
                .add("repl_backlog_first_byte_offset", begin < 0 ? 0 : begin + 1)
                .add("repl_backlog_histlen", begin < 0 ? 0 : replicas.offset() - begin);
    }

    /** One of a group; what only makes sense of streams between two servers is left out. */
    private static void replicationInGroup(Section section, ReplicaGroup group) {
        ReplicaGroup.Member leader = group.leader();
        section.add("role", group.isLeading() ? "master" : "slave");
        if (!group.isLeading()) {
            section.add("master_host", leader == null ? "" : leader.host())
                    .add("master_port", leader == null ? 0 : leader.port())
                    .add("master_link_status", leader == null ? "down" : "up")
                    .add("slave_repl_offset", group.place())
                    .add("slave_read_only", 1)
                    .add("connected_slaves", 0);
        } else {
            List<ReplicaGroup.Member> others = group.others();
            section.add("connected_slaves", others.size());
            for (int i = 0; i < others.size(); i++) {
                ReplicaGroup.Member each = others.get(i);
                section.add("slave" + i, "ip=" + each.host() + ",port=" + each.port() + ",state=online,offset="
                        + each.place() + ",lag=0");
            }
        }
        section.add("master_repl_offset", group.place())
                .add("group_size", group.members().size())
                .add("group_member", group.own().name())
                .add("group_leader", leader == null ? "" : leader.name());
    }

    private static void master(Section section, CommandContext c, MasterLink link) {
        long now = c.now();
        section.add("master_host", link.host())
                .add("master_port", link.port())
                .add("master_link_status", link.isUp() ? "up" : "down")
                .add("master_last_io_seconds_ago", link.isUp() ? Math.max(0, now - link.lastHeard()) / 1000 : -1)
                .add("master_sync_in_progress", link.isCopying() ? 1 : 0)
                .add("slave_read_repl_offset", link.offset())
                .add("slave_repl_offset", link.offset());
        if (link.isCopying()) {
            long total = link.copyLength();
            section.add("master_sync_total_bytes", Math.max(0, total))
                    .add("master_sync_read_bytes", link.copiedBytes())
                    .add("master_sync_left_bytes", total < 0 ? -1 : total - link.copiedBytes())
                    .add("master_sync_perc", String.format(Locale.ROOT, "%.2f",
                            MemoryCommands.percents(link.copiedBytes(), Math.max(1, total))))
                    .add("master_sync_last_io_seconds_ago", Math.max(0, now - link.lastHeard()) / 1000);
        }
        if (!link.isUp()) {
            section.add("master_link_down_since_seconds", Math.max(0, now - link.downSince()) / 1000);
        }
        section.add("slave_priority", c.server().settings().replication().priority.value())
                .add("slave_read_only", 1)
                .add("replica_announced", 1);
    }

    private static void cpu(Section section, CommandContext c) {
        double seconds = ProcessHandle.current().info().totalCpuDuration().map(duration -> duration.toNanos() / 1e9)
                .orElse(0.0);
        section.add("used_cpu_sys", "0.000000")
                .add("used_cpu_user", String.format(Locale.ROOT, "%.6f", seconds))
                .add("used_cpu_sys_children", "0.000000")
                .add("used_cpu_user_children", "0.000000");
    }

    private static void commandstats(Section section, CommandContext c) {
        for (Command command : c.server().commands().commandsAndSubcommands()) {
            Statistics.OfCommand counted = c.server().telemetry().statistics().of(command);
            long calls = counted.calls.sum();
            if (calls + counted.rejected.sum() + counted.failed.sum() > 0) {
                long micros = counted.nanos.sum() / 1000;
                section.add("cmdstat_" + command.fullName(), String.format(Locale.ROOT,
                        "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d", calls, micros,
                        calls == 0 ? 0.0 : (double) micros / calls, counted.rejected.sum(), counted.failed.sum()));
            }
        }
    }

    private static void latencystats(Section section, CommandContext c) {
        c.server().telemetry().distributionWanted();
        List<Double> percentiles = c.server().settings().latencyPercentiles.value();
        for (Command command : c.server().commands().commandsAndSubcommands()) {
            LatencyHistogram taken = c.server().telemetry().statistics().of(command).latency();
            if (taken != null) {
                section.add("latency_percentiles_usec_" + command.fullName(), percentiles.stream()
                        .map(percent -> String.format(Locale.ROOT, "p%s=%.3f", Percentiles.text(percent),
                                taken.percentile(percent) / 1000.0))
                        .collect(Collectors.joining(",")));
            }
        }
    }

    private static void errorstats(Section section, CommandContext c) {
        c.server().telemetry().statistics().errors()
                .forEach((prefix, count) -> section.add("errorstat_" + prefix, "count=" + count));
    }

    private static void keyspace(Section section, CommandContext c) {
        for (int i = 0; i < c.databases().count(); i++) {
            KeyspaceWalk walk = c.keyspace(i).walk();
            long keys = walk.size();
            if (keys > 0) {
                section.add("db" + i, "keys=" + keys + ",expires=" + walk.expiring() + ",avg_ttl=0");
            }
        }
    }

    private static String version() {
        String version = ServerInfo.class.getPackage().getImplementationVersion();
        return version == null ? "999-SNAPSHOT" : version;
    }
}
