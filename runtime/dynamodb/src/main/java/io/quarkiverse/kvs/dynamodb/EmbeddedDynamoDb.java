package io.quarkiverse.kvs.dynamodb;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.dynamodb.http.DynamoDbServer;
import io.quarkiverse.kvs.dynamodb.http.Promises;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Tables;

/**
 * An endpoint of DynamoDB in a plain Java program, with a store of its own: in memory, or in a directory.
 *
 * <pre>{@code
 * try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.builder().start()) {
 *     DynamoDbClient client = DynamoDbClient.builder().endpointOverride(dynamoDb.endpoint()) ...
 * }
 * }</pre>
 *
 * Safe for use by many threads.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.quarkiverse.kvs.dynamodb");
    private static final long MAINTENANCE_MILLIS = 1_000;

    private final ServerState state;
    private final Tables tables;
    private final DynamoDbServer server;
    private final ScheduledExecutorService maintenance;

    private EmbeddedDynamoDb(Builder builder) throws IOException {
        state = state(builder);
        tables = new Tables(state, 0);
        Service service = new Service(tables, builder.region, builder.delayMillis);
        try {
            server = new DynamoDbServer(
                    new DynamoDbServer.Options(service, Operations.ALL).host(builder.host).port(builder.port)
                            .credentials(builder.credentials).promises(Promises.of(state.changes())))
                    .start();
        } catch (RuntimeException e) {
            state.persistence().close();
            throw e;
        }
        maintenance = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kvs-dynamodb-maintenance");
            thread.setDaemon(true);
            return thread;
        });
        maintenance.scheduleWithFixedDelay(this::maintain, MAINTENANCE_MILLIS, MAINTENANCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ServerState state(Builder builder) throws IOException {
        Settings.Initial defaults = Settings.Initial.defaults();
        PersistenceSettings.Initial files = builder.directory == null ? PersistenceSettings.Initial.OFF
                : PersistenceSettings.Initial.OFF.withAppendOnly(builder.directory, builder.fsync);
        ServerState state = new ServerState(new Store(1),
                new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(), 0, "", 1,
                        defaults.host(), false, defaults.memory(), files)),
                builder.clock, System::nanoTime);
        state.persistence().startAndLoad();
        return state;
    }

    private void maintain() {
        try {
            state.persistence().maintain();
            tables.maintain();
        } catch (RuntimeException e) {
            // What is thrown here would end all that comes later.
            LOG.log(System.Logger.Level.ERROR, "Expired items or old records of streams could not be removed", e);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens, for {@code endpointOverride} of a client. */
    public URI endpoint() {
        return URI.create("http://localhost:" + port());
    }

    public int port() {
        return server.port();
    }

    /** Deletes items whose time is over, and what else is done once a second, now. */
    public void maintainNow() {
        tables.maintain();
    }

    /** Deletes all tables. */
    public void clear() {
        tables.clear();
    }

    /** Ends all connections, and writes what is left to the files. Does nothing the second time. */
    @Override
    public void close() {
        maintenance.shutdownNow();
        server.close();
        state.persistence().close();
    }

    /** Says what an {@link EmbeddedDynamoDb} is to be like. Not for several threads at once. */
    public static final class Builder {

        private String host = "127.0.0.1";
        private int port;
        private String region = "us-east-1";
        private long delayMillis;
        private Path directory;
        private FsyncPolicy fsync = FsyncPolicy.EVERYSEC;
        private LongSupplier clock = System::currentTimeMillis;
        private final Map<String, String> credentials = new TreeMap<>();

        private Builder() {
        }

        /** Where to listen; otherwise on this machine only. Elsewhere {@link #credentials} are needed. */
        public Builder host(String name) {
            host = Objects.requireNonNull(name, "host");
            return this;
        }

        /** Where to listen; otherwise any free port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** The region in the names of resources; otherwise {@code us-east-1}. */
        public Builder region(String name) {
            region = Objects.requireNonNull(name, "region");
            return this;
        }

        /** How long a table is CREATING or DELETING; otherwise it is that only in the answer. */
        public Builder tableDelayMillis(long millis) {
            delayMillis = millis;
            return this;
        }

        /** A key that clients may use, and then others not any more. */
        public Builder credentials(String accessKeyId, String secretAccessKey) {
            credentials.put(Objects.requireNonNull(accessKeyId, "accessKeyId"),
                    Objects.requireNonNull(secretAccessKey, "secretAccessKey"));
            return this;
        }

        /** Keeps everything in files there; otherwise it is in memory only. */
        public Builder directory(Path path, FsyncPolicy policy) {
            directory = Objects.requireNonNull(path, "path");
            fsync = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** What time it is for tables, in milliseconds since 1970: tests may move it. */
        public Builder clock(LongSupplier other) {
            clock = Objects.requireNonNull(other, "clock");
            return this;
        }

        /**
         * Loads what is in the files, and listens.
         *
         * @throws IOException if the files cannot be used
         * @throws IllegalStateException if the address cannot be listened on
         */
        public EmbeddedDynamoDb start() throws IOException {
            return new EmbeddedDynamoDb(this);
        }
    }
}
