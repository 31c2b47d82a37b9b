package io.quarkiverse.kvs.test;

import java.io.UncheckedIOException;
import java.net.BindException;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.dynamodb.runtime.DynamoDbInstance;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbConfig;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbRecorder;

/**
 * Where the DynamoDB endpoint of a server comes from. Only this class and what has DynamoDb in its name need
 * {@code quarkus-kvs-dynamodb}, and nothing calls them where that is not on the class path.
 */
final class DynamoDbDoor implements AutoCloseable {

    private static final boolean PRESENT = isPresent();

    private final @Nullable StandaloneServer standalone;
    private @Nullable DynamoDbTestServer last;
    /** Of a test without an application. */
    private @Nullable DynamoDbInstance started;

    private DynamoDbDoor(@Nullable StandaloneServer standalone) {
        this.standalone = standalone;
    }

    /**
     * @param standalone null if the server is that of an application
     * @return null if {@code quarkus-kvs-dynamodb} is not on the class path
     */
    static @Nullable DynamoDbDoor of(@Nullable StandaloneServer standalone) {
        return PRESENT ? new DynamoDbDoor(standalone) : null;
    }

    private static boolean isPresent() {
        try {
            Class.forName("io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint", false, DynamoDbDoor.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The endpoint as it is now; null if there is none, or none yet. */
    synchronized @Nullable DynamoDbTestServer find() {
        DynamoDbInstance instance = standalone == null ? KvsDynamoDbRecorder.instance() : started;
        if (instance == null) {
            return null;
        }
        if (last == null || !last.isOf(instance)) {
            last = new DynamoDbTestServer(instance);
        }
        return last;
    }

    /** The same; but without an application it is started by the first test that asks for it. */
    synchronized DynamoDbTestServer get() {
        if (standalone != null && started == null) {
            try {
                started = KvsDynamoDbRecorder.startDetached(
                        StandaloneServer.config(KvsDynamoDbConfig.class), standalone.vertx(),
                        standalone.instance().serverState());
            } catch (BindException e) {
                throw new UncheckedIOException("the DynamoDB endpoint cannot listen", e);
            }
        }
        DynamoDbTestServer found = find();
        if (found == null) {
            throw new IllegalStateException("the application has no DynamoDB endpoint: quarkus.kvs.dynamodb.enabled is false");
        }
        return found;
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
            started = null;
        }
    }
}
