package io.quarkiverse.kvs.core.command.replication;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * Brings keys to other servers for clients that wait for it, on threads of its own, a few at a time. Safe for use by many
 * threads.
 */
public final class Migrations {

    private static final int THREADS = 4;

    private final ServerState server;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "kvs-migration");
                thread.setDaemon(true);
                return thread;
            });

    public Migrations(ServerState server) {
        this.server = server;
        threads.allowCoreThreadTimeOut(true);
    }

    /** Lets the client of a command wait until keys are moved. */
    public void begin(CommandContext c, List<byte[]> keys, Migration.Order order) {
        BlockedClient client = c.blockForOthers(0, reply -> reply.error("ERR the client was not to wait for it any longer"));
        threads.execute(() -> {
            Migration.Outcome outcome = new Migration(server, order).run(keys);
            server.blockedClients().end(client, reply -> {
                if (outcome.error() == null) {
                    reply.ok();
                } else {
                    reply.error(outcome.error());
                }
            }, outcome.dependsOn());
        });
    }
}
