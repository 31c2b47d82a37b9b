package io.quarkiverse.kvs.it.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** The packaged application and connections of Lettuce to it, which are closed after each test. */
final class LettuceExtension extends KvsServerExtension implements AfterEachCallback {

    /** How long to wait for a reply: longer than any busy machine takes. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<StatefulConnection<String, String>> connections = new ArrayList<>();
    private RedisClient client;

    /** A connection to a server without keys. */
    StatefulRedisConnection<String, String> connect(ProtocolVersion version) {
        StatefulRedisConnection<String, String> connection = connectAgain(version);
        connection.sync().flushall();
        return connection;
    }

    /** Another connection, which leaves the keys where they are. */
    StatefulRedisConnection<String, String> connectAgain(ProtocolVersion version) {
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        StatefulRedisConnection<String, String> connection = client.connect();
        connections.add(connection);
        return connection;
    }

    /** Another connection, for channels. */
    StatefulRedisPubSubConnection<String, String> connectPubSub(ProtocolVersion version) {
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
        connections.add(connection);
        return connection;
    }

    /** Sends the commands of all these calls at once. */
    static void pipeline(StatefulRedisConnection<String, String> connection,
            Consumer<RedisAsyncCommands<String, String>> calls) {
        connection.setAutoFlushCommands(false);
        calls.accept(connection.async());
        connection.flushCommands();
        connection.setAutoFlushCommands(true);
    }

    /** The reply, when it has come. */
    static <T> T join(CompletionStage<T> reply) {
        return reply.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The replies, when all have come. */
    static <T> List<T> join(List<? extends CompletionStage<T>> replies) {
        List<T> joined = new ArrayList<>();
        replies.forEach(reply -> joined.add(join(reply)));
        return joined;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        super.beforeAll(context);
        client = RedisClient.create(RedisURI.builder().withHost("localhost").withPort(port()).withClientName("test").build());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        connections.forEach(StatefulConnection::close);
        connections.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (client != null) {
            client.shutdown(0, 5, TimeUnit.SECONDS);
        }
        super.afterAll(context);
    }
}
