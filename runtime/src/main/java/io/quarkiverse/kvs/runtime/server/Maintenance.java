package io.quarkiverse.kvs.runtime.server;

import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.store.ActiveExpiry;

/**
 * What is done ten times a second, also while no client sends anything: it tells the store what time it is, removes expired
 * keys, evicts others if there is no memory, and closes connections that are idle or take too much.
 * <p>
 * It has a thread of its own, so that it works without a listener, too. As clients wait for a processor that this takes, it is
 * to take next to nothing where there is nothing to do: so it sleeps and runs, without an executor, which alone would take
 * half of the time because the Java runtime does not compile what happens so seldom.
 */
public final class Maintenance implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");
    private static final long PERIOD_MILLIS = 100;
    /** A quarter of the time, as Redis allows itself. */
    private static final long EXPIRY_NANOS = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS / 4);

    private static final long EVICTION_NANOS = EXPIRY_NANOS;

    private final ServerState state;
    private final ActiveExpiry expiry;
    private final Thread thread = new Thread(this::loop, "kvs-maintenance");
    private volatile TcpServer listener;
    private volatile boolean closed;

    public Maintenance(ServerState state) {
        this.state = state;
        expiry = new ActiveExpiry(state.store());
        thread.setDaemon(true);
        thread.start();
    }

    /** Sets the server whose connections to look after; null for none. */
    public void listener(TcpServer server) {
        listener = server;
    }

    private void loop() {
        while (!closed) {
            try {
                Thread.sleep(PERIOD_MILLIS);
                run();
            } catch (InterruptedException e) {
                // It is closed.
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("Maintenance of the key/value store failed", e);
            }
        }
        state.store().tickNoMore();
    }

    private void run() {
        long now = state.time().currentTimeMillis();
        state.store().tick(now);
        state.telemetry().statistics().sample(now);
        state.persistence().maintain();
        state.replicas().maintain();
        if (state.persistence().isLoading()) {
            // Only the files say what is there until they have been read.
            return;
        }
        if (state.isActiveExpiry()) {
            long start = System.nanoTime();
            expiry.run(now, () -> System.nanoTime() - start > EXPIRY_NANOS);
            state.telemetry().latency().took("expire-cycle", System.nanoTime() - start);
        }
        long start = System.nanoTime();
        state.maxMemory().maintain(now, () -> System.nanoTime() - start > EVICTION_NANOS);
        state.telemetry().latency().took("eviction-cycle", System.nanoTime() - start);
        TcpServer server = listener;
        if (server != null) {
            server.closeIdleConnections(now);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
