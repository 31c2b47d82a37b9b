package io.quarkiverse.kvs.it.clients;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.api.redisnode.RedisSingle;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;

/** The packaged application and Redisson, connected to it in either version of the protocol. */
final class RedissonExtension extends KvsServerExtension {

    private final Map<Protocol, RedissonClient> clients = new EnumMap<>(Protocol.class);

    /** Redisson, connected to a server without keys. */
    RedissonClient connect(Protocol protocol) {
        RedissonClient redisson = clients.computeIfAbsent(protocol, this::create);
        redisson.getKeys().flushall();
        return redisson;
    }

    /** Waits until one connection is blocked. */
    static void awaitOneBlocked(RedissonClient redisson) {
        RedisSingle server = redisson.getRedisNodes(RedisNodes.SINGLE);
        awaitBlocked(1, () -> "blocked_clients:"
                + server.getInstance().info(RedisNode.InfoSection.CLIENTS).get("blocked_clients") + "\r\n");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        clients.values().forEach(RedissonClient::shutdown);
        super.afterAll(context);
    }

    private RedissonClient create(Protocol protocol) {
        Config config = new Config();
        // With the cache, it repeats what no server without scripts can answer, and does not give up.
        config.setProtocol(protocol).setCodec(StringCodec.INSTANCE).setUseScriptCache(false);
        config.useSingleServer().setAddress(uri()).setConnectionMinimumIdleSize(1).setConnectionPoolSize(8)
                .setSubscriptionConnectionMinimumIdleSize(1).setSubscriptionConnectionPoolSize(2).setTimeout(30_000);
        return Redisson.create(config);
    }
}
