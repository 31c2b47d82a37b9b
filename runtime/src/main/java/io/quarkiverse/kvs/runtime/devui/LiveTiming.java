package io.quarkiverse.kvs.runtime.devui;

import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * Times all commands, also those that are otherwise too fast to be timed, while a page shows what commands take. The Dev UI
 * does not say when a page is closed: one that has not asked for {@link CommandLog#PATIENCE} is taken for gone.
 * <p>
 * Safe for use by many threads.
 */
final class LiveTiming {

    private final ServerState server;
    private boolean timing;
    private long lastAsked;

    LiveTiming(ServerState server) {
        this.server = server;
    }

    /**
     * A page asks.
     *
     * @param now milliseconds, of a clock that does not run backwards
     */
    synchronized void asked(long now) {
        lastAsked = now;
        set(true);
    }

    /** Stops if no page has asked lately: to be called now and then, with the same clock. */
    synchronized void check(long now) {
        if (timing && now - lastAsked > CommandLog.PATIENCE) {
            set(false);
        }
    }

    synchronized void close() {
        set(false);
    }

    private void set(boolean yes) {
        timing = yes;
        server.telemetry().slowLog().timeAll(yes);
    }
}
