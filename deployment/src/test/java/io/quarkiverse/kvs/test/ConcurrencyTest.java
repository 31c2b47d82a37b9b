package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.TestThreads;
import io.quarkus.test.QuarkusUnitTest;

/** Clients on several event loops and threads of the application, all at the same keys. */
class ConcurrencyTest {

    private static final int ROUNDS = 2_000;
    private static final long MONEY = 1_000_000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.vertx.event-loops-pool-size", "4");

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    private final TestThreads threads = new TestThreads();

    @BeforeEach
    void clear() {
        store.execute("FLUSHALL");
    }

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    // Counters

    @Test
    void noIncrementIsLost() throws Exception {
        int pipelines = ROUNDS / 10;
        startClients(6, "incrementing client", redis -> incrementInPipelines(redis, pipelines));
        threads.start(2, "incrementing thread", thread -> increment("a"));
        threads.join();

        assertThat(store.get("a")).isEqualTo(Integer.toString(6 * 8 * pipelines + 2 * ROUNDS));
        assertThat(store.get("b")).isEqualTo(Integer.toString(6 * 2 * pipelines));
        assertThat(store.execute("STRLEN", "c").asLong()).isEqualTo(6L * pipelines);
    }

    private static void incrementInPipelines(RespClient redis, int pipelines) {
        for (int i = 0; i < pipelines; i++) {
            redis.pipeline("INCR a", "INCRBY b 2", "INCR a", "APPEND c x", "INCR a", "INCR a", "INCR a", "INCR a", "INCR a",
                    "INCR a");
        }
    }

    private void increment(String key) {
        for (int i = 0; i < ROUNDS; i++) {
            store.execute("INCR", key);
        }
    }

    // A key that moves

    /** A key is moved and renamed to and fro: one of the threads wins each time, and there is always one of it. */
    @Test
    void aKeyThatMovesIsNeitherLostNorDoubled() throws Exception {
        store.set("there", "v");
        AtomicInteger movedOut = new AtomicInteger();
        AtomicInteger movedBack = new AtomicInteger();
        startClients(3, "client that moves it out", redis -> move(redis, "0", "1", movedOut));
        startClients(3, "client that moves it back", redis -> move(redis, "1", "0", movedBack));
        threads.start("thread that renames it to and fro", this::renameToAndFro);
        threads.join();

        int here = store.exists("there") ? 1 : 0;
        assertThat(store.size()).isEqualTo(here);
        assertThat(movedOut.get() - movedBack.get()).isEqualTo(1 - here);
        assertThat(movedBack.get()).as("it really moved").isPositive();
    }

    private static void move(RespClient redis, String from, String to, AtomicInteger moved) {
        redis.call("SELECT", from);
        for (int i = 0; i < ROUNDS; i++) {
            moved.addAndGet(((Long) redis.call("MOVE", "there", to)).intValue());
        }
    }

    /** It comes back whenever it has gone. */
    private void renameToAndFro() {
        for (int i = 0; i < ROUNDS; i++) {
            if (renamed("there", "elsewhere")) {
                assertThat(renamed("elsewhere", "there")).isTrue();
            }
        }
    }

    private boolean renamed(String from, String to) {
        try {
            store.execute("RENAME", from, to);
            return true;
        } catch (KvsException e) {
            // It is in the other database at the moment.
            assertThat(e).hasMessage("ERR no such key");
            return false;
        }
    }

    // Accounts

    /** Money goes from one account to another: a reader sees as much as there was, whichever command it reads with. */
    @Test
    void noTransactionIsSeenHalfDone() throws Exception {
        store.execute("MSET", "left", Long.toString(MONEY), "right", "0");
        startClients(2, "client that transfers money", ConcurrencyTest::transfer);
        startClients(2, "client that looks at the accounts", ConcurrencyTest::look);
        threads.start("thread that looks at the accounts", this::look);
        threads.join();

        assertThat(store.get("right")).isEqualTo(Integer.toString(2 * ROUNDS * 3));
    }

    private static void transfer(RespClient redis) {
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(redis.pipeline("MULTI", "DECRBY left 3", "INCRBY right 3", "EXEC").get(3)).isInstanceOf(List.class);
        }
    }

    private static void look(RespClient redis) {
        for (int i = 0; i < ROUNDS; i++) {
            assertSum((List<?>) redis.call("MGET", "left", "right"));
            assertSum((List<?>) redis.pipeline("MULTI", "GET left", "GET right", "EXEC").get(3));
        }
    }

    private void look() {
        for (int i = 0; i < ROUNDS; i++) {
            Reply.Array both = (Reply.Array) store.execute("MGET", "left", "right");
            assertSum(List.of(both.elements().get(0).asString(), both.elements().get(1).asString()));
        }
    }

    private static void assertSum(List<?> accounts) {
        assertThat(Long.parseLong((String) accounts.get(0)) + Long.parseLong((String) accounts.get(1))).isEqualTo(MONEY);
    }

    // Optimistic locking

    @Test
    void optimisticLockingLosesNothing() throws Exception {
        int each = ROUNDS / 10;
        store.set("n", "0");
        AtomicInteger conflicts = new AtomicInteger();
        startClients(4, "client that watches", redis -> incrementWatching(redis, each, conflicts));
        threads.start("thread that interferes", () -> increment("n"));
        threads.join();

        assertThat(store.get("n")).isEqualTo(Integer.toString(4 * each + ROUNDS));
        assertThat(conflicts.get()).as("they did interfere").isPositive();
    }

    /** The usual loop: WATCH, GET, MULTI, SET, EXEC, until no other client has changed it meanwhile. */
    private static void incrementWatching(RespClient redis, int times, AtomicInteger conflicts) {
        for (int done = 0; done < times;) {
            redis.call("WATCH", "n");
            long seen = Long.parseLong((String) redis.call("GET", "n"));
            if (redis.pipeline("MULTI", "SET n " + (seen + 1), "EXEC").get(2) != null) {
                done++;
            } else {
                conflicts.incrementAndGet();
            }
        }
    }

    private interface Client {
        void talk(RespClient redis);
    }

    /** Starts so many threads, each with a connection. */
    private void startClients(int count, String name, Client client) {
        threads.start(count, name, number -> {
            try (RespClient redis = new RespClient(server.port())) {
                client.talk(redis);
            }
        });
    }
}
