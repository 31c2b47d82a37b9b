package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * The packaged application and connections of Lettuce to it, which are closed after each test. A test with {@link EachProtocol}
 * may have these parameters, each of a new connection to a server without keys: {@link RedisCommands},
 * {@link RedisReactiveCommands}, or the {@link StatefulRedisConnection} itself; also the {@link ProtocolVersion}.
 */
final class LettuceExtension extends KvsServerExtension
        implements AfterEachCallback, ParameterResolver, TestTemplateInvocationContextProvider {

    /** How long to wait for a reply: longer than any busy machine takes. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<StatefulConnection<String, String>> connections = new ArrayList<>();
    private RedisClient client;
    /** Of the test that runs. */
    private ProtocolVersion version;

    /** A connection to a server without keys. */
    private StatefulRedisConnection<String, String> connect() {
        StatefulRedisConnection<String, String> connection = connectAgain();
        connection.sync().flushall();
        return connection;
    }

    /** Another connection, which leaves the keys where they are. */
    StatefulRedisConnection<String, String> connectAgain() {
        StatefulRedisConnection<String, String> connection = client.connect();
        connections.add(connection);
        return connection;
    }

    /** Another connection, for channels. */
    StatefulRedisPubSubConnection<String, String> connectPubSub() {
        StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
        connections.add(connection);
        return connection;
    }

    /**
     * Sends so many commands at once, and waits for the replies.
     *
     * @param call sends one of them, by its number from zero on
     * @return the replies, in the order of the commands
     */
    static <T> List<T> pipeline(StatefulRedisConnection<String, String> connection, int commands, NumberedCall<T> call) {
        List<CompletionStage<T>> replies = new ArrayList<>();
        connection.setAutoFlushCommands(false);
        for (int i = 0; i < commands; i++) {
            replies.add(call.send(connection.async(), i));
        }
        connection.flushCommands();
        connection.setAutoFlushCommands(true);
        return join(replies);
    }

    /** One of the commands of a pipeline. */
    interface NumberedCall<T> {
        CompletionStage<T> send(RedisAsyncCommands<String, String> redis, int number);
    }

    /** Calls a command for which the key is to hold a value of another type. */
    static void assertWrongType(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("WRONGTYPE Operation against a key holding the wrong kind of value");
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
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(EachProtocol.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(ProtocolVersion.values()).map(Invocation::new);
    }

    /** One run of a test. */
    private final class Invocation implements TestTemplateInvocationContext, BeforeEachCallback {

        private final ProtocolVersion spoken;

        Invocation(ProtocolVersion spoken) {
            this.spoken = spoken;
        }

        @Override
        public String getDisplayName(int invocation) {
            return spoken.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            version = spoken;
            client.setOptions(ClientOptions.builder().protocolVersion(spoken).build());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(RedisCommands.class, RedisReactiveCommands.class, StatefulRedisConnection.class, ProtocolVersion.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == ProtocolVersion.class) {
            return version;
        }
        StatefulRedisConnection<String, String> connection = connect();
        return type == RedisCommands.class ? connection.sync()
                : type == RedisReactiveCommands.class ? connection.reactive() : connection;
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
