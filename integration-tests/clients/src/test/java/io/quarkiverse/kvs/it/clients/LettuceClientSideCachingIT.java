package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import io.quarkiverse.kvs.it.threads.Await;

/** Lettuce's client-side cache, which speaks RESP3. */
class LettuceClientSideCachingIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    private final Map<String, String> cache = new ConcurrentHashMap<>();

    @Test
    void whatOthersChangeLeavesTheCache() {
        StatefulRedisConnection<String, String> reader = REDIS.connectAgain();
        RedisCommands<String, String> other = REDIS.connectAgain().sync();
        other.flushall();
        other.set("name", "Ada");
        other.set("town", "London");
        CacheFrontend<String, String> frontend = ClientSideCaching.enable(CacheAccessor.forMap(cache), reader,
                TrackingArgs.Builder.enabled().noloop());
        assertThat(frontend.get("name")).isEqualTo("Ada");
        assertThat(frontend.get("town")).isEqualTo("London");
        assertThat(cache).containsOnly(Map.entry("name", "Ada"), Map.entry("town", "London"));

        other.set("name", "Grace");
        Await.until("the changed key leaves the cache", () -> !cache.containsKey("name"));
        assertThat(cache).containsOnlyKeys("town");
        assertThat(frontend.get("name")).isEqualTo("Grace");

        other.pexpire("town", 1);
        Await.until("the expired key leaves the cache", () -> !cache.containsKey("town"));
        assertThat(frontend.get("name", () -> "not asked")).isEqualTo("Grace");
    }

    @Test
    void whatIsNotThereIsLoadedAndTracked() {
        RedisCommands<String, String> other = REDIS.connectAgain().sync();
        other.flushall();
        CacheFrontend<String, String> frontend = ClientSideCaching.enable(CacheAccessor.forMap(cache), REDIS.connectAgain(),
                TrackingArgs.Builder.enabled());
        assertThat(frontend.get("name", () -> "Ada")).isEqualTo("Ada");
        assertThat(other.get("name")).as("Lettuce writes through").isEqualTo("Ada");
        frontend.get("name");
        other.del("name");
        Await.until("the deleted key leaves the cache", () -> !cache.containsKey("name"));
    }
}
