package io.quarkiverse.kvs.core.command.server;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/** Opens the gate for what is no command, without making an event loop wait. Safe for use by many threads. */
public final class Gates {

    private final Store store;
    private final ServerTime time;
    private final Scheduler scheduler;

    Gates(Store store, ServerTime time, Scheduler scheduler) {
        this.store = store;
        this.time = time;
        this.scheduler = scheduler;
    }

    /**
     * Does something with the gate open for some segments, now, or a little later if another thread keeps these for long.
     *
     * @param task closes the gate
     */
    public void soon(long segments, Consumer<Gate> task) {
        Gate gate = new Gate(store);
        if (gate.tryOpen(segments, time.currentTimeMillis())) {
            task.accept(gate);
        } else {
            scheduler.schedule(Pending.Contended.MILLIS, () -> soon(segments, task));
        }
    }
}
