package io.quarkiverse.kvs.it.clients;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;

/** The packaged application and connections of Jedis to it. */
final class JedisExtension extends KvsServerExtension {

    JedisExtension(String... options) {
        super(options);
    }

    /** A connection to a server without keys. */
    Jedis connect(RedisProtocol protocol) {
        Jedis jedis = connectAgain(protocol);
        jedis.flushAll();
        return jedis;
    }

    /** Another connection, which leaves the keys where they are. */
    Jedis connectAgain(RedisProtocol protocol) {
        return new Jedis(new HostAndPort("localhost", port()),
                DefaultJedisClientConfig.builder().protocol(protocol).clientName("test").socketTimeoutMillis(30_000).build());
    }
}
