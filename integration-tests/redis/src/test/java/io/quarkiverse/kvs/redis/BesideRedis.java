package io.quarkiverse.kvs.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.quarkiverse.kvs.it.client.RespConnection;

/** Tests that ask this server and a real Redis the same; skipped where there is none. */
abstract class BesideRedis {

    static BothServers servers;
    static RespConnection redis;
    static RespConnection own;

    @BeforeAll
    static void startServers() throws Exception {
        servers = BothServers.startOrSkip();
        redis = servers.redis();
        own = servers.own();
    }

    @AfterAll
    static void stopServers() throws Exception {
        if (servers != null) {
            servers.close();
            servers = null;
        }
    }
}
