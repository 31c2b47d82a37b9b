package io.quarkiverse.kvs.persistence;

import java.nio.file.Path;
import java.util.Locale;

import io.quarkiverse.kvs.core.command.persistence.PersistenceLog;
import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/**
 * A server that keeps its data, in a process of its own, to be killed. Prints its port once it listens, and lines that begin
 * with
 * # for the operator.
 */
public final class PersistentApplication {

    private PersistentApplication() {
    }

    /** @param arguments port, directory, {@code always} or another policy, save points in one argument */
    public static void main(String... arguments) throws Exception {
        Settings.Initial defaults = Settings.Initial.defaults();
        PersistenceSettings.Initial kept = PersistenceSettings.Initial.OFF.withSave(Path.of(arguments[1]), arguments[3]);
        if (!arguments[2].equals("off")) {
            kept = kept.withAppendOnly(Path.of(arguments[1]), FsyncPolicy.valueOf(arguments[2].toUpperCase(Locale.ROOT)));
        }
        Settings settings = new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(),
                0, "", 16, "localhost", true, MemoryBounds.NONE, kept));
        ServerState state = new ServerState(new Store(16), settings, System::currentTimeMillis, System::nanoTime);
        state.persistence().log(new PersistenceLog() {
            @Override
            public void info(String message) {
                System.out.println("# " + message);
            }

            @Override
            public void warning(String message, Throwable cause) {
                System.out.println("# warning: " + message + (cause == null ? "" : ": " + cause));
            }
        });
        state.persistence().start(false, () -> System.exit(1));
        new Maintenance(state);
        TcpServer server = new TcpServer(Vertx.vertx(), state,
                new ServerConfig("localhost", Integer.parseInt(arguments[0]), 2));
        state.control(server);
        server.onShutdown(() -> {
            state.persistence().close();
            System.exit(0);
        });
        server.start();
        System.out.println(server.port());
    }
}
