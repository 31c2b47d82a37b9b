package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.KvsServerExtension.awaitBlocked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.args.UnblockType;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;

/** Lists as queues, with threads of Jedis that wait for elements. */
class JedisBlockingListIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void oneWaits(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = REDIS.connect(protocol); Jedis waiter = REDIS.connectAgain(protocol)) {
            assertThat(waiter.blpop(0.01, "l")).as("nothing in time").isNull();

            Future<KeyValue<String, String>> left = threads.submit(() -> waiter.blpop(600.0, "no", "l"));
            awaitBlocked(1, () -> jedis.info("clients"));
            assertThat(jedis.rpush("l", "a", "b", "c")).as("as if no client waited").isEqualTo(3);
            assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo(new KeyValue<>("l", "a"));
            assertThat(waiter.brpop(600.0, "no", "l")).as("there is something already").isEqualTo(new KeyValue<>("l", "c"));
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("b");
            jedis.del("l");

            Future<String> moved = threads.submit(() -> waiter.blmove("l", "m", ListDirection.LEFT, ListDirection.LEFT, 600));
            awaitBlocked(1, () -> jedis.info("clients"));
            jedis.rpush("l", "d");
            assertThat(moved.get(30, TimeUnit.SECONDS)).isEqualTo("d");
            assertThat(jedis.exists("l")).isFalse();
            assertThat(jedis.lrange("m", 0, -1)).containsExactly("d");

            Future<KeyValue<String, List<String>>> several = threads
                    .submit(() -> waiter.blmpop(600, ListDirection.RIGHT, 2, "no", "l"));
            awaitBlocked(1, () -> jedis.info("clients"));
            jedis.rpush("l", "e", "f", "g");
            assertThat(several.get(30, TimeUnit.SECONDS)).isEqualTo(new KeyValue<>("l", List.of("g", "f")));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void whoCameFirstIsServedFirst(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = REDIS.connect(protocol)) {
            List<Future<String>> waiters = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiters.add(threads.submit(() -> {
                    try (Jedis waiter = REDIS.connectAgain(protocol)) {
                        return waiter.blpop(600.0, "l").getValue();
                    }
                }));
                awaitBlocked(i + 1, () -> jedis.info("clients"));
            }
            jedis.rpush("l", "0", "1", "2", "3");
            IntStream.range(4, 10).forEach(i -> jedis.rpush("l", Integer.toString(i)));
            for (int i = 0; i < 10; i++) {
                assertThat(waiters.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(Integer.toString(i));
            }
        }
    }

    /** One element makes its way along a chain of lists; at each of them a client waits for it. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void chains(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = REDIS.connect(protocol)) {
            List<Future<String>> links = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String from = "l" + i;
                String to = "l" + (i + 1);
                links.add(threads.submit(() -> {
                    try (Jedis waiter = REDIS.connectAgain(protocol)) {
                        return waiter.brpoplpush(from, to, 600);
                    }
                }));
            }
            awaitBlocked(5, () -> jedis.info("clients"));
            jedis.lpush("l0", "x");
            for (Future<String> link : links) {
                assertThat(link.get(30, TimeUnit.SECONDS)).isEqualTo("x");
            }
            assertThat(jedis.keys("*")).containsExactly("l5");
        }
    }

    /** Each element goes to one consumer, and none gets lost. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void producersAndConsumers(RedisProtocol protocol) throws Exception {
        int producers = 3;
        int consumers = 4;
        int each = 1000;
        try (Jedis jedis = REDIS.connect(protocol)) {
            List<Future<List<String>>> received = Stream.generate(() -> threads.submit(() -> consume(protocol)))
                    .limit(consumers).toList();
            List<Future<?>> sent = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                String name = "producer " + p + ", element ";
                sent.add(threads.submit(() -> produce(protocol, name, each)));
            }
            for (Future<?> producer : sent) {
                producer.get(30, TimeUnit.SECONDS);
            }
            for (int i = 0; i < consumers; i++) {
                jedis.rpush("even", "end");
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> consumer : received) {
                all.addAll(consumer.get(30, TimeUnit.SECONDS));
            }
            assertThat(all).hasSize(producers * each).doesNotHaveDuplicates();
            assertThat(jedis.dbSize()).isZero();
        }
    }

    private static void produce(RedisProtocol protocol, String name, int elements) {
        try (Jedis jedis = REDIS.connectAgain(protocol)) {
            for (int i = 0; i < elements; i++) {
                jedis.rpush(i % 2 == 0 ? "even" : "odd", name + i);
            }
        }
    }

    /** The odd ones first, so that none is left when the end comes. */
    private static List<String> consume(RedisProtocol protocol) {
        List<String> received = new ArrayList<>();
        try (Jedis jedis = REDIS.connectAgain(protocol)) {
            String element = jedis.blpop(600.0, "odd", "even").getValue();
            while (!element.equals("end")) {
                received.add(element);
                element = jedis.blpop(600.0, "odd", "even").getValue();
            }
        }
        return received;
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void whoLeavesTakesNothing(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Jedis waiter = REDIS.connectAgain(protocol)) {
            CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> waiter.blpop(600.0, "l"), threads);
            awaitBlocked(1, () -> jedis.info("clients"));
            waiter.disconnect();
            assertThatThrownBy(gone::join).isNotNull();
            awaitBlocked(0, () -> jedis.info("clients"));
            jedis.rpush("l", "a");
            assertThat(jedis.lrange("l", 0, -1)).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void unblocking(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = REDIS.connect(protocol); Jedis waiter = REDIS.connectAgain(protocol)) {
            long id = waiter.clientId();
            Future<KeyValue<String, String>> empty = threads.submit(() -> waiter.blpop(0.0, "l"));
            awaitBlocked(1, () -> jedis.info("clients"));
            assertThat(jedis.clientUnblock(id)).isEqualTo(1);
            assertThat(empty.get(30, TimeUnit.SECONDS)).as("as if the time were over").isNull();
            assertThat(jedis.clientUnblock(id)).as("it does not wait").isZero();

            Future<KeyValue<String, String>> error = threads.submit(() -> waiter.blpop(0.0, "l"));
            awaitBlocked(1, () -> jedis.info("clients"));
            jedis.clientUnblock(id, UnblockType.ERROR);
            assertThatThrownBy(() -> error.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(JedisDataException.class)
                    .hasMessageContaining("UNBLOCKED client unblocked via CLIENT UNBLOCK");
        }
    }

    /** In a transaction no client waits, and clients that wait are served when it is over. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void transactions(RedisProtocol protocol) throws Exception {
        try (Jedis jedis = REDIS.connect(protocol); Jedis waiter = REDIS.connectAgain(protocol)) {
            Transaction transaction = jedis.multi();
            Response<KeyValue<String, String>> popped = transaction.blpop(0.0, "l");
            transaction.exec();
            assertThat(popped.get()).isNull();

            Future<KeyValue<String, String>> left = threads.submit(() -> waiter.blpop(600.0, "l"));
            awaitBlocked(1, () -> jedis.info("clients"));
            transaction = jedis.multi();
            transaction.rpush("l", "a");
            transaction.lpush("l", "b");
            transaction.exec();
            assertThat(left.get(30, TimeUnit.SECONDS)).as("what is left of the end of the transaction")
                    .isEqualTo(new KeyValue<>("l", "b"));
        }
    }
}
