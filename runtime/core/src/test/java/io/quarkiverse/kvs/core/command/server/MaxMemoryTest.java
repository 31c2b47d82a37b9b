package io.quarkiverse.kvs.core.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.MemoryRecount;

/** The cases of Redis's own suite, {@code unit/maxmemory.tcl}, and what follows from having a heap. */
class MaxMemoryTest {

    private static final String REFUSED = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
    private static final int ROOM = 100 * 1024;
    private static final int MEGABYTE = 1024 * 1024;

    private final TestServer server = new TestServer();
    private final Client client = server.client(Dialect.RESP2);

    @ParameterizedTest
    @ValueSource(strings = { "allkeys-random", "allkeys-lru", "allkeys-lfu", "volatile-lru", "volatile-lfu", "volatile-random",
            "volatile-ttl" })
    void theBoundIsKept(String policy) {
        fill("warm");
        client.line("FLUSHALL");
        long bound = bound(policy);
        int keys = 0;
        while (used() + 4096 < bound) {
            assertThat(client.call("SETEX", "key:" + keys++, "10000", "x")).isEqualTo("+OK\r\n");
        }
        assertThat(keys).isGreaterThan(10);
        for (int i = 0; i < keys; i++) {
            assertThat(client.call("SETEX", "other:" + i, "10000", "x")).isEqualTo("+OK\r\n");
            assertThat(used()).isLessThan(bound + 4096);
        }
        assertThat(info("used_memory")).isLessThan(bound + 4096);
        assertThat(info("evicted_keys")).isPositive();
        MemoryRecount.assertTotalsAreRight(server.state().store());
    }

    @ParameterizedTest
    @ValueSource(strings = { "allkeys-random", "allkeys-lru", "volatile-lru", "volatile-random", "volatile-ttl", "noeviction" })
    void onlyAllKeysEvictsWhatDoesNotExpire(String policy) {
        fill("warm");
        client.line("FLUSHALL");
        long bound = bound(policy);
        boolean refused = false;
        for (int i = 0; i < 5000; i++) {
            refused |= client.call("SET", "key:" + i, "x").equals(REFUSED);
        }
        assertThat(refused).isEqualTo(!policy.startsWith("allkeys"));
        assertThat(info("used_memory")).isLessThan(bound + 4096);
    }

    @ParameterizedTest
    @ValueSource(strings = { "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl" })
    void volatilePoliciesEvictWhatExpires(String policy) {
        fill("warm");
        client.line("FLUSHALL");
        long bound = bound(policy);
        int keys = 0;
        for (; used() + 4096 < bound; keys++) {
            if (keys % 2 == 0) {
                client.call("SET", "key:" + keys, "x");
            } else {
                client.call("SETEX", "key:" + keys, "10000", "x");
            }
        }
        for (int i = 0; i < keys; i++) {
            client.call("SETEX", "foo:" + i, "10000", "x");
        }
        assertThat(info("used_memory")).isLessThan(bound + 4096);
        for (int i = 0; i < keys; i += 2) {
            assertThat(client.call("EXISTS", "key:" + i)).isEqualTo(":1\r\n");
        }
    }

    @Test
    void orderedMapsAreEvictedAsAWhole() {
        fill("warm");
        client.line("FLUSHALL");
        long bound = bound("allkeys-lru");
        int maps = 0;
        while (used() + 4096 < bound) {
            assertThat(client.line("OM.SET map:" + maps++ + " a 1 b 2 c 3")).isEqualTo(":3\r\n");
        }
        assertThat(maps).isGreaterThan(10);
        for (int i = 0; i < maps; i++) {
            assertThat(client.line("OM.SET other:" + i + " a 1 b 2 c 3")).isEqualTo(":3\r\n");
            assertThat(used()).isLessThan(bound + 4096);
        }
        assertThat(info("evicted_keys")).isPositive();
        int left = 0;
        for (int i = 0; i < maps; i++) {
            String entries = client.line("OM.LEN map:" + i);
            assertThat(entries).isIn(":0\r\n", ":3\r\n");
            left += entries.equals(":3\r\n") ? 1 : 0;
        }
        assertThat(left).isLessThan(maps);
    }

    @Test
    void callersInTheProcessAndTheLineProtocolAreRefusedToo() {
        client.line("CONFIG SET maxmemory 1");
        Client line = server.client(Dialect.LINE);

        assertThat(line.line("SET a 1")).contains("command not allowed when used memory > 'maxmemory'");
        assertThat(line.line("KEYS .*")).doesNotContain("memory");
    }

    /** Where the time of a command does not suffice, others go on, but what comes in does not outrun what goes. */
    @Test
    void evictingIsNotToTakeLong() {
        client.line("CONFIG SET maxmemory-policy allkeys-lru");
        fill("key");
        server.nanosPerLook(1_000_000);
        client.call("CONFIG", "SET", "maxmemory", Long.toString(info("used_memory") / 2));

        // Far above the bound: a few keys go, which does not suffice.
        assertThat(client.line("SET a 1")).isEqualTo(REFUSED);
        long once = info("evicted_keys");
        assertThat(once).isBetween(1L, 200L);
        assertThat(client.line("GET a")).isEqualTo("$-1\r\n");

        server.state().maxMemory().maintain(server.now(), () -> false);
        assertThat(info("used_memory")).isLessThanOrEqualTo(info("maxmemory"));
        assertThat(client.line("SET a 1")).isEqualTo("+OK\r\n");
    }

    @Test
    void tenacityHasNoBoundAt100() {
        client.line("CONFIG SET maxmemory-policy allkeys-lru maxmemory-eviction-tenacity 100");
        fill("key");
        server.nanosPerLook(1_000_000_000);
        client.call("CONFIG", "SET", "maxmemory", Long.toString(info("used_memory") / 2));

        assertThat(client.line("SET a 1")).isEqualTo("+OK\r\n");
        assertThat(info("used_memory")).isLessThan(info("maxmemory") + 4096);
    }

    /** So that the data stands still, as in Redis. */
    @Test
    void nothingIsEvictedWhileClientsArePaused() {
        client.line("CONFIG SET maxmemory-policy allkeys-lru");
        fill("key");
        client.line("CLIENT PAUSE 10000 WRITE");
        client.line("CONFIG SET maxmemory 1");
        client.line("GET key:1");
        server.state().maxMemory().maintain(server.now(), () -> false);

        assertThat(info("evicted_keys")).isZero();
        client.line("CLIENT UNPAUSE");
        client.line("GET key:1");
        assertThat(info("evicted_keys")).isPositive();
    }

    /** A short command that makes a long value is refused before, not after. */
    @ParameterizedTest
    @ValueSource(strings = { "SETRANGE a 50000000 x", "SETBIT a 400000000 1", "BITFIELD a SET u8 400000000 1" })
    void aValueDoesNotGrowPastTheBound(String command) {
        client.line("CONFIG SET maxmemory 10mb");
        client.line("SET other x");

        assertThat(client.line(command)).isEqualTo(REFUSED);
        assertThat(client.line("EXISTS a")).isEqualTo(":0\r\n");
        assertThat(info("used_memory")).isLessThan(MEGABYTE);
        MemoryRecount.assertTotalsAreRight(server.state().store());
        assertThat(client.line("SETRANGE a 5000000 x")).isEqualTo(":5000001\r\n");
        assertThat(client.line("COPY a b")).isEqualTo(REFUSED);
        assertThat(client.line("BITOP NOT b a")).isEqualTo(REFUSED);
        assertThat(client.line("SET a 1")).isEqualTo("+OK\r\n");
    }

    /** Where keys may be evicted, they are, to make room for it. */
    @Test
    void aValueThatGrowsMakesOthersGo() {
        client.line("CONFIG SET maxmemory 10mb");
        client.line("CONFIG SET maxmemory-policy allkeys-lru");
        for (int i = 0; i < 9; i++) {
            client.call("SET", "key:" + i, "x".repeat(MEGABYTE));
        }
        assertThat(client.line("SETRANGE a 5000000 x")).isEqualTo(":5000001\r\n");
        assertThat(info("evicted_keys")).isBetween(3L, 6L);
        assertThat(info("used_memory")).isLessThanOrEqualTo(info("maxmemory"));
        // In a transaction nothing can be evicted.
        client.line("MULTI");
        client.line("SETRANGE b 9000000 x");
        assertThat(client.line("EXEC")).isEqualTo("*1\r\n" + REFUSED);
    }

    @Test
    void whatIsUsedIsTold() {
        long before = info("used_memory");
        client.call("SET", "a", "x".repeat(MEGABYTE));

        assertThat(info("used_memory") - before).isBetween((long) MEGABYTE, MEGABYTE + 4096L);
        assertThat(info("used_memory_dataset")).isBetween((long) MEGABYTE, MEGABYTE + 4096L);
        assertThat(client.line("INFO memory")).contains("used_memory_human:1.").contains("maxmemory_human:0B")
                .contains("maxmemory_policy:noeviction");
        client.line("DEL a");
        assertThat(info("used_memory")).isBetween(before, before + 4096);
        assertThat(info("used_memory_peak")).isGreaterThan(MEGABYTE);
        assertThat(info("mem_clients_normal")).isPositive();
    }

    /** What waits for EXEC counts, too. */
    @Test
    void queuedCommandsCount() {
        long before = info("used_memory");
        Client other = server.client(Dialect.RESP2);
        other.line("MULTI");
        other.call("SET", "a", "x".repeat(MEGABYTE));

        assertThat(info("mem_clients_normal")).isGreaterThan(MEGABYTE);
        other.line("DISCARD");
        other.disconnect();
        assertThat(info("used_memory")).isEqualTo(before);
    }

    @Test
    void theLargestClientIsEvicted() {
        client.line("CONFIG SET maxmemory-clients 1mb");
        Client large = server.client(Dialect.RESP2);
        large.line("MULTI");
        large.call("SET", "a", "x".repeat(2 * MEGABYTE));
        server.state().maxMemory().maintain(server.now(), () -> false);

        assertThat(large.isClosed()).isTrue();
        assertThat(client.isClosed()).isFalse();
        assertThat(info("evicted_clients")).isEqualTo(1);
    }

    @Test
    void noClientIsEvictedThatHasSaidSo() {
        client.line("CONFIG SET maxmemory-clients 1mb");
        Client large = server.client(Dialect.RESP2);
        large.line("CLIENT NO-EVICT on");
        large.line("MULTI");
        large.call("SET", "a", "x".repeat(2 * MEGABYTE));
        server.state().maxMemory().maintain(server.now(), () -> false);

        assertThat(large.isClosed()).isFalse();
        assertThat(info("evicted_clients")).isZero();
    }

    @Test
    void memoryStatsAddUp() {
        fill("key");

        String stats = client.line("MEMORY STATS");
        assertThat(number(stats, "total.allocated\r\n:")).isEqualTo(
                number(stats, "overhead.total\r\n:") + number(stats, "dataset.bytes\r\n:"));
        assertThat(number(stats, "keys.count\r\n:")).isEqualTo(5000);
        assertThat(client.line("MEMORY DOCTOR")).contains("very little memory");
        client.call("SET", "a", "x".repeat(10 * MEGABYTE));
        assertThat(client.line("MEMORY DOCTOR")).contains("can't find any memory issue");
        client.line("SETRANGE b 30000000 x");
        server.state().maxMemory().maintain(server.now(), () -> false);
        client.line("DEL b");
        assertThat(client.line("MEMORY DOCTOR")).contains("Peak memory");
    }

    private void fill(String prefix) {
        for (int i = 0; i < 5000; i++) {
            client.call("SET", prefix + ":" + i, "x");
        }
    }

    private long bound(String policy) {
        long bound = info("used_memory") + ROOM;
        client.call("CONFIG", "SET", "maxmemory", Long.toString(bound), "maxmemory-policy", policy);
        return bound;
    }

    /** What INFO tells, without writing all of it. */
    private long used() {
        return server.state().maxMemory().used();
    }

    private long info(String field) {
        return number(client.line("INFO memory stats"), field + ":");
    }

    private static long number(String text, String before) {
        Matcher matcher = Pattern.compile(Pattern.quote(before) + "(\\d+)").matcher(text);
        assertThat(matcher.find()).as(before).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
