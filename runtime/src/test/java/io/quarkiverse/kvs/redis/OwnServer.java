package io.quarkiverse.kvs.redis;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.SocketConnector;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/** This server, with its settings as they are by default, on a free port of the loopback interface. */
final class OwnServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Maintenance maintenance;
    private final ServerState state;
    private final TcpServer server;

    OwnServer() throws Exception {
        state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), System::currentTimeMillis,
                System::nanoTime);
        server = new TcpServer(vertx, state, new ServerConfig("127.0.0.1", 0, 2));
        state.control(server);
        state.following().connector(new SocketConnector());
        maintenance = new Maintenance(state);
        maintenance.listener(server);
        server.start();
    }

    /** What it works with. */
    ServerState state() {
        return state;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        state.following().close();
        server.close();
        state.replicas().close();
        maintenance.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
