package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.test.KvsClock;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.KeyValue;

/** Time stands still, leaps and goes on, for a client of Redis. */
@KvsTest
@Timeout(60)
class ClockTest {

    private final KvsTestServer kvs;
    private final KvsClock clock;
    private Jedis jedis;

    ClockTest(KvsTestServer kvs) {
        this.kvs = kvs;
        clock = kvs.clock();
    }

    @BeforeEach
    void connect() {
        jedis = JedisConnection.to(kvs);
    }

    @AfterEach
    void close() {
        jedis.close();
    }

    @Test
    void keysExpireWithoutSleep() {
        jedis.set("code", "1234", new SetParams().ex(3600));
        clock.advance(Duration.ofMinutes(55));
        assertThat(jedis.get("code")).isEqualTo("1234");
        clock.advance(Duration.ofMinutes(5));
        assertThat(jedis.dbSize()).as("though no command has come across it").isZero();
        assertThat(jedis.get("code")).isNull();
    }

    @Test
    void expiryIsPublishedBeforeTheClockHasMoved() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        jedis.configSet("notify-keyspace-events", "Ex");
        try (Jedis listener = JedisConnection.to(kvs)) {
            JedisPubSub events = new JedisPubSub() {
                @Override
                public void onPSubscribe(String pattern, int subscribed) {
                    seen.add("subscribed");
                }

                @Override
                public void onPMessage(String pattern, String channel, String message) {
                    seen.add(message);
                }
            };
            Thread thread = new Thread(() -> listener.psubscribe(events, "__keyevent@*__:expired"));
            thread.start();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("subscribed");
            jedis.setex("a", 60, "1");
            jedis.select(3);
            jedis.setex("b", 60, "1");
            clock.advance(Duration.ofSeconds(60));
            assertThat(List.of(seen.poll(30, TimeUnit.SECONDS), seen.poll(30, TimeUnit.SECONDS))).containsExactlyInAnyOrder("a",
                    "b");
            events.punsubscribe();
            thread.join(30_000);
        } finally {
            jedis.configSet("notify-keyspace-events", "");
        }
    }

    @Test
    void standsStill() throws InterruptedException {
        clock.stop();
        jedis.psetex("a", 50, "1");
        List<String> time = jedis.time();
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(jedis.time()).isEqualTo(time);
        assertThat(jedis.pttl("a")).isEqualTo(50);
        clock.advance(Duration.ofMillis(49));
        assertThat(jedis.pttl("a")).isEqualTo(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(jedis.exists("a")).as("a fraction of a millisecond counts as one").isFalse();
    }

    @Test
    void goesOnFromWhereItStands() throws InterruptedException {
        clock.stop();
        Instant later = clock.instant().plus(1, ChronoUnit.DAYS);
        clock.set(later);
        clock.resume();
        assertThat(clock.instant()).isCloseTo(later, within(1, ChronoUnit.MINUTES));
        long before = clock.millis();
        TimeUnit.MILLISECONDS.sleep(5);
        assertThat(clock.millis()).isGreaterThan(before);
    }

    @Test
    void isSet() {
        Instant leapDay = Instant.parse("2040-02-29T12:00:00Z");
        clock.stop();
        clock.set(leapDay);
        assertThat(jedis.time().get(0)).isEqualTo(Long.toString(leapDay.getEpochSecond()));
        jedis.setex("a", 10, "1");
        assertThat(jedis.expireTime("a")).isEqualTo(leapDay.getEpochSecond() + 10);
        assertThat(clock.instant()).isEqualTo(leapDay);
        clock.set(Instant.EPOCH);
        assertThat(jedis.ttl("a")).as("turned back").isEqualTo(leapDay.getEpochSecond() + 10);
    }

    @Test
    void isThatOfTheSystemAgain() {
        clock.stop();
        clock.advance(Duration.ofDays(1000));
        clock.reset();
        assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(Instant.ofEpochSecond(Long.parseLong(jedis.time().get(0)))).isCloseTo(Instant.now(),
                within(1, ChronoUnit.MINUTES));
    }

    @Test
    void waitingIsOverByItsTime() throws Exception {
        CompletableFuture<List<String>> popped = popInBackground(600);
        clock.advance(Duration.ofMinutes(9));
        assertThat(popped).isNotDone();
        clock.advance(Duration.ofMinutes(1));
        assertThat(popped.get(30, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void waitingIsNotOverWhileItStandsStill() throws Exception {
        clock.stop();
        CompletableFuture<List<String>> popped = popInBackground(0.05);
        TimeUnit.MILLISECONDS.sleep(150);
        assertThat(popped).isNotDone();
        clock.advance(Duration.ofMillis(50));
        assertThat(popped.get(30, TimeUnit.SECONDS)).isNull();
    }

    private CompletableFuture<List<String>> popInBackground(double seconds) {
        CompletableFuture<List<String>> popped = CompletableFuture.supplyAsync(() -> {
            try (Jedis waiter = JedisConnection.to(kvs)) {
                waiter.getClient().setTimeoutInfinite();
                KeyValue<String, String> found = waiter.blpop(seconds, "jobs");
                return found == null ? null : List.of(found.getKey(), found.getValue());
            }
        });
        Await.until("one client is blocked", () -> jedis.info("clients").contains("blocked_clients:1"));
        assertThat(popped).isNotDone();
        return popped;
    }

    @Test
    void idleConnectionsAreClosed(KeyValueStore store) {
        store.execute("CONFIG", "SET", "timeout", "300");
        try {
            jedis.ping();
            clock.advance(Duration.ofMinutes(6));
            Await.until("all are closed", () -> store.execute("CLIENT", "LIST").asString().isEmpty());
            assertThatThrownBy(jedis::ping).isInstanceOf(JedisConnectionException.class);
        } finally {
            store.execute("CONFIG", "SET", "timeout", "0");
        }
    }

    @Test
    void theStoreOfTheApplicationGoesByIt(KeyValueStore store) {
        store.set("a", "1", Duration.ofHours(1));
        clock.advance(Duration.ofHours(1));
        assertThat(store.exists("a")).isFalse();
        assertThat(store.size()).isZero();
    }

    @Test
    void hasBounds() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> clock.advance(Duration.ofDays(366 * 8000))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1970 to 9999");
        assertThatThrownBy(() -> clock.set(Instant.EPOCH.minusMillis(1))).isInstanceOf(IllegalArgumentException.class);
        clock.set(Instant.parse("9999-12-31T23:59:59Z"));
        assertThatThrownBy(() -> clock.set(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    }
}
