package io.quarkiverse.kvs.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet;
import io.quarkiverse.kvs.StoredStream;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;

/** The calls that are shown on the page Getting started do what it says. */
@QuarkusTest
@KvsTest
class GettingStartedTest {

    @Inject
    KeyValueStore store;

    @Inject
    ReactiveKeyValueStore reactive;

    @Inject
    KvsServer server;

    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

    @Test
    void keys() {
        store.setAll(Map.of("visits", "41", "user:1", "Ada"));
        long visits = store.increment("visits");
        boolean first = store.setIfAbsent("lock", "me", Duration.ofSeconds(30));
        store.expire("visits", Duration.ofDays(1));
        Duration left = store.timeToLive("visits");
        store.setAll(Map.of("a", "1", "b", "2"));
        Map<String, String> values = store.getAll(List.of("a", "b", "c"));
        long deleted = store.deleteAll(List.of("a", "b"));
        List<String> users = store.keysMatching("user:.*");

        assertThat(visits).isEqualTo(42);
        assertThat(first).isTrue();
        assertThat(store.setIfAbsent("lock", "you", Duration.ofSeconds(30))).isFalse();
        assertThat(left).isBetween(Duration.ofHours(23), Duration.ofDays(1));
        assertThat(store.timeToLive("user:1")).isNull();
        assertThat(values).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(deleted).isEqualTo(2);
        assertThat(users).containsExactly("user:1");
        assertThat(store.execute("KEYS", "user:*").asList()).hasSize(1);
    }

    @Test
    void collections() {
        store.hash("user:1").set("name", "Ada");
        store.list("jobs").addLast("first", "second");
        String job = store.list("jobs").removeFirst();
        store.set("tags").add("java", "quarkus");
        store.sortedSet("scores").increment("Ada", 1.5);
        for (StoredSortedSet.Scored best : store.sortedSet("scores").range(-3, -1)) {
            print(best.member() + " " + best.score());
        }
        String id = store.stream("events").add(Map.of("user", "Ada", "did", "log in"));
        for (StoredStream.Entry event : store.stream("events").range(StoredStream.FIRST, StoredStream.LAST, 100)) {
            print(event.id() + " " + event.fields().get("user"));
        }

        assertThat(job).isEqualTo("first");
        assertThat(printed).containsExactly("Ada 1.5", id + " Ada");
        assertThat(store.hash("user:1").get("name")).isEqualTo("Ada");
        for (int score = 1; score <= 4; score++) {
            store.sortedSet("more").increment("player " + score, score);
        }
        assertThat(store.sortedSet("more").range(-3, -1)).extracting(StoredSortedSet.Scored::member)
                .containsExactly("player 2", "player 3", "player 4");
    }

    @Test
    void anyCommand() {
        store.execute("SET", "k", "v", "EX", "10");
        long seconds = store.execute("TTL", "k").asLong();
        Reply missing = store.execute("GET", "nothing");
        for (Reply value : store.execute("MGET", "k", "nothing").asList()) {
            print(value.asString());
        }
        byte[] bytes = store.execute("GETRANGE", new byte[] { 'k' }, new byte[] { '0' }, new byte[] { '0' }).asBytes();

        assertThat(store.execute("SET", "other", "v")).isEqualTo(new Reply.Status("OK"));
        assertThat(seconds).isBetween(1L, 10L);
        assertThat(missing.isNil()).isTrue();
        assertThat(missing.asString()).isNull();
        assertThat(printed).containsExactly("v", "null");
        assertThat(bytes).containsExactly('v');
        assertThat(store.execute("BLPOP", "nobody adds to this", "0").isNil()).isTrue();
    }

    @Test
    void messages() {
        Cancellable subscription = reactive.subscribe("news").subscribe().with(message -> print(message.text()));
        store.execute("PUBLISH", "news", "hello");
        Await.until("the message has come", () -> !printed.isEmpty());
        subscription.cancel();

        assertThat(printed).containsExactly("hello");
        Await.until("nobody listens", () -> store.execute("PUBLISH", "news", "hello").asLong() == 0);
    }

    @Test
    void portOfTheServer() {
        assertThat(server.port()).isPositive().isNotEqualTo(7777);
    }

    private void print(String text) {
        printed.add(String.valueOf(text));
    }
}
