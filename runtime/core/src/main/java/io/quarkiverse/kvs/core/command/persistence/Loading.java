package io.quarkiverse.kvs.core.command.persistence;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.FileError;

/**
 * Whether the data is there. It is not while it is taken from files, or copied from another server, nor after that has failed:
 * then those who ask for data are told why, or wait.
 * <p>
 * Safe for use by many threads.
 */
final class Loading {

    private static final String LOADING = "LOADING Redis is loading the dataset in memory";
    private static final String NOT_LOADED = "LOADING The data could not be loaded: ";

    private enum State {
        /** Nothing has been loaded, and nothing is to be. */
        OFF,
        LOADING,
        READY,
        /** The files cannot be read. */
        FAILED
    }

    private final ServerState server;
    private final Runnable changed;
    private volatile State state = State.OFF;
    /** Those who wait go on only when nothing is in their way any more. */
    private volatile boolean awaited;
    private volatile boolean callersWait = true;
    private volatile String failure;
    private volatile long since = -1;
    /** What loads, or did last; null if nothing has. */
    private volatile Loader loader;

    /** @param changed is run when it has become another one */
    Loading(ServerState server, Runnable changed) {
        this.server = server;
        this.changed = changed;
    }

    /** From now on the data is not there, until {@link #done} or {@link #failed}. */
    void begin(Loader by) {
        loader = by;
        since = server.time().currentTimeMillis() / 1000;
        become(State.LOADING);
    }

    /** The data is there. */
    void done() {
        failure = null;
        become(State.READY);
    }

    /** The data is not there, or not all of it, and will not be. */
    void failed(Throwable why) {
        failure = FileError.reason(why);
        become(State.FAILED);
    }

    private void become(State next) {
        state = next;
        changed.run();
        synchronized (this) {
            awaited = next == State.LOADING;
            notifyAll();
        }
    }

    /** What loads, or did last. */
    Loader loader() {
        return loader;
    }

    /** Lets what loads fail soon. */
    void cancel() {
        Loader current = loader;
        if (current != null) {
            current.cancel();
        }
    }

    /** Sets whether callers in the process wait while the data is being loaded, as they do at first. */
    void callersWait(boolean yes) {
        callersWait = yes;
    }

    boolean isToBeAwaited() {
        return awaited && callersWait;
    }

    /** Waits until it is done, or has failed. Not for event loops. */
    void await() {
        if (awaited) {
            synchronized (this) {
                try {
                    while (awaited) {
                        wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    boolean isOn() {
        return state == State.LOADING;
    }

    boolean isFailed() {
        return state == State.FAILED;
    }

    /** What those get who ask for data: the text of an error while the data is not there, otherwise null. */
    String unavailable() {
        State now = state;
        return now == State.LOADING ? LOADING : now == State.FAILED ? NOT_LOADED + failure : null;
    }

    /** Why it has failed; null if it has not. */
    String failure() {
        return failure;
    }

    /** When it began, in seconds since 1970; -1 if it never has. */
    long since() {
        return since;
    }

    long totalBytes() {
        Loader current = loader;
        return current == null ? 0 : current.totalBytes();
    }

    long loadedBytes() {
        Loader current = loader;
        return current == null ? 0 : current.loadedBytes();
    }

    long keysLoaded() {
        Loader current = loader;
        return current == null ? 0 : current.keysLoaded();
    }

    long keysExpired() {
        Loader current = loader;
        return current == null ? 0 : current.keysExpired();
    }
}
