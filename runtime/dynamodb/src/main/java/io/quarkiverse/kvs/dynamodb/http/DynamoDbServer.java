package io.quarkiverse.kvs.dynamodb.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

/**
 * The endpoint for the AWS SDKs: HTTP on a port of its own. Started and closed once, by threads that may wait.
 */
public final class DynamoDbServer implements AutoCloseable {

    /** What the port is called among servers with the same data: see {@link ReplicaGroup#offer}. */
    public static final String DOOR = "dynamodb";

    private static final int MOST_CONNECTIONS = 10_000;
    /** How many requests may wait for a worker. */
    private static final int MOST_WAITING = 4_096;
    private static final int WORKERS = 16;
    private static final int IDLE_SECONDS = 300;
    private static final int LONGEST_HEADERS = 64 * 1024;
    private static final int LONGEST_ADDRESS = 16 * 1024;
    private static final long START_SECONDS = 30;

    private final Options options;
    private final Vertx vertx;
    private final boolean isOwnVertx;
    private final AtomicInteger connections = new AtomicInteger();
    private String deployment;
    private Workers workers;
    private volatile int port;
    private boolean isClosed;

    /**
     * What a server is made of. Defaults: loopback, any free port, two event loops, no credentials, the clock of the system.
     */
    public static final class Options {
        private final Service service;
        private final List<Operation> operations;
        private String host = "127.0.0.1";
        private int port;
        private int eventLoops = 2;
        private Map<String, String> credentials = Map.of();
        private Clock clock = Clock.systemUTC();
        private Promises promises = Promises.AT_ONCE;
        private Interceptor interceptor = Interceptor.NONE;
        private Vertx vertx;
        private Supplier<ReplicaGroup> group = () -> null;

        /** @param service its region is that of the endpoint */
        public Options(Service service, List<Operation> operations) {
            this.service = service;
            this.operations = List.copyOf(operations);
        }

        /** The name or address to listen on. Beyond loopback, {@link #credentials} are needed. */
        public Options host(String name) {
            this.host = name;
            return this;
        }

        /** 0: any free one. */
        public Options port(int number) {
            this.port = number;
            return this;
        }

        public Options eventLoops(int number) {
            this.eventLoops = number;
            return this;
        }

        /** Secrets by access keys: signatures must be made with one of them. Without any, each signature will do. */
        public Options credentials(Map<String, String> secrets) {
            this.credentials = Map.copyOf(secrets);
            return this;
        }

        /** The clock that tells whether a signature is too old. */
        public Options clock(Clock other) {
            this.clock = other;
            return this;
        }

        /** What tells when changes are safe: clients hear of them only then. */
        public Options promises(Promises other) {
            this.promises = other;
            return this;
        }

        public Options interceptor(Interceptor other) {
            this.interceptor = other;
            return this;
        }

        /** The servers with the same data, of which one answers: requests are sent on to it. Gives null if there are none. */
        public Options group(Supplier<ReplicaGroup> other) {
            this.group = other;
            return this;
        }

        /** The caller's, who closes it; otherwise the server has its own. */
        public Options vertx(Vertx other) {
            this.vertx = other;
            return this;
        }
    }

    public DynamoDbServer(Options options) {
        this.options = options;
        isOwnVertx = options.vertx == null;
        vertx = isOwnVertx ? ownVertx(options.eventLoops) : options.vertx;
    }

    /** Without a directory for files: none are served. */
    private static Vertx ownVertx(int eventLoops) {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Listens. Closes itself if that fails.
     *
     * @throws IllegalStateException if it would be open for all, or if the port is in use
     */
    public DynamoDbServer start() {
        try {
            requireCredentials();
            workers = new Workers(vertx, "kvs-dynamodb", WORKERS, MOST_WAITING);
            ReplyWriter writer = new ReplyWriter(options.clock);
            workers.run(() -> loadClasses(writer));
            Endpoint endpoint = new Endpoint(options.service, options.operations,
                    new Authentication(options.credentials, options.service.region(), options.clock), options.interceptor);
            Budget budget = new Budget(Math.max(2L * Exchange.LARGEST, Runtime.getRuntime().maxMemory() / 16));
            Exchange.Shared shared = new Exchange.Shared(vertx, endpoint, workers, budget, options.promises,
                    options.interceptor, writer, new LeaderRequests(vertx, options.group));
            deployment = await(vertx.deployVerticle(() -> new Listener(shared),
                    new DeploymentOptions().setInstances(options.eventLoops)),
                    "The DynamoDB endpoint cannot listen on " + options.host + ", port " + options.port);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Does what the first requests do, as far as it changes nothing, while the sockets are being opened. */
    private byte[] loadClasses(ReplyWriter writer) {
        byte[] nothing = { '{', '}' };
        for (Operation operation : options.operations) {
            try {
                operation.read(nothing);
            } catch (DynamoDbException e) {
                // Most need parameters.
            }
        }
        return Answer.of(out -> out.field("Date", writer.date())).toBytes();
    }

    private void requireCredentials() {
        boolean isLoopback;
        try {
            isLoopback = InetAddress.getByName(options.host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "The DynamoDB endpoint cannot listen on " + options.host + ": there is no such host", e);
        }
        if (!isLoopback && options.credentials.isEmpty()) {
            throw new IllegalStateException("The DynamoDB endpoint is to listen on " + options.host
                    + ", where others can reach it, but has no credentials: it would be open for all. "
                    + "Give it credentials, or let it listen on 127.0.0.1");
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Ends all connections. Does nothing the second time. */
    @Override
    public synchronized void close() {
        Workers ended = workers;
        workers = null;
        if (deployment != null) {
            // A caller's Vertx may have ended it already.
            await(vertx.undeploy(deployment).otherwiseEmpty(), "The DynamoDB endpoint does not end");
            deployment = null;
        }
        if (ended != null) {
            ended.close();
        }
        if (isOwnVertx && !isClosed) {
            isClosed = true;
            await(vertx.close(), "The DynamoDB endpoint does not end");
        }
    }

    private static <T> T await(Future<T> future, String failure) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(failure + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(failure, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure, e);
        }
    }

    /** A server on one event loop. Those on the same port share its connections. */
    private final class Listener extends AbstractVerticle {
        private final Exchange.Shared shared;

        Listener(Exchange.Shared shared) {
            this.shared = shared;
        }

        @Override
        public void start(Promise<Void> started) {
            // Below 0: any free one, but the same for all event loops.
            HttpServerOptions http = new HttpServerOptions()
                    .setHost(options.host)
                    .setPort(options.port == 0 ? -1 : options.port)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setMaxHeaderSize(LONGEST_HEADERS)
                    .setMaxInitialLineLength(LONGEST_ADDRESS)
                    .setHttp2ClearTextEnabled(false)
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setPerFrameWebSocketCompressionSupported(false);
            HttpServer server = vertx.createHttpServer(http);
            server.connectionHandler(connection -> {
                if (connections.incrementAndGet() > MOST_CONNECTIONS) {
                    connection.close();
                }
                connection.closeHandler(closed -> connections.decrementAndGet());
            });
            server.requestHandler(request -> new Exchange(shared, request).start());
            server.listen().onSuccess(listening -> {
                port = listening.actualPort();
                started.complete();
            }).onFailure(started::fail);
        }
    }
}
