package io.quarkiverse.kvs.runtime.inprocess;

import java.util.concurrent.atomic.AtomicReferenceArray;

import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * The {@link CommandRunner}s of one store that no thread uses at the moment, so that they need not be made anew for each
 * command.
 */
public final class CommandRunnerPool {

    private static final int KEPT = 64;
    /** References in two lines of a processor's cache: threads that take their places all the time do not share one. */
    private static final int APART = 32;

    private final ServerState server;
    private final CallerKind caller;
    private final int database;
    /** Who the callers act as; null for the application itself. */
    private final User user;
    private final Patience patience;
    private final AtomicReferenceArray<CommandRunner> kept = new AtomicReferenceArray<>(KEPT * APART);

    CommandRunnerPool(ServerState server, CallerKind caller, int database, User user, Patience patience) {
        this.server = server;
        this.caller = caller;
        this.database = database;
        this.user = user;
        this.patience = patience;
    }

    public CommandRunner take() {
        CommandRunner runner = kept.getAndSet(place(), null);
        return runner != null ? runner : new CommandRunner(server, caller, database, user, patience);
    }

    public void giveBack(CommandRunner runner) {
        // The thread that takes it next sees what was done with it, which is all the order that is needed.
        kept.setRelease(place(), runner);
    }

    private static int place() {
        return ((int) Thread.currentThread().getId() & KEPT - 1) * APART;
    }
}
