package io.quarkiverse.kvs.redis;

import io.quarkiverse.kvs.it.client.RespConnection;

/** This server and a real Redis, side by side, to be asked the same. */
final class BothServers implements AutoCloseable {

    private final RedisProcess redis;
    private final OwnServer own;
    private final RespConnection toRedis;
    private final RespConnection toOwn;

    /** Starts both; where Redis is not installed, the test is skipped. */
    static BothServers startOrSkip() throws Exception {
        return new BothServers(RedisProcess.startOrSkip());
    }

    private BothServers(RedisProcess redis) throws Exception {
        this.redis = redis;
        own = new OwnServer();
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
        return own.port();
    }

    @Override
    public void close() throws Exception {
        toRedis.close();
        toOwn.close();
        own.close();
        redis.close();
    }
}
