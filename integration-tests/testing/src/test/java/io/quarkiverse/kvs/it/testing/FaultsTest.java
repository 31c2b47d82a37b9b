package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.test.KvsFaults;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a client of Redis has to cope with. */
@KvsTest
@Timeout(60)
class FaultsTest {

    private static final String LOADING = "LOADING Redis is loading the dataset in memory";

    private final KvsTestServer kvs;
    private final KvsFaults faults;
    private Jedis jedis;

    FaultsTest(KvsTestServer kvs) {
        this.kvs = kvs;
        faults = kvs.faults();
    }

    @BeforeEach
    void connect() {
        jedis = JedisConnection.to(kvs);
    }

    @AfterEach
    void close() {
        jedis.close();
    }

    // Errors

    @Test
    void theNextCommandsFail() {
        faults.failNext(2, LOADING);
        assertThatThrownBy(() -> jedis.set("a", "1")).isInstanceOf(JedisDataException.class).hasMessage(LOADING);
        assertThatThrownBy(() -> jedis.get("a")).hasMessage(LOADING);
        assertThat(jedis.get("a")).as("it was not executed").isNull();
    }

    @Test
    void whatClientsSendByThemselvesDoesNotFail() {
        faults.failNext(1, LOADING);
        try (Jedis another = JedisConnection.to(kvs)) {
            assertThat(another.ping()).isEqualTo("PONG");
            assertThatThrownBy(() -> another.get("a")).hasMessage(LOADING);
        }
        faults.fail("PING", LOADING);
        assertThatThrownBy(jedis::ping).hasMessage(LOADING);
    }

    @Test
    void theNextCallsOfOneCommandFail() {
        faults.failNext(1, "get", LOADING);
        jedis.set("a", "1");
        assertThatThrownBy(() -> jedis.get("a")).hasMessage(LOADING);
        assertThat(jedis.get("a")).isEqualTo("1");
    }

    @Test
    void oneCommandFailsUntilItDoesNot() {
        faults.fail("INCR", "READONLY You can't write against a read only replica.");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> jedis.incr("n")).hasMessageStartingWith("READONLY");
        }
        assertThat(jedis.get("n")).isNull();
        faults.clear();
        assertThat(jedis.incr("n")).isEqualTo(1);
    }

    @Test
    void subcommandsHaveNames() {
        faults.fail("CONFIG GET", "ERR no");
        assertThatThrownBy(() -> jedis.configGet("timeout")).hasMessage("ERR no");
        jedis.configSet("timeout", "0");
        faults.fail("CONFIG", "ERR not at all");
        assertThatThrownBy(() -> jedis.configSet("timeout", "0")).hasMessage("ERR not at all");
    }

    @Test
    void aTransactionIsSpoilt() {
        faults.fail("SET", "OOM command not allowed when used memory > 'maxmemory'.");
        Transaction transaction = jedis.multi();
        transaction.incr("n");
        transaction.set("a", "1");
        assertThatThrownBy(transaction::exec).isInstanceOf(JedisDataException.class).hasMessageStartingWith("EXECABORT");
        assertThat(jedis.exists("n")).isFalse();
    }

    @Test
    void onlyOneOfAPipelineFails() {
        faults.failNext(1, "GET", LOADING);
        Pipeline pipeline = jedis.pipelined();
        pipeline.set("a", "1");
        Response<String> first = pipeline.get("a");
        Response<String> second = pipeline.get("a");
        pipeline.sync();
        assertThatThrownBy(first::get).hasMessage(LOADING);
        assertThat(second.get()).isEqualTo("1");
    }

    // Connections

    @Test
    void connectionsAreDropped() {
        faults.dropNext(1);
        assertThatThrownBy(() -> jedis.set("a", "1")).isInstanceOf(JedisConnectionException.class);
        try (Jedis another = JedisConnection.to(kvs)) {
            assertThat(another.get("a")).as("it was not executed").isNull();
        }
    }

    @Test
    void aPoolConnectsAgain(KeyValueStore store) {
        try (JedisPooled pool = new JedisPooled(new HostAndPort(kvs.host(), kvs.port()),
                DefaultJedisClientConfig.builder().socketTimeoutMillis(30_000).build())) {
            pool.set("a", "1");
            String before = store.execute("CLIENT", "LIST").asString();
            faults.drop("GET");
            assertThatThrownBy(() -> pool.get("a")).isInstanceOf(JedisConnectionException.class);
            faults.clear();
            assertThat(pool.get("a")).isEqualTo("1");
            assertThat(store.execute("CLIENT", "LIST").asString()).as("another connection").isNotEqualTo(before);
        }
    }

    @Test
    void repliesToEarlierCommandsAreSentBeforeTheConnectionIsDropped(KeyValueStore store) {
        faults.dropNext(1, "GET");
        try (RawClient client = new RawClient(kvs.host(), kvs.port())) {
            client.send("SET a 1\r\nGET a\r\nSET a 2\r\n");
            assertThat(client.readToEnd()).isEqualTo("+OK\r\n");
        }
        assertThat(store.get("a")).isEqualTo("1");
    }

    @Test
    void newConnectionsAreRefused() {
        faults.refuseConnections();
        assertThatThrownBy(() -> JedisConnection.to(kvs).ping()).isInstanceOf(JedisConnectionException.class);
        assertThat(jedis.ping()).as("was connected before").isEqualTo("PONG");
        faults.acceptConnections();
        try (Jedis another = JedisConnection.to(kvs)) {
            assertThat(another.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void newConnectionsAreToldWhyTheyAreRefused() {
        faults.refuseConnections("ERR max number of clients reached");
        assertThatThrownBy(() -> JedisConnection.to(kvs).ping()).isInstanceOf(JedisDataException.class)
                .hasMessage("ERR max number of clients reached");
    }

    @Test
    void allConnectionsAreDropped() {
        faults.dropConnections();
        assertThatThrownBy(jedis::ping).isInstanceOf(JedisConnectionException.class);
        try (Jedis another = JedisConnection.to(kvs)) {
            assertThat(another.ping()).isEqualTo("PONG");
        }
    }

    // Delays

    @Test
    void commandsAreDelayed() {
        faults.delay("SET", Duration.ofMillis(200));
        long start = System.nanoTime();
        jedis.get("a");
        jedis.set("a", "1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(jedis.get("a")).isEqualTo("1");
        assertThat(kvs.calls("SET")).as("is one call").isEqualTo(1);
    }

    @Test
    void otherClientsDoNotWaitForOneThatIsDelayed() {
        faults.delay(Duration.ofHours(1));
        CompletableFuture<String> delayed = setInBackground();
        faults.delay(Duration.ZERO);
        // So many that some are on the same event loop.
        for (int i = 0; i < 8; i++) {
            try (Jedis another = JedisConnection.to(kvs)) {
                assertThat(another.get("a")).as("not executed yet").isNull();
            }
        }
        assertThat(delayed).isNotDone();
    }

    @Test
    void whatIsDelayedIsExecutedWhenFaultsEnd() {
        faults.delay(Duration.ofHours(1));
        CompletableFuture<String> delayed = setInBackground();
        faults.clear();
        assertThat(delayed).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("OK");
        assertThat(jedis.get("a")).isEqualTo("1");
    }

    private CompletableFuture<String> setInBackground() {
        CompletableFuture<String> set = CompletableFuture.supplyAsync(() -> jedis.set("a", "1"));
        Await.until("it is called", () -> kvs.calls("SET") > 0);
        assertThat(set).isNotDone();
        return set;
    }

    @Test
    void aClientLosesPatience() {
        faults.delay("GET", Duration.ofSeconds(30));
        try (Jedis impatient = JedisConnection.to(kvs)) {
            impatient.ping();
            impatient.getClient().setSoTimeout(100);
            assertThatThrownBy(() -> impatient.get("a")).isInstanceOf(JedisConnectionException.class)
                    .hasMessageContaining("timed out");
        }
    }

    @Test
    void whatIsDelayedFailsAfterwards() {
        faults.delay("GET", Duration.ofMillis(100));
        faults.failNext(1, "GET", LOADING);
        long start = System.nanoTime();
        assertThatThrownBy(() -> jedis.get("a")).hasMessage(LOADING);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    /** Otherwise it would change the data of a later test. */
    @Test
    void whatIsStillDelayedWhenTheTestEndsIsNotExecuted(KeyValueStore store) {
        faults.delay("SET", Duration.ofHours(1));
        CompletableFuture<String> delayed = setInBackground();
        kvs.reset();
        assertThat(delayed).failsWithin(Duration.ofSeconds(30)).withThrowableThat()
                .withCauseInstanceOf(JedisConnectionException.class);
        assertThat(store.exists("a")).isFalse();
    }

    // The application

    @Test
    void callersInTheProcessHaveFaultsOfTheirOwn(KeyValueStore store) {
        faults.fail("GET", LOADING);
        store.set("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
        faults.clear();

        faults.inProcess().failNext(1, "OOM command not allowed when used memory > 'maxmemory'.");
        kvs.flush();
        assertThat(jedis.get("a")).as("what the test itself does is spared, and so are clients").isNull();
        assertThatThrownBy(() -> store.set("a", "1")).isInstanceOf(KvsException.class).hasMessageStartingWith("OOM");
        store.set("a", "1");

        faults.inProcess().failNext(1, "SET", LOADING);
        faults.inProcess().fail("GET", "ERR never");
        assertThatThrownBy(() -> store.get("a")).hasMessage("ERR never");
        assertThatThrownBy(() -> store.set("a", "1")).hasMessage(LOADING);
        faults.clear();
        assertThat(store.get("a")).isEqualTo("1");
    }

    // Mistakes

    @Test
    void mistakesAreTold() {
        assertThatThrownBy(() -> faults.fail("GTE", LOADING)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no command GTE");
        assertThatThrownBy(() -> faults.failNext(0, LOADING)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> faults.fail("GET", "two\r\nlines")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one line");
        assertThatThrownBy(() -> faults.refuseConnections("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> faults.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
