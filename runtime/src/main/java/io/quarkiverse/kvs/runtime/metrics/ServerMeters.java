package io.quarkiverse.kvs.runtime.metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.quarkiverse.kvs.core.command.persistence.PersistenceStatus;
import io.quarkiverse.kvs.core.command.server.ServerMetrics;

/** The meters of the server and its data. They read what the server counts anyway, and only when the metrics are read. */
final class ServerMeters {

    private static final String BYTES = "bytes";
    private static final String SECONDS = "seconds";
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private final Meters meters;
    private final Supplier<ServerMetrics> server;

    ServerMeters(Meters meters, Supplier<ServerMetrics> server) {
        this.meters = meters;
        this.server = server;
    }

    void register() {
        counter("kvs.errors", "Errors answered", ServerMetrics::errorReplies);
        counter("kvs.keyspace.hits", "Lookups that found their key", ServerMetrics::hits);
        counter("kvs.keyspace.misses", "Lookups that found no key", ServerMetrics::misses);
        counter("kvs.keys.expired", "Keys removed because their time to live had run out", ServerMetrics::expired);
        counter("kvs.keys.evicted", "Keys removed to make room for others", ServerMetrics::evicted);
        for (int i = 0, end = server.get().databases(); i < end; i++) {
            int database = i;
            String tag = Integer.toString(i);
            meters.gauge("kvs.keys", null, "Keys", () -> server.get().keys(database), "database", tag);
            meters.gauge("kvs.keys.expiring", null, "Keys with a time to live", () -> server.get().expiringKeys(database),
                    "database", tag);
        }
        gauge("kvs.connections.active", null, "Open connections", ServerMetrics::connections);
        gauge("kvs.connections.max", null, "Connections that may be open", ServerMetrics::maxConnections);
        gauge("kvs.connections.blocked", null, "Connections that wait for others", ServerMetrics::blockedConnections);
        counter("kvs.connections.accepted", "Accepted connections", ServerMetrics::acceptedConnections);
        counter("kvs.connections.rejected", "Connections refused because too many were open",
                ServerMetrics::rejectedConnections);
        meters.counter("kvs.network.received", BYTES, "Bytes of requests", () -> server.get().bytesReceived());
        meters.counter("kvs.network.sent", BYTES, "Bytes of replies and messages", () -> server.get().bytesSent());
        gauge("kvs.pubsub.channels", null, "Channels with subscribers", ServerMetrics::channels);
        gauge("kvs.pubsub.patterns", null, "Patterns with subscribers", ServerMetrics::patterns);
        gauge("kvs.memory.used", BYTES, "Memory in use, as in INFO", ServerMetrics::usedMemory);
        gauge("kvs.memory.max", BYTES, "Memory that may be in use; 0 if there is no limit", ServerMetrics::maxMemory);
        registerPersistence();
    }

    private void registerPersistence() {
        files("kvs.persistence.loaded", null, "Share of the files that has been loaded, from 0 to 1",
                PersistenceStatus::loadedShare);
        files("kvs.persistence.aof.size", BYTES, "Size of the append-only file", PersistenceStatus::currentSize);
        files("kvs.persistence.aof.waiting", BYTES, "Changes that are not on the disk yet", PersistenceStatus::bufferLength);
        files("kvs.persistence.aof.sync.time", SECONDS, "When the append-only file was last synced, since 1970; -1 for never",
                status -> status.lastSyncAt() < 0 ? -1 : status.lastSyncAt() / MILLIS);
        files("kvs.persistence.aof.sync.duration", SECONDS, "How long the last sync took",
                status -> status.lastSyncNanos() / NANOS);
        meters.counter("kvs.persistence.aof.sync.delayed", "Syncs that took longer than a second",
                () -> server.get().persistence().delayedSyncs());
        files("kvs.persistence.aof.rewrite.time", SECONDS,
                "When the append-only file was last rewritten, since 1970; -1 for never", PersistenceStatus::lastRewriteAt);
        files("kvs.persistence.aof.rewrite.ok", null, "1, or 0 if the last rewriting of the append-only file failed",
                status -> status.lastRewriteOk() ? 1 : 0);
        files("kvs.persistence.aof.write.ok", null, "1, or 0 if the append-only file cannot be written at the moment",
                status -> status.lastWriteOk() ? 1 : 0);
        files("kvs.persistence.save.time", SECONDS,
                "When the last snapshot was made, since 1970, or the server was started", PersistenceStatus::lastSaveAt);
        files("kvs.persistence.save.ok", null, "1, or 0 if the last snapshot failed",
                status -> status.lastSaveOk() ? 1 : 0);
        files("kvs.persistence.save.changes", null, "Changes since the last snapshot", PersistenceStatus::changesSinceSave);
    }

    private void files(String name, String unit, String description, ToDoubleFunction<PersistenceStatus> function) {
        meters.gauge(name, unit, description, () -> function.applyAsDouble(server.get().persistence()));
    }

    private void counter(String name, String description, ToLongFunction<ServerMetrics> function) {
        meters.counter(name, description, () -> function.applyAsLong(server.get()));
    }

    private void gauge(String name, String unit, String description, ToLongFunction<ServerMetrics> function) {
        meters.gauge(name, unit, description, () -> function.applyAsLong(server.get()));
    }
}
