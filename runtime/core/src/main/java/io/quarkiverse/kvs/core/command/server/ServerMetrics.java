package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.persistence.PersistenceStatus;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;

/**
 * What can be measured of a server, for meters to read now and then. Totals are those since the server was made, whatever
 * CONFIG RESETSTAT has done to those of INFO. Safe for use by many threads.
 */
public final class ServerMetrics {

    private final ServerState server;

    ServerMetrics(ServerState server) {
        this.server = server;
    }

    /** How often a command was called, the calls that are still running and the failed ones included. */
    public long calls(Command command) {
        return server.telemetry().statistics().of(command).calls.total();
    }

    /** How many calls of a command were answered with an error. */
    public long failed(Command command) {
        return server.telemetry().statistics().of(command).failed.total();
    }

    /** How often a command was refused before it could run. */
    public long rejected(Command command) {
        return server.telemetry().statistics().of(command).rejected.total();
    }

    /** How many errors were answered, those to commands that do not exist included. */
    public long errorReplies() {
        return server.telemetry().statistics().errorReplies.total();
    }

    /** How many lookups by reading commands found their key. */
    public long hits() {
        return server.store().totalHits();
    }

    /** How many lookups by reading commands found no key. */
    public long misses() {
        return server.store().totalMisses();
    }

    /** How many keys were removed because their time to live had run out. */
    public long expired() {
        return server.store().totalExpired();
    }

    /** How many keys were removed to make room for others. */
    public long evicted() {
        return server.store().totalEvicted();
    }

    public int databases() {
        return server.store().selectable();
    }

    /** How many keys a database holds. */
    public long keys(int database) {
        return walk(database).size();
    }

    /** How many keys of a database have a time to live. */
    public long expiringKeys(int database) {
        return walk(database).expiring();
    }

    private KeyspaceWalk walk(int database) {
        return new KeyspaceWalk(server.store(), database, server.time().currentTimeMillis());
    }

    /** How many connections are open. */
    public long connections() {
        return server.clients().open().size();
    }

    /** How many connections may be open. */
    public long maxConnections() {
        return server.settings().maxClients();
    }

    /** How many clients wait for what others do. */
    public long blockedConnections() {
        return server.clients().blocked();
    }

    /** How many connections were accepted. */
    public long acceptedConnections() {
        return server.telemetry().statistics().connections.total();
    }

    /** How many connections were refused because too many were open. */
    public long rejectedConnections() {
        return server.telemetry().statistics().rejectedConnections.total();
    }

    public long bytesReceived() {
        return server.telemetry().statistics().bytesIn.total();
    }

    public long bytesSent() {
        return server.telemetry().statistics().bytesOut.total();
    }

    /** How many channels have subscribers. */
    public long channels() {
        return server.pubSub().channels();
    }

    /** How many patterns of channels have subscribers. */
    public long patterns() {
        return server.pubSub().patterns();
    }

    /** What becomes of the files. */
    public PersistenceStatus persistence() {
        return server.persistence().status();
    }

    /** Whether data is kept in files. */
    public boolean isPersistent() {
        return server.settings().persistence().load;
    }

    /** INFO's {@code used_memory}, in bytes. */
    public long usedMemory() {
        return server.maxMemory().used();
    }

    /** INFO's {@code maxmemory}, in bytes; 0 if there is no limit. */
    public long maxMemory() {
        return server.settings().maxMemory.value();
    }
}
