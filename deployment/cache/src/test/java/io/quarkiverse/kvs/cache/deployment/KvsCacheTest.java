package io.quarkiverse.kvs.cache.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.cache.KvsCache;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheInvalidate;
import io.quarkus.cache.CacheInvalidateAll;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CacheResult;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;

/** What methods with {@code @CacheResult} return is kept in the store, and comes back with its type. */
class KvsCacheTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(jar -> jar
            .addClasses(Prices.class, Price.class)
            .addAsResource(new StringAsset("""
                    quarkus.kvs.port=0
                    quarkus.cache.type=kvs
                    quarkus.cache."elsewhere".type=caffeine
                    quarkus.kvs.cache.expire-after-write=1h
                    quarkus.kvs.cache."short".expire-after-write=30s
                    """), "application.properties"))
            .setLogRecordPredicate(record -> record.getLevel().equals(Level.WARN)
                    && record.getLoggerName().startsWith("io.quarkiverse.kvs.cache"))
            // Of the test that fills the store: one for each cache.
            .assertLogRecords(records -> assertThat(records).extracting(record -> new PatternFormatter("%s").format(record))
                    .satisfiesExactlyInAnyOrder(line -> assertThat(line).contains("'prices'", "OOM "),
                            line -> assertThat(line).contains("'reactive'", "OOM ")));

    record Price(String article, long cents, List<String> notes) {
    }

    /** No proxy: the test looks at its fields. */
    @Singleton
    static class Prices {

        final AtomicInteger computed = new AtomicInteger();
        volatile CountDownLatch mayGoOn = new CountDownLatch(0);

        @CacheResult(cacheName = "prices")
        Price price(String article) throws InterruptedException {
            computed.incrementAndGet();
            mayGoOn.await();
            if (article.equals("broken")) {
                throw new IllegalStateException("no price");
            }
            return article.equals("nothing") ? null : new Price(article, 199, List.of("a", "b"));
        }

        @CacheResult(cacheName = "by-country")
        Map<String, Price> prices(String article, int country) {
            return Map.of("n" + computed.incrementAndGet(), new Price(article, country, List.of()));
        }

        @CacheResult(cacheName = "reactive")
        Uni<Price> later(String article) {
            return Uni.createFrom().item(() -> new Price(article, computed.incrementAndGet(), List.of()));
        }

        @CacheResult(cacheName = "short")
        int number() {
            return computed.incrementAndGet();
        }

        @CacheResult(cacheName = "elsewhere")
        int elsewhere() {
            return computed.incrementAndGet();
        }

        @CacheInvalidate(cacheName = "prices")
        void changed(String article) {
            // The annotation does it.
        }

        @CacheInvalidateAll(cacheName = "prices")
        void allChanged() {
            // The annotation does it.
        }
    }

    @Inject
    Prices prices;

    @Inject
    KeyValueStore store;

    @Inject
    @CacheName("prices")
    Cache cache;

    @Inject
    MeterRegistry registry;

    @BeforeEach
    void empty() {
        store.clear();
        prices.computed.set(0);
    }

    @Test
    void valuesAreComputedOnceAndKeptInTheStore() throws Exception {
        Price first = prices.price("tea");
        assertThat(prices.price("tea")).isEqualTo(first).isEqualTo(new Price("tea", 199, List.of("a", "b")));
        assertThat(prices.computed).hasValue(1);
        assertThat(store.keys()).containsExactly("cache:prices:\"tea\"");
        assertThat(store.get("cache:prices:\"tea\"")).isEqualTo("{\"article\":\"tea\",\"cents\":199,\"notes\":[\"a\",\"b\"]}");
        assertThat(store.timeToLive("cache:prices:\"tea\"")).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        // As another process would
        store.set("cache:prices:\"tea\"", "{\"article\":\"tea\",\"cents\":1,\"notes\":[]}");
        assertThat(prices.price("tea").cents()).isEqualTo(1);
    }

    @Test
    void nullIsAValue() throws Exception {
        assertThat(prices.price("nothing")).isNull();
        assertThat(prices.price("nothing")).isNull();
        assertThat(prices.computed).hasValue(1);
    }

    @Test
    void failuresAreNotKept() {
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> prices.price("broken")).isInstanceOf(IllegalStateException.class).hasMessage("no price");
            assertThat(prices.computed).hasValue(i);
        }
        assertThat(store.size()).isZero();
    }

    @Test
    void typesWithArgumentsSeveralParametersAndNoneAreKept() {
        Map<String, Price> first = prices.prices("tea", 49);
        assertThat(prices.prices("tea", 49)).isEqualTo(first);
        assertThat(prices.prices("tea", 41)).isNotEqualTo(first);
        assertThat(prices.number()).isEqualTo(prices.number());
        assertThat(store.keys()).containsExactlyInAnyOrder("cache:by-country:[\"tea\",49]", "cache:by-country:[\"tea\",41]",
                "cache:short:\"\"");
        assertThat(store.timeToLive("cache:short:\"\"")).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void methodsThatReturnAUniWaitForNothing() {
        Price first = prices.later("tea").await().indefinitely();
        assertThat(prices.later("tea").await().indefinitely()).isEqualTo(first);
        assertThat(prices.computed).hasValue(1);
    }

    @Test
    void valuesAreInvalidated() throws Exception {
        prices.price("tea");
        prices.price("coffee");
        store.set("cache:prices-of-others:1", "x");
        prices.changed("tea");
        assertThat(store.exists("cache:prices:\"tea\"")).isFalse();
        assertThat(store.exists("cache:prices:\"coffee\"")).isTrue();
        cache.invalidateIf(key -> key.equals("\"tea\"")).await().indefinitely();
        assertThat(cache.as(KvsCache.class).size().await().indefinitely()).isEqualTo(1);
        prices.allChanged();
        assertThat(store.keys()).containsExactly("cache:prices-of-others:1");
    }

    @Test
    void callersAtTheSameTimeShareOneComputation() throws Exception {
        prices.mayGoOn = new CountDownLatch(1);
        long before = cache.as(KvsCache.class).statistics().misses();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Price>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(threads.submit(() -> prices.price("tea")));
            }
            Await.until("all of them ask",
                    () -> cache.as(KvsCache.class).statistics().misses() == before + 4);
            prices.mayGoOn.countDown();
            for (Future<Price> caller : callers) {
                assertThat(caller.get().article()).isEqualTo("tea");
            }
            assertThat(prices.computed).hasValue(1);
        } finally {
            prices.mayGoOn.countDown();
            threads.shutdown();
        }
    }

    @Test
    void whatIsOfAnotherTypeIsComputedAnew() throws Exception {
        store.set("cache:prices:\"tea\"", "[1, 2]");
        assertThat(prices.price("tea").cents()).isEqualTo(199);
        assertThat(prices.price("tea").cents()).isEqualTo(199);
        assertThat(prices.computed).hasValue(1);
    }

    @Test
    void askedAndStoredValuesAreCounted() throws Exception {
        KvsCache kvs = cache.as(KvsCache.class);
        KvsCache.Statistics before = kvs.statistics();
        double hitsBefore = hits();
        prices.price("tea");
        prices.price("tea");
        prices.price("tea");
        KvsCache.Statistics after = kvs.statistics();
        assertThat(after.misses() - before.misses()).isEqualTo(1);
        assertThat(after.hits() - before.hits()).isEqualTo(2);
        assertThat(after.puts() - before.puts()).isEqualTo(1);
        assertThat(hits() - hitsBefore).isEqualTo(2);

        kvs.put("coffee", new Price("coffee", 5, List.of())).await().indefinitely();
        assertThat(prices.price("coffee").cents()).isEqualTo(5);
        assertThat(kvs.getIfPresent("coffee", Price.class).await().indefinitely().cents()).isEqualTo(5);
        assertThat(kvs.getIfPresent("milk", Price.class).await().indefinitely()).isNull();
    }

    @Test
    void whatTheStoreDoesNotTakeIsComputedEachTime() throws Exception {
        KvsCache kvs = cache.as(KvsCache.class);
        KvsCache.Statistics before = kvs.statistics();
        store.set("what fills it", "1");
        store.execute("CONFIG", "SET", "maxmemory", "1");
        try {
            for (int i = 1; i <= 3; i++) {
                assertThat(prices.price("tea").cents()).isEqualTo(199);
                assertThat(prices.computed).hasValue(i);
            }
            for (int i = 4; i <= 6; i++) {
                assertThat(prices.later("tea").await().indefinitely().cents()).isEqualTo(i);
            }
            // Who stores a value wants to know.
            assertThatThrownBy(() -> kvs.put("tea", new Price("tea", 5, List.of())).await().indefinitely())
                    .isInstanceOf(KvsException.class).hasMessageStartingWith("OOM ");
        } finally {
            store.execute("CONFIG", "SET", "maxmemory", "0");
        }
        KvsCache.Statistics after = kvs.statistics();
        assertThat(after.misses() - before.misses()).isEqualTo(3);
        assertThat(after.puts() - before.puts()).isZero();
        assertThat(store.keys()).containsExactly("what fills it");
    }

    @Test
    void otherCachesStayWhereTheyAre() {
        assertThat(prices.elsewhere()).isEqualTo(prices.elsewhere());
        assertThat(store.size()).isZero();
    }

    private double hits() {
        return registry.get("kvs.cache.gets").tag("cache", "prices").tag("result", "hit").functionCounter().count();
    }
}
