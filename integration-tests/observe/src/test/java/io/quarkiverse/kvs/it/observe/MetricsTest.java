package io.quarkiverse.kvs.it.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.junit.QuarkusTest;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/** What Prometheus gets to see of what clients have done. */
@QuarkusTest
class MetricsTest {

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @Test
    void commandsByNameAndOutcome() {
        Scrape before = Scrape.now();
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.set("text", "value");
            for (int i = 0; i < 3; i++) {
                jedis.get("text");
            }
            assertThatThrownBy(() -> jedis.incr("text")).isInstanceOf(JedisDataException.class);
            assertThatThrownBy(() -> jedis.sendCommand(() -> "GET".getBytes())).isInstanceOf(JedisDataException.class);
            assertThatThrownBy(() -> jedis.sendCommand(() -> "made-up".getBytes())).isInstanceOf(JedisDataException.class);
        }
        store.get("text");
        Scrape after = Scrape.now();
        String calls = "kvs_commands_total{command=\"%s\",outcome=\"%s\"}";
        assertThat(after.since(before, calls.formatted("get", "success"))).isEqualTo(4);
        assertThat(after.since(before, calls.formatted("get", "failed"))).isZero();
        assertThat(after.since(before, calls.formatted("get", "rejected"))).isEqualTo(1);
        assertThat(after.since(before, calls.formatted("set", "success"))).isEqualTo(1);
        assertThat(after.since(before, calls.formatted("incr", "success"))).isZero();
        assertThat(after.since(before, calls.formatted("incr", "failed"))).isEqualTo(1);
        assertThat(after.since(before, "kvs_errors_total")).isEqualTo(3);
        assertThat(after.text()).doesNotContain("made-up");
    }

    @Test
    void howLongCommandsTake() {
        Scrape before = Scrape.now();
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.sendCommand(() -> "DEBUG".getBytes(), "SLEEP", "0.02");
            jedis.ping();
            jedis.ping();
        }
        Scrape after = Scrape.now();
        assertThat(after.since(before, "kvs_commands_duration_seconds_count{command=\"ping\"}")).isEqualTo(2);
        assertThat(after.since(before, "kvs_commands_duration_seconds_count{command=\"debug\"}")).isEqualTo(1);
        assertThat(after.since(before, "kvs_commands_duration_seconds_sum{command=\"debug\"}")).isBetween(0.02, 60.0);
        assertThat(after.value("kvs_commands_duration_seconds_max{command=\"debug\"}")).isBetween(0.02, 60.0);
        // As the application's filter wants it.
        assertThat(after.since(before, "kvs_commands_duration_seconds_bucket{command=\"debug\",le=\"0.01\"}")).isZero();
        assertThat(after.since(before, "kvs_commands_duration_seconds_bucket{command=\"ping\",le=\"+Inf\"}")).isEqualTo(2);
    }

    @Test
    void whoWaitsForKeysDoesNotTakeLong() {
        Scrape before = Scrape.now();
        try (Jedis waiting = JedisConnection.to(server)) {
            assertThat(waiting.blpop(2.0, "nothing")).isNull();
        }
        Scrape after = Scrape.now();
        assertThat(after.since(before, "kvs_commands_total{command=\"blpop\",outcome=\"success\"}")).isEqualTo(1);
        assertThat(after.since(before, "kvs_commands_duration_seconds_sum{command=\"blpop\"}")).isLessThan(2);
    }

    @Test
    void theKeyspace() throws InterruptedException {
        store.clear();
        Scrape before = Scrape.now();
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.set("a", "1");
            jedis.psetex("b", 1, "1");
            jedis.select(5);
            jedis.set("a", "1");
            jedis.setex("b", 1000, "1");
            jedis.set("c", "1");
            jedis.mget("a", "b", "nothing");
            jedis.select(0);
            // Its millisecond is over then; asking for it again and again would count.
            Thread.sleep(5);
            jedis.get("b");
            Scrape after = Scrape.now();
            assertThat(after.value("kvs_keys{database=\"0\"}")).isEqualTo(1);
            assertThat(after.value("kvs_keys{database=\"5\"}")).isEqualTo(3);
            assertThat(after.value("kvs_keys{database=\"6\"}")).isZero();
            assertThat(after.value("kvs_keys_expiring{database=\"5\"}")).isEqualTo(1);
            assertThat(after.since(before, "kvs_keyspace_hits_total")).isEqualTo(2);
            assertThat(after.since(before, "kvs_keyspace_misses_total")).isEqualTo(2);
            assertThat(after.since(before, "kvs_keys_expired_total")).isEqualTo(1);
            assertThat(after.since(before, "kvs_keys_evicted_total")).isZero();
            jedis.select(5);
            jedis.flushDB();
        }
    }

    @Test
    void connectionsAndBytes() {
        // Those of the tests before are counted for a moment after they were closed.
        Await.until("no connection is open", () -> Scrape.now().value("kvs_connections_active") == 0);
        Scrape before = Scrape.now();
        try (Jedis first = JedisConnection.to(server); Jedis second = JedisConnection.to(server)) {
            first.ping();
            second.ping();
            Scrape open = Scrape.now();
            assertThat(open.value("kvs_connections_active")).isEqualTo(2);
            assertThat(open.since(before, "kvs_connections_accepted_total")).isEqualTo(2);
            String value = "x".repeat(100_000);
            first.set("large", value);
            assertThat(second.get("large")).isEqualTo(value);
            Scrape after = Scrape.now();
            assertThat(after.since(open, "kvs_network_received_bytes_total")).isBetween(100_000.0, 101_000.0);
            assertThat(after.since(open, "kvs_network_sent_bytes_total")).isBetween(100_000.0, 101_000.0);
            assertThat(after.since(open, "kvs_memory_used_bytes")).isBetween(100_000.0, 500_000.0);
        }
        assertThat(before.value("kvs_connections_max")).isEqualTo(10_000);
        assertThat(before.value("kvs_connections_rejected_total")).isZero();
        assertThat(before.value("kvs_memory_max_bytes")).isCloseTo(Runtime.getRuntime().maxMemory() / 2.0,
                withinPercentage(1));
    }

    @Test
    void subscriptions() throws InterruptedException {
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int subscribed) {
                assertThat(Scrape.now().value("kvs_pubsub_channels")).isEqualTo(1);
                unsubscribe();
            }
        };
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.subscribe(listener, "news");
        }
        assertThat(Scrape.now().value("kvs_pubsub_channels")).isZero();
    }

    /** Those who compute rates take a counter that goes back for a restart. */
    @Test
    void countersGoOnAfterResetstat() {
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.get("nothing");
            Scrape before = Scrape.now();
            jedis.configResetStat();
            jedis.get("nothing");
            Scrape after = Scrape.now();
            assertThat(after.since(before, "kvs_commands_total{command=\"get\",outcome=\"success\"}")).isEqualTo(1);
            assertThat(after.since(before, "kvs_keyspace_misses_total")).isEqualTo(1);
            assertThat(after.since(before, "kvs_connections_accepted_total")).isZero();
        }
    }

    /** Micrometer holds the functions of counters weakly. */
    @Test
    void countersGoOnAfterACollection() {
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.strlen("a");
            Scrape before = Scrape.now();
            System.gc();
            Pipeline pipeline = jedis.pipelined();
            for (int i = 0; i < 1000; i++) {
                pipeline.strlen("a");
            }
            pipeline.sync();
            Scrape after = Scrape.now();
            assertThat(after.since(before, "kvs_commands_total{command=\"strlen\",outcome=\"success\"}")).isEqualTo(1000);
            assertThat(after.since(before, "kvs_network_received_bytes_total")).isPositive();
        }
    }
}
