package io.quarkiverse.kvs.it.clients;

import static io.quarkiverse.kvs.it.clients.RedissonExtension.awaitOneBlocked;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RBlockingDeque;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RDeque;
import org.redisson.api.RQueue;
import org.redisson.api.RedissonClient;
import org.redisson.api.queue.DequeMoveArgs;
import org.redisson.config.Protocol;

/** Lists as queues of Redisson. */
class RedissonQueueIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void queues(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RQueue<String> queue = redisson.getQueue("q");
        assertThat(queue.poll()).isNull();
        assertThat(queue.offer("a")).isTrue();
        queue.add("b");
        queue.add("c");
        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.pollLastAndOfferFirstTo("other")).isEqualTo("c");
        assertThat(queue.readAll()).containsExactly("b");
        assertThat(redisson.<String> getQueue("other").readAll()).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void deques(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RDeque<String> deque = redisson.getDeque("d");
        assertThat(deque.addFirstIfExists("x")).isZero();
        deque.addLast("c");
        deque.addFirst("b");
        assertThat(deque.addFirst("a", "0")).as("one after the other").isEqualTo(4);
        assertThat(deque.readAll()).containsExactly("0", "a", "b", "c");
        assertThat(deque.peekLast()).isEqualTo("c");
        assertThat(deque.pollFirst()).isEqualTo("0");
        assertThat(deque.pollLast()).isEqualTo("c");
        assertThat(deque.move(DequeMoveArgs.pollFirst().addLastTo("d"))).as("around").isEqualTo("a");
        assertThat(deque.readAll()).containsExactly("b", "a");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void waiting(Protocol protocol) throws InterruptedException {
        RedissonClient redisson = REDIS.connect(protocol);
        RBlockingQueue<String> queue = redisson.getBlockingQueue("q");
        assertThat(queue.poll(10, TimeUnit.MILLISECONDS)).as("nothing in time").isNull();

        CompletableFuture<String> taken = queue.takeAsync().toCompletableFuture();
        awaitOneBlocked(redisson);
        queue.put("a");
        assertThat(taken.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("a");

        CompletableFuture<String> moved = queue.pollLastAndOfferFirstToAsync("other", 10, TimeUnit.MINUTES)
                .toCompletableFuture();
        awaitOneBlocked(redisson);
        queue.put("b");
        assertThat(moved.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("b");

        assertThat(queue.pollFromAny(5, TimeUnit.SECONDS, "no", "other")).isEqualTo("b");
        queue.addAll(List.of("c", "d", "e"));
        assertThat(queue.pollFirstFromAny(Duration.ofSeconds(5), 2, "no")).isEqualTo(Map.of("q", List.of("c", "d")));
        RBlockingDeque<String> deque = redisson.getBlockingDeque("q");
        assertThat(deque.takeLast()).isEqualTo("e");
    }

    /** Each element goes to one consumer, and none gets lost. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void producersAndConsumers(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<List<String>>> consumers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                consumers.add(threads.submit(() -> consume(redisson.getBlockingQueue("q"))));
            }
            List<Future<?>> producers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String name = "producer " + i + ", element ";
                producers.add(threads.submit(() -> {
                    for (int j = 0; j < 500; j++) {
                        redisson.<String> getBlockingQueue("q").add(name + j);
                    }
                }));
            }
            for (Future<?> producer : producers) {
                producer.get(30, TimeUnit.SECONDS);
            }
            redisson.<String> getBlockingQueue("q").addAll(List.of("end", "end", "end"));
            List<String> received = new ArrayList<>();
            for (Future<List<String>> consumer : consumers) {
                received.addAll(consumer.get(30, TimeUnit.SECONDS));
            }
            assertThat(received).hasSize(1000).doesNotHaveDuplicates();
            assertThat(redisson.getKeys().count()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> consume(RBlockingQueue<String> queue) throws InterruptedException {
        List<String> received = new ArrayList<>();
        for (String element = queue.take(); !element.equals("end"); element = queue.take()) {
            received.add(element);
        }
        return received;
    }
}
