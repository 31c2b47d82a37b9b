package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.Reply;
import io.quarkus.test.QuarkusUnitTest;

/** Connections on several event loops and threads of the application, all at the same keys. */
class ConcurrencyTest {

    private static final int ROUNDS = 2_000;
    private static final long MONEY = 1_000_000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(RespClient.class))
            .overrideConfigKey("quarkus.vertx.event-loops-pool-size", "4");

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @BeforeEach
    void clear() {
        store.execute("FLUSHALL");
    }

    @Test
    void noIncrementIsLost() throws Exception {
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int client = 0; client < 6; client++) {
            tasks.add(() -> withClient(redis -> {
                for (int i = 0; i < ROUNDS; i += 10) {
                    redis.pipeline("INCR a", "INCRBY b 2", "INCR a", "APPEND c x", "INCR a", "INCR a", "INCR a", "INCR a",
                            "INCR a", "INCR a");
                }
            }));
        }
        for (int thread = 0; thread < 2; thread++) {
            tasks.add(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    store.execute("INCR", "a");
                }
                return null;
            });
        }
        run(tasks);

        assertThat(store.get("a")).isEqualTo(Integer.toString(6 * ROUNDS / 10 * 8 + 2 * ROUNDS));
        assertThat(store.get("b")).isEqualTo(Integer.toString(6 * ROUNDS / 10 * 2));
        assertThat(store.execute("STRLEN", "c").asLong()).isEqualTo(6 * ROUNDS / 10);
    }

    /** A key is moved and renamed to and fro: somebody wins each time, and there is always one of it. */
    @Test
    void aKeyThatMovesIsNeitherLostNorDoubled() throws Exception {
        store.set("there", "v");
        AtomicInteger movedOut = new AtomicInteger();
        AtomicInteger movedBack = new AtomicInteger();
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int client = 0; client < 3; client++) {
            tasks.add(() -> withClient(redis -> {
                for (int i = 0; i < ROUNDS; i++) {
                    movedOut.addAndGet(((Long) redis.call("MOVE", "there", "1")).intValue());
                }
            }));
            tasks.add(() -> withClient(redis -> {
                redis.call("SELECT", "1");
                for (int i = 0; i < ROUNDS; i++) {
                    movedBack.addAndGet(((Long) redis.call("MOVE", "there", "0")).intValue());
                }
            }));
        }
        tasks.add(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                // Together, so that it comes back whenever it has gone.
                if (renamed("there", "elsewhere")) {
                    assertThat(renamed("elsewhere", "there")).isTrue();
                }
            }
            return null;
        });
        run(tasks);

        int here = store.exists("there") ? 1 : 0;
        assertThat(store.size()).isEqualTo(here);
        assertThat(movedOut.get() - movedBack.get()).isEqualTo(1 - here);
        assertThat(movedBack.get()).as("it really moved").isPositive();
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

    /** Money goes from one account to another: whoever looks, in whatever way, sees as much as there was. */
    @Test
    void noTransactionIsSeenHalfDone() throws Exception {
        store.execute("MSET", "left", Long.toString(MONEY), "right", "0");
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int client = 0; client < 2; client++) {
            tasks.add(() -> withClient(redis -> {
                for (int i = 0; i < ROUNDS; i++) {
                    assertThat(redis.pipeline("MULTI", "DECRBY left 3", "INCRBY right 3", "EXEC").get(3))
                            .isInstanceOf(List.class);
                }
            }));
            tasks.add(() -> withClient(redis -> {
                for (int i = 0; i < ROUNDS; i++) {
                    assertSum((List<?>) redis.call("MGET", "left", "right"));
                    assertSum((List<?>) redis.pipeline("MULTI", "GET left", "GET right", "EXEC").get(3));
                }
            }));
        }
        tasks.add(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                Reply.Array both = (Reply.Array) store.execute("MGET", "left", "right");
                assertSum(List.of(both.elements().get(0).asString(), both.elements().get(1).asString()));
            }
            return null;
        });
        run(tasks);

        assertThat(store.get("right")).isEqualTo(Integer.toString(2 * ROUNDS * 3));
    }

    /** The usual loop of WATCH, GET, MULTI, SET, EXEC until nobody interferes. */
    @Test
    void optimisticLockingLosesNothing() throws Exception {
        store.set("n", "0");
        AtomicInteger conflicts = new AtomicInteger();
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            tasks.add(() -> withClient(redis -> {
                for (int done = 0; done < ROUNDS / 10;) {
                    redis.call("WATCH", "n");
                    long seen = Long.parseLong((String) redis.call("GET", "n"));
                    if (redis.pipeline("MULTI", "SET n " + (seen + 1), "EXEC").get(2) != null) {
                        done++;
                    } else {
                        conflicts.incrementAndGet();
                    }
                }
            }));
        }
        tasks.add(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                store.execute("INCR", "n");
            }
            return null;
        });
        run(tasks);

        assertThat(store.get("n")).isEqualTo(Integer.toString(4 * ROUNDS / 10 + ROUNDS));
        assertThat(conflicts.get()).as("they did interfere").isPositive();
    }

    private static void assertSum(List<?> accounts) {
        assertThat(Long.parseLong((String) accounts.get(0)) + Long.parseLong((String) accounts.get(1))).isEqualTo(MONEY);
    }

    private interface Work {
        void with(RespClient redis);
    }

    private Object withClient(Work work) {
        try (RespClient redis = new RespClient(server.port())) {
            work.with(redis);
        }
        return null;
    }

    private static void run(List<Callable<Object>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Object> done : threads.invokeAll(tasks, 50, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
