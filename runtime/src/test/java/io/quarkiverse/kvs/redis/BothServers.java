package io.quarkiverse.kvs.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/** This server and a real Redis, side by side, to be asked the same. */
final class BothServers implements AutoCloseable {

    private final RedisProcess redis;
    private final Vertx vertx = Vertx.vertx();
    private final Maintenance maintenance;
    private final TcpServer server;
    private final RespConnection toRedis;
    private final RespConnection toOwn;

    /** Starts both; where Redis is not installed, the test is skipped. */
    static BothServers startOrSkip() throws Exception {
        assumeTrue(RedisProcess.isInstalled(), "redis-server 7.0 is not installed");
        return new BothServers();
    }

    private BothServers() throws Exception {
        redis = RedisProcess.start();
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), System::currentTimeMillis,
                System::nanoTime);
        server = new TcpServer(vertx, state, new ServerConfig("127.0.0.1", 0, 2));
        state.control(server);
        maintenance = new Maintenance(state);
        maintenance.listener(server);
        server.start();
        toRedis = new RespConnection(redisPort());
        toOwn = new RespConnection(ownPort());
    }

    /** A connection to Redis. */
    RespConnection redis() {
        return toRedis;
    }

    /** A connection to this server. */
    RespConnection own() {
        return toOwn;
    }

    int redisPort() {
        return redis.port();
    }

    int ownPort() {
        return server.port();
    }

    @Override
    public void close() throws Exception {
        toRedis.close();
        toOwn.close();
        server.close();
        maintenance.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }
}
