package io.quarkiverse.kvs.core.command.server;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.log.ChangeLog;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/**
 * Who takes the records of what is done to the data: files, and replicas. While there are none, nothing is recorded. Listeners
 * come and go while nothing is changed, so that each of them gets everything that was done between two states of the data.
 * <p>
 * Safe for use by many threads, which wait for the locks of all keys: no event loops.
 */
public final class Recording {

    private final Store store;
    private final ServerTime time;
    private final ChangeLog log;

    Recording(Store store, ServerTime time, ChangeLog log) {
        this.store = store;
        this.time = time;
        this.log = log;
    }

    /** A listener takes records from now on. */
    public void begin(Consumer<ChangeRecord> listener) {
        whileNothingChanges(() -> beginAtOnce(listener));
    }

    /** The same for a caller who has the gate open for all keys. */
    public void beginAtOnce(Consumer<ChangeRecord> listener) {
        log.add(listener);
        store.log(log);
    }

    /** A listener takes no more records. When this returns, it has got all that there will be. */
    public void end(Consumer<ChangeRecord> listener) {
        whileNothingChanges(() -> {
            log.remove(listener);
            if (!log.isHeard()) {
                store.log(null);
            }
        });
    }

    /** What is done is not recorded any more, because it was recorded before, until {@link #resume}. */
    public void pause() {
        whileNothingChanges(() -> store.log(null));
    }

    /** It is recorded again. */
    public void resume() {
        whileNothingChanges(() -> store.log(log.isHeard() ? log : null));
    }

    /** Does something while no key is edited, and no record made. */
    public void whileNothingChanges(Runnable task) {
        Gate gate = new Gate(store);
        gate.open(Store.ALL, time.currentTimeMillis());
        try {
            task.run();
        } finally {
            gate.close();
        }
    }
}
