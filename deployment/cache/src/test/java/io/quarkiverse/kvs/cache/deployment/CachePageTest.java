package io.quarkiverse.kvs.cache.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.acme.PriceStatistics;
import org.acme.Prices;
import org.acme.Prices.Price;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.docs.DocsPage;
import io.quarkus.test.QuarkusUnitTest;

/** What the page on the cache shows and says, with the settings that it shows for one cache. */
class CachePageTest {

    private static final DocsPage PAGE = DocsPage.named("cache.adoc");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(jar -> jar
            .addClasses(Prices.class, Price.class, PriceStatistics.class)
            .addAsResource(new StringAsset("quarkus.kvs.port=0\n" + PAGE.listings("properties").get(1)),
                    "application.properties"));

    @Inject
    Prices prices;

    @Inject
    PriceStatistics statistics;

    @Inject
    KeyValueStore store;

    @BeforeEach
    void empty() {
        store.clear();
    }

    @AfterEach
    void asConfigured() {
        store.execute("CONFIG", "SET", "maxmemory", "0");
        store.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }

    @Test
    void showsWhatIsTested() throws IOException {
        List<String> examples = PAGE.listings("java");
        assertThat(examples).hasSize(2).allSatisfy(
                example -> assertThat(DocsPage.isInFile(example, "java", Path.of("src/test/java/org/acme"))).isTrue());
        assertThat(PAGE.listings("properties").get(0)).isEqualTo("quarkus.cache.type=kvs");
    }

    @Test
    void keepsResultsAsShown() {
        assertThat(prices.price("tea")).isEqualTo(new Price("tea", 199));
        assertThat(prices.price("tea")).isEqualTo(new Price("tea", 199));
        assertThat(statistics.hitRate()).isPositive();
        String key = "cache:prices:\"tea\"";
        String value = store.get(key);
        assertThat(PAGE.text()).contains("\n> GET \"" + key.replace("\"", "\\\"") + "\"\n"
                + "\"" + value.replace("\"", "\\\"") + "\"\n");
        assertThat(store.timeToLive(key)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        prices.priceHasChanged("tea");
        assertThat(store.exists(key)).isFalse();
    }

    @Test
    void whenTheStoreIsFullResultsAreReturnedAndNotKept() {
        prices.price("tea");
        store.execute("CONFIG", "SET", "maxmemory", "1");
        assertThat(prices.price("tea")).isEqualTo(new Price("tea", 199));
        assertThat(prices.price("coffee")).isEqualTo(new Price("coffee", 199));
        assertThat(store.keys()).containsExactly("cache:prices:\"tea\"");
        prices.priceHasChanged("tea");
        assertThat(store.size()).isZero();
    }

    @Test
    void evictsOtherEntriesIfItMay() {
        prices.price("tea");
        long used = Long
                .parseLong(store.execute("INFO", "memory").asString().replaceAll("(?s).*\\bused_memory:(\\d+).*", "$1"));
        store.execute("CONFIG", "SET", "maxmemory", String.valueOf(used + 200_000));
        store.execute("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        for (int article = 0; article < 5000; article++) {
            assertThat(prices.price("article " + article).cents()).isEqualTo(199);
        }
        assertThat(store.size()).isBetween(100L, 2500L);
    }
}
