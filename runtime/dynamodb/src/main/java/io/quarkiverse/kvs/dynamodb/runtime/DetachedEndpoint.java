package io.quarkiverse.kvs.dynamodb.runtime;

import java.net.BindException;
import java.net.URI;
import java.util.Map;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.vertx.core.Vertx;

/** An endpoint that is no part of an application, with tables in memory. */
public final class DetachedEndpoint implements AutoCloseable {

    private final Vertx vertx = DevVertx.open(2);
    private final DynamoDbInstance instance = new DynamoDbInstance(vertx);

    private DetachedEndpoint() {
    }

    /**
     * Starts one, on this machine only.
     *
     * @param port 0 for any free one
     * @param config what the endpoint would be configured with if it were started by the application
     * @throws BindException if the port cannot be listened on; the message says why
     */
    public static DetachedEndpoint start(int port, KvsDynamoDbConfig config) throws BindException {
        ServerState data = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()), System::currentTimeMillis,
                System::nanoTime);
        DetachedEndpoint detached = new DetachedEndpoint();
        try {
            detached.instance.listen(data, new EndpointSettings("localhost", port, 2, config.region(), config.delay().toMillis(),
                    config.credentials()));
        } catch (BindException | RuntimeException e) {
            detached.close();
            throw e;
        }
        return detached;
    }

    public URI uri() {
        return instance.uri();
    }

    @Override
    public void close() {
        instance.close();
        DevVertx.close(vertx);
    }
}
