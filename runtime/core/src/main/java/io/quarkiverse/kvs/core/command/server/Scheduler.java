package io.quarkiverse.kvs.core.command.server;

/** Does something later. */
@FunctionalInterface
public interface Scheduler {

    /** Runs a task after a while, without making a thread wait. May be called from any thread. */
    void schedule(long delayMillis, Runnable task);
}
