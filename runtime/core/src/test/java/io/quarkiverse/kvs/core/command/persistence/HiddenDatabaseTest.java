package io.quarkiverse.kvs.core.command.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** A database behind those of SELECT: clients do not get at it, and it is kept in the files like the others. */
class HiddenDatabaseTest {

    private static final int HIDDEN = 16;
    private static final byte[] NAME = "hidden".getBytes(US_ASCII);

    private final FailingDisk disk = new FailingDisk();

    private static void put(KeptServer server, String field, String value) {
        Key key = new Key().show(NAME);
        Gate gate = new Gate(server.state().store());
        gate.open(key.segment(), System.currentTimeMillis());
        try {
            gate.begin(Gate.Lookups.UNNOTICED);
            gate.database(HIDDEN).edit().orderedMapOrNew(key).put(new Bytes().show(field.getBytes(US_ASCII)),
                    new Bytes().show(value.getBytes(US_ASCII)));
            gate.end();
            if (gate.isLogged()) {
                gate.effect(HIDDEN, "OM.SET".getBytes(US_ASCII), NAME, field.getBytes(US_ASCII), value.getBytes(US_ASCII));
            }
        } finally {
            gate.close();
        }
    }

    private static String get(KeptServer server, String field) {
        Key key = new Key().show(NAME);
        Gate gate = new Gate(server.state().store());
        gate.open(key.segment(), System.currentTimeMillis());
        try {
            gate.begin(Gate.Lookups.UNNOTICED);
            var map = gate.database(HIDDEN).read().orderedMap(key);
            return map == null ? null
                    : map.read().get(new Bytes().show(field.getBytes(US_ASCII)), new Bytes()).latin1();
        } finally {
            gate.close();
        }
    }

    @Test
    void clientsDoNotGetAtIt() {
        try (KeptServer server = new KeptServer(disk, null, "")) {
            put(server, "a", "1");
            server.call("SET key 1");
            assertThat(server.call("MOVE key 16")).isEqualTo("-ERR DB index is out of range\r\n");
            assertThat(server.call("COPY key other DB 16")).isEqualTo("-ERR DB index is out of range\r\n");
            assertThat(server.call("SWAPDB 0 16")).isEqualTo("-ERR DB index is out of range\r\n");
            assertThat(server.call("INFO keyspace")).contains("db0:").doesNotContain("db16");
            assertThat(server.call("FLUSHALL")).isEqualTo("+OK\r\n");
            assertThat(get(server, "a")).isEqualTo("1");
        }
    }

    @Test
    void itIsNotEvicted() {
        try (KeptServer server = new KeptServer(disk, null, "")) {
            put(server, "a", "1".repeat(10_000));
            server.call("CONFIG SET maxmemory-policy allkeys-random");
            server.call("SET key 1");
            server.call("CONFIG SET maxmemory 1");
            server.call("SET key 2");
            assertThat(server.call("DBSIZE")).isEqualTo(":0\r\n");
            assertThat(get(server, "a")).hasSize(10_000);
        }
    }

    @ParameterizedTest
    @NullSource
    @EnumSource(FsyncPolicy.class)
    void itIsKeptInTheFiles(FsyncPolicy policy) {
        try (KeptServer server = new KeptServer(disk, policy, "3600 1")) {
            put(server, "a", "1");
            server.call("SET key 1");
            if (policy != null) {
                put(server, "before", "2");
                assertThat(server.call("DEBUG LOADAOF")).isEqualTo("+OK\r\n");
                assertThat(get(server, "before")).isEqualTo("2");
                server.call("BGREWRITEAOF");
                put(server, "b", "2");
                server.call("FLUSHALL");
                put(server, "c", "3");
                server.call("SET key 1");
            }
            assertThat(server.call("DEBUG RELOAD")).isEqualTo("+OK\r\n");
            assertThat(get(server, "a")).isEqualTo("1");
            server.call("SAVE");
        }
        try (KeptServer again = new KeptServer(disk, policy, "3600 1")) {
            assertThat(get(again, "a")).isEqualTo("1");
            assertThat(get(again, policy == null ? "a" : "c")).isEqualTo(policy == null ? "1" : "3");
            assertThat(again.call("GET key")).isEqualTo("$1\r\n1\r\n");
        }
    }
}
