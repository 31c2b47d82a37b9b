package io.quarkiverse.kvs.deployment.redis;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;

import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.OwnVertx;
import io.quarkus.deployment.builditem.Startable;
import io.vertx.core.Vertx;

/** A server in the process that builds or tests an application. */
final class DetachedServer implements Startable {

    private final KvsConfig config;
    private final int port;
    private Vertx vertx;
    private KvsInstance server;

    /**
     * @param port 0 for any free one
     */
    DetachedServer(KvsConfig config, int port) {
        this.config = config;
        this.port = port;
    }

    @Override
    public void start() {
        vertx = OwnVertx.open(2);
        try {
            server = KvsRecorder.startDetached(config, vertx, port);
        } catch (BindException e) {
            close();
            throw new UncheckedIOException("quarkus.kvs.devservices.port=" + port + " cannot be listened on", e);
        }
    }

    String clientUri() {
        return server.clientUri().toString();
    }

    /** Without the password: this is logged. */
    @Override
    public String getConnectionInfo() {
        URI uri = server.clientUri();
        return uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        OwnVertx.close(vertx);
    }
}
