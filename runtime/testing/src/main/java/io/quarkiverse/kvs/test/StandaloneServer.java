package io.quarkiverse.kvs.test;

import java.io.UncheckedIOException;
import java.net.BindException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.OwnVertx;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;

/**
 * A server in the process of the tests, where there is no application. JUnit closes it at the end: JUnit 5 until 5.12 because
 * it is a CloseableResource, later ones because it is AutoCloseable.
 */
@SuppressWarnings("deprecation")
final class StandaloneServer implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    private final Vertx vertx;
    private final KvsInstance instance;
    private final @Nullable DynamoDbDoor dynamoDb = DynamoDbDoor.of(this);

    private StandaloneServer(Vertx vertx, KvsInstance instance) {
        this.vertx = vertx;
        this.instance = instance;
    }

    /** Starts one on any free port, configured by system properties and environment variables. */
    static StandaloneServer start() {
        Vertx vertx = OwnVertx.open(2);
        try {
            return new StandaloneServer(vertx, KvsRecorder.startDetached(config(KvsConfig.class), vertx, 0));
        } catch (BindException e) {
            OwnVertx.close(vertx);
            throw new UncheckedIOException("no free port can be listened on", e);
        }
    }

    static <T> T config(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(mapping)
                // Those of the build, for example
                .withMappingIgnore("quarkus.kvs.**")
                .build()
                .getConfigMapping(mapping);
    }

    KvsInstance instance() {
        return instance;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Null if there is none on the class path. */
    @Nullable
    DynamoDbDoor dynamoDb() {
        return dynamoDb;
    }

    @Override
    public void close() {
        if (dynamoDb != null) {
            dynamoDb.close();
        }
        instance.close();
        OwnVertx.close(vertx);
    }
}
