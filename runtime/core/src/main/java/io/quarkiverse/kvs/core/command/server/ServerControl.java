package io.quarkiverse.kvs.core.command.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.CommandException;

/** What commands may ask of the server they run in, beyond the data. Methods may be called from any thread. */
public interface ServerControl extends Scheduler {

    /** Stops listening and closes all connections, once the replies to what was executed are on their way. */
    void shutdown();

    /** The port that is listened on, or 0. */
    int port();

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
