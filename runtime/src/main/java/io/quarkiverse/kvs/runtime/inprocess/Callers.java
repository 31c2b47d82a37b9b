package io.quarkiverse.kvs.runtime.inprocess;

import java.util.concurrent.atomic.AtomicReferenceArray;

import io.quarkiverse.kvs.runtime.command.ServerState;

/** Contexts for callers to run their commands in, for whichever thread needs one next. */
public final class Callers {

    private static final int KEPT = 64;
    /** References in two lines of a processor's cache: threads that take their places all the time do not share one. */
    private static final int APART = 32;

    private final ServerState server;
    private final int database;
    private final boolean unnoticed;
    private final AtomicReferenceArray<Caller> kept = new AtomicReferenceArray<>(KEPT * APART);

    Callers(ServerState server, int database, boolean unnoticed) {
        this.server = server;
        this.database = database;
        this.unnoticed = unnoticed;
    }

    public Caller take() {
        Caller caller = kept.getAndSet(place(), null);
        return caller != null ? caller : new Caller(server, database, unnoticed);
    }

    public void giveBack(Caller caller) {
        // Whoever takes it next sees what was done with it, which is all the order that is needed.
        kept.setRelease(place(), caller);
    }

    private static int place() {
        return ((int) Thread.currentThread().getId() & KEPT - 1) * APART;
    }
}
