package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.threads.Await;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.Cache;
import redis.clients.jedis.csc.CacheConfig;

/** Jedis's client-side cache, which asks for RESP3 and for Redis 7.4. */
class JedisClientSideCachingIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension("-Dquarkus.kvs.redis-version=7.4.0");

    @Test
    void whatOthersChangeLeavesTheCache() {
        try (Jedis other = REDIS.connect(RedisProtocol.RESP3);
                JedisPooled jedis = new JedisPooled(new HostAndPort("localhost", REDIS.port()),
                        DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).socketTimeoutMillis(30_000).build(),
                        CacheConfig.builder().maxSize(1000).build())) {
            Cache cache = jedis.getCache();
            other.set("name", "Ada");
            other.set("town", "London");
            assertThat(jedis.get("name")).isEqualTo("Ada");
            assertThat(jedis.mget("name", "town")).containsExactly("Ada", "London");
            assertThat(cache.getSize()).isEqualTo(2);
            assertThat(jedis.get("name")).isEqualTo("Ada");
            assertThat(cache.getStats().getHitCount()).isPositive();

            other.set("name", "Grace");
            Await.until("the changed value is read", () -> jedis.get("name").equals("Grace"));
            assertThat(jedis.mget("name", "town")).containsExactly("Grace", "London");

            other.flushAll();
            Await.until("all is gone", () -> jedis.get("town") == null);
        }
    }
}
