package io.quarkiverse.kvs.it.clients;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    private final List<RedissonClient> others = new ArrayList<>();

    /** Redisson, connected to a server without keys. */
    RedissonClient connect(Protocol protocol) {
        RedissonClient redisson = clients.computeIfAbsent(protocol, this::create);
        redisson.getKeys().flushall();
        return redisson;
    }

    /** The same with another configuration; a client of its own. */
    RedissonClient connect(Protocol protocol, Consumer<Config> configuration) {
        Config config = config(protocol);
        configuration.accept(config);
        RedissonClient redisson = Redisson.create(config);
        others.add(redisson);
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
        others.forEach(RedissonClient::shutdown);
        super.afterAll(context);
    }

    private RedissonClient create(Protocol protocol) {
        return Redisson.create(config(protocol));
    }

    private Config config(Protocol protocol) {
        Config config = new Config();
        config.setProtocol(protocol).setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(uri()).setConnectionMinimumIdleSize(1).setConnectionPoolSize(8)
                .setSubscriptionConnectionMinimumIdleSize(1).setSubscriptionConnectionPoolSize(2).setTimeout(30_000);
        return config;
    }
}
