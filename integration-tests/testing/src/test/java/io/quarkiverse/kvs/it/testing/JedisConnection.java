package io.quarkiverse.kvs.it.testing;

import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;

/** How the tests connect as a client that is not Quarkus's. */
final class JedisConnection {

    private JedisConnection() {
    }

    static Jedis to(KvsTestServer kvs) {
        return new Jedis(kvs.host(), kvs.port(), DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3)
                .socketTimeoutMillis(30_000).build());
    }
}
