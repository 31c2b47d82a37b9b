package io.quarkiverse.kvs.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.Vertx;

/** The API for callers in the same process. */
class KeyValueStoreTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.limits.key-length", "10")
            .overrideRuntimeConfigKey("quarkus.kvs.limits.value-length", "20");

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @Inject
    Vertx vertx;

    @BeforeEach
    void clear() {
        store.clear();
    }

    @Test
    void strings() {
        assertThat(store.get("A")).isNull();
        assertThat(store.exists("A")).isFalse();
        assertThat(store.delete("A")).isFalse();

        store.set("A", "1");
        store.set("\u00e4", "\u20ac");

        assertThat(store.get("A")).isEqualTo("1");
        assertThat(store.get("\u00e4")).isEqualTo("\u20ac");
        assertThat(store.exists("A")).isTrue();
        assertThat(store.size()).isEqualTo(2);
        assertThat(store.keys()).containsExactlyInAnyOrder("A", "\u00e4");
        assertThat(store.keysMatching("[A-Z]")).containsExactly("A");
        assertThat(store.delete("A")).isTrue();
        assertThat(store.get("A")).isNull();
        store.clear();
        assertThat(store.size()).isZero();
    }

    @Test
    void bytes() {
        byte[] key = { 0, -1, 10, 13 };
        byte[] value = { -128, 127, 0 };
        assertThat(store.get(key)).isNull();

        store.set(key, value);
        value[0] = 1;

        assertThat(store.get(key)).containsExactly(-128, 127, 0);
        assertThat(store.exists(key)).isTrue();
        assertThat(store.binaryKeys()).containsExactly(key);
        assertThat(store.binaryKeysMatching("\\x00")).containsExactly(key);
        assertThat(store.binaryKeysMatching("a")).isEmpty();
        assertThat(store.delete(key)).isTrue();
        assertThat(store.delete(key)).isFalse();
    }

    @Test
    void isTheDataThatClientsSee() {
        try (LineClient client = new LineClient(server.port())) {
            store.set("A", "1");
            assertThat(client.call("GET", "A")).isEqualTo("+1");
            client.call("SET", "B", "\u00e2\u0082\u00ac");
            assertThat(store.get("B")).isEqualTo("\u20ac");
            store.clear();
            assertThat(client.call("GET", "A")).isEqualTo("-invalid key A");
        }
    }

    @Test
    void aValueThatALineCannotCarryIsNotSplit() {
        store.set("A", "1\r\n+2");
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("GET", "A")).startsWith("-the reply holds a line break");
            assertThat(client.call("DEL", "A")).isEqualTo("+OK");
        }
    }

    @Test
    void aTimeToLiveEnds() {
        store.set("B", "2", Duration.ofHours(1));
        store.set("C", "3", Duration.ofNanos(1));
        store.set("D", "4", Duration.ofMillis(200));
        store.set("D", "5");
        store.set("A", "1", Duration.ofMillis(200));
        Await.until("the time of A, and of what D was before, is over", () -> store.get("A") == null);
        assertThat(store.get("B")).isEqualTo("2");
        assertThat(store.exists("C")).isFalse();
        assertThat(store.get("D")).as("set again, for ever").isEqualTo("5");
        assertThat(store.keys()).containsExactlyInAnyOrder("B", "D");
    }

    @Test
    void numbersAreCounted() {
        assertThat(store.increment("n")).isEqualTo(1);
        assertThat(store.increment("n", -3)).isEqualTo(-2);
        assertThat(store.increment(new byte[] { 'n' }, 44)).isEqualTo(42);
        store.set("text", "a");
        assertThatThrownBy(() -> store.increment("text")).isInstanceOf(KvsException.class)
                .hasMessageContaining("not an integer");
    }

    @Test
    void aKeyIsSetIfThereIsNone() {
        assertThat(store.setIfAbsent("A", "1")).isTrue();
        assertThat(store.setIfAbsent("A", "2")).isFalse();
        assertThat(store.get("A")).isEqualTo("1");
        assertThat(store.setIfAbsent("B", "1", Duration.ofMinutes(1))).isTrue();
        assertThat(store.timeToLive("B")).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(store.setIfAbsent("A", "1", Duration.ofMinutes(1))).isFalse();
        assertThat(store.timeToLive("A")).isNull();
    }

    @Test
    void aTimeToLiveIsSetAndTakenAway() {
        assertThat(store.expire("A", Duration.ofMinutes(1))).isFalse();
        assertThat(store.timeToLive("A")).isNull();
        store.list("A").addLast("a");
        assertThat(store.expire("A", Duration.ofMinutes(1))).isTrue();
        assertThat(store.timeToLive("A")).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(store.persist("A")).isTrue();
        assertThat(store.persist("A")).isFalse();
        assertThat(store.timeToLive("A")).isNull();
    }

    @Test
    void severalKeysAtOnce() {
        store.setAll(Map.of("A", "1", "B", "2"));
        store.list("L").addLast("a");
        assertThat(store.getAll(List.of("B", "C", "L", "A"))).containsExactly(Map.entry("B", "2"), Map.entry("A", "1"));
        assertThat(store.deleteAll(List.of("A", "C", "L"))).isEqualTo(2);
        assertThat(store.keys()).containsExactly("B");
        assertThat(store.getAll(List.of())).isEmpty();
        assertThat(store.deleteAll(List.of())).isZero();
        store.setAll(Map.of());
    }

    @Test
    void limitsHold() {
        String longestKey = "k".repeat(10);
        String longestValue = "v".repeat(20);
        store.set(longestKey, longestValue);
        assertThat(store.get(longestKey)).isEqualTo(longestValue);
        assertThatThrownBy(() -> store.set(longestKey + "k", "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key too long: at most 10 bytes are allowed, not 11");
        assertThatThrownBy(() -> store.get(longestKey + "k")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.set("A", longestValue + "v")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value too long: at most 20 bytes are allowed, not 21");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> store.get((String) null)).isInstanceOf(NullPointerException.class).hasMessage("key");
        assertThatThrownBy(() -> store.set("A", null)).isInstanceOf(NullPointerException.class).hasMessage("value");
        assertThatThrownBy(() -> store.set(null, "1")).isInstanceOf(NullPointerException.class).hasMessage("key");
        assertThatThrownBy(() -> store.set("A", "1", null)).isInstanceOf(NullPointerException.class)
                .hasMessage("timeToLive");
        assertThatThrownBy(() -> store.set("A", "1", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.set("A", "1", Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.set("A", "1", Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.keysMatching("(")).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.size()).isZero();
    }

    @Test
    void worksOnAnyThread() {
        CompletableFuture<String> onEventLoop = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            store.set("A", "1");
            onEventLoop.complete(store.get("A"));
        });
        assertThat(onEventLoop.join()).isEqualTo("1");

        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int thread = i;
            writers.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 1000; n++) {
                    store.set(("t" + thread + "-" + n).getBytes(UTF_8), new byte[0]);
                }
            }));
        }
        writers.forEach(CompletableFuture::join);
        assertThat(store.size()).isEqualTo(4001);
    }
}
