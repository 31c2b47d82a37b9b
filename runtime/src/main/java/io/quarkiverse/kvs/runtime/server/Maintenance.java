package io.quarkiverse.kvs.runtime.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.runtime.command.ServerState;
import io.quarkiverse.kvs.runtime.store.ActiveExpiry;

/**
 * What is to be done ten times a second whether anybody asks or not: telling the store what time it is, removing expired keys,
 * evicting others if there is no memory, closing connections that are idle or take too much. It has a thread of its own, so
 * that it works without a listener, too.
 */
public final class Maintenance implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");
    private static final long PERIOD_MILLIS = 100;
    /** A quarter of the time, as Redis allows itself. */
    private static final long EXPIRY_NANOS = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS / 4);

    private static final long EVICTION_NANOS = EXPIRY_NANOS;

    private final ServerState state;
    private final ActiveExpiry expiry;
    private final ScheduledExecutorService executor;
    private volatile TcpServer listener;

    public Maintenance(ServerState state) {
        this.state = state;
        expiry = new ActiveExpiry(state.store());
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kvs-maintenance");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::run, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sets whose connections to look after; null for nobody's. */
    public void listener(TcpServer server) {
        listener = server;
    }

    private void run() {
        try {
            long now = state.currentTimeMillis();
            if (!executor.isShutdown()) {
                state.store().tick(now);
            }
            if (state.isActiveExpiry()) {
                long deadline = System.nanoTime() + EXPIRY_NANOS;
                expiry.run(now, () -> System.nanoTime() > deadline);
            }
            long deadline = System.nanoTime() + EVICTION_NANOS;
            state.maintainMemory(now, () -> System.nanoTime() > deadline);
            TcpServer server = listener;
            if (server != null) {
                server.closeIdleConnections(now);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // The executor would never run this again.
            LOG.error("Maintenance of the key/value store failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        state.store().tickNoMore();
    }
}
