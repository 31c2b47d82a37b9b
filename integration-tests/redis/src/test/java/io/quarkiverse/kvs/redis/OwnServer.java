package io.quarkiverse.kvs.redis;

import java.nio.file.Path;

import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
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
        this(2);
    }

    OwnServer(int eventLoops) throws Exception {
        this(Settings.Initial.defaults(), null, eventLoops);
    }

    /** One that has an append-only file on some disk; what is there is being loaded. */
    OwnServer(FailingDisk disk, FsyncPolicy policy) throws Exception {
        this(kept(policy), disk, 2);
    }

    private static Settings.Initial kept(FsyncPolicy policy) {
        Settings.Initial defaults = Settings.Initial.defaults();
        return new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(), 0, "", 16, "localhost",
                true, MemoryBounds.NONE, PersistenceSettings.Initial.OFF.withAppendOnly(Path.of("nowhere"), policy));
    }

    private OwnServer(Settings.Initial settings, FailingDisk disk, int eventLoops) throws Exception {
        state = new ServerState(new Store(16), new Settings(settings), System::currentTimeMillis, System::nanoTime);
        if (disk != null) {
            state.persistence().use(disk.directory("data"), disk.directory("appendonlydir"));
            state.persistence().start(false, () -> {
            });
        }
        server = new TcpServer(vertx, state, new ServerConfig("127.0.0.1", 0, eventLoops));
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
        state.persistence().close();
        maintenance.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
