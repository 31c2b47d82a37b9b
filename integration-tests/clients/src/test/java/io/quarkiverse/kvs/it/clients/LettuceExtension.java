package io.quarkiverse.kvs.it.clients;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.ExtensionContext;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;

/** The packaged application and connections of Lettuce to it. */
final class LettuceExtension extends KvsServerExtension {

    private RedisClient client;

    RedisClient client() {
        return client;
    }

    /** A connection to a server without keys. */
    StatefulRedisConnection<String, String> connect(ProtocolVersion version) {
        StatefulRedisConnection<String, String> connection = connectAgain(version);
        connection.sync().flushall();
        return connection;
    }

    /** Another connection, which leaves the keys where they are. */
    StatefulRedisConnection<String, String> connectAgain(ProtocolVersion version) {
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        return client.connect();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        super.beforeAll(context);
        client = RedisClient.create(RedisURI.builder().withHost("localhost").withPort(port()).withClientName("test").build());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (client != null) {
            client.shutdown(0, 5, TimeUnit.SECONDS);
        }
        super.afterAll(context);
    }
}
