package io.quarkiverse.kvs.test;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.OwnVertx;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;

/**
 * A server in the process of the tests, where there is no application. JUnit closes it at the end: JUnit 5 until 5.12 because
 * it is a CloseableResource, later ones because it is AutoCloseable.
 */
@SuppressWarnings("deprecation")
final class StandaloneServer implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    /** Above that of the library's own converters, which is 1. */
    private static final int CONVERTER_PRIORITY = 100;

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

    /** Without converters and interceptors that other libraries on the class path announce: they may need what is not there. */
    static <T> T config(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withConverter(MemorySize.class, CONVERTER_PRIORITY, new MemorySizeConverter())
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
