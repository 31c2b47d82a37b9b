package io.quarkiverse.kvs.core.log;

/**
 * Records on their way to where they last. If they are made faster than they get there, those who make them wait, so that the
 * heap does not fill. Safe for use by many threads.
 */
public interface Backlog {

    /** Whether so much is on its way that those who write are to wait. */
    boolean isBehind();

    /** Waits until less is on its way. Not for event loops. */
    void awaitRoom() throws InterruptedException;
}
