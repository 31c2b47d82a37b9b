package io.quarkiverse.kvs.it.observe;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.RawClient;
import redis.clients.jedis.Jedis;

/** How the tests connect: with the patience that a busy machine needs, which Jedis by itself does not have. */
final class JedisConnection {

    private JedisConnection() {
    }

    static Jedis to(KvsServer server) {
        return new Jedis("localhost", server.port(), (int) RawClient.PATIENCE.toMillis());
    }
}
