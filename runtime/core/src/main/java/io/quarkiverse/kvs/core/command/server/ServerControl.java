package io.quarkiverse.kvs.core.command.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.CommandException;

/** What commands may ask of the server they run in, beyond the data. Methods may be called from any thread. */
public interface ServerControl extends Scheduler {

    /** Stops listening and closes all connections, once the replies to what was executed are on their way. */
    void shutdown();

    /** The port that is listened on, or 0. */
    int port();

    /**
     * Listens on other addresses, or on another port, from now on. Connections stay. Waits for that, so that it is not for
     * event loops.
     *
     * @param hosts addresses or names; at least one
     * @param port from 1 to 65535
     * @throws IOException if that cannot be: then everything is as it was
     */
    default void listenOn(List<String> hosts, int port) throws IOException {
        throw new IOException("there is no server that listens");
    }

    /** Where nothing listens: in a store that is used in its own process only. */
    static ServerControl none() {
        return new ServerControl() {
            @Override
            public void shutdown() {
                throw new CommandException("ERR there is no server to shut down");
            }

            @Override
            public int port() {
                return 0;
            }

            @Override
            public void schedule(long delayMillis, Runnable task) {
                CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS, Runnable::run).execute(task);
            }
        };
    }
}
