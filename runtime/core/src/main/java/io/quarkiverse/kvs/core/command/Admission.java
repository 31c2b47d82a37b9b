package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.command.acl.Denial;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.ClientPause;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.Access;
import io.quarkiverse.kvs.core.command.server.MaxMemory;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Telemetry;

/** Whether a client may call a command, and what happens if it may not. */
public final class Admission {

    static final String NOT_IN_A_TRANSACTION = "ERR Command not allowed inside a transaction";

    private final ServerState server;
    private final RequestErrors errors;
    private final MaxMemory maxMemory;
    private final Telemetry telemetry;
    private final Access access;
    private final ClientPause pause;

    Admission(ServerState server, RequestErrors errors) {
        this.server = server;
        this.errors = errors;
        this.maxMemory = server.maxMemory();
        this.telemetry = server.telemetry();
        this.access = server.access();
        this.pause = server.clients().pause();
    }

    /** Why a client may not call a command; null if it may, as far as only the client and the request matter. */
    String refusal(CommandContext context, Command command, Session session, boolean line) {
        if (!session.isAuthenticated() && !command.has(Flag.NO_AUTH) && access.isPasswordNeeded()) {
            return "NOAUTH Authentication required.";
        }
        if (access.isDisabled(command, session)) {
            return line ? command.words() + " is disabled" : errors.unknownCommand(context);
        }
        if (session.inTransaction() && command.has(Flag.NO_MULTI)) {
            return NOT_IN_A_TRANSACTION;
        }
        Denial denial = denial(context, command);
        if (denial != null) {
            return denial.message(command.right().fullName());
        }
        if (session.isMonitor() && (command.isReadOnly() || command.mayWrite())) {
            return "ERR Replica can't interact with the keyspace";
        }
        if (!session.caller().hasConnection() && command.has(Flag.NEEDS_CONNECTION)) {
            return "ERR '" + command.fullName() + "' is about a connection, which callers in the same process do not have";
        }
        if (session.isSubscribed() && session.protocol() == 2 && !command.has(Flag.WHILE_SUBSCRIBED)) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        return null;
    }

    /** Why a script may not call a command for a client; null if it may. */
    public String inScript(CommandContext context, Command command, Session client) {
        if (access.isDisabled(command, client)) {
            return errors.unknownCommand(context);
        }
        Denial denial = denial(context, command);
        return denial == null ? null : denial.inScript();
    }

    private Denial denial(CommandContext context, Command command) {
        User user = context.session().user();
        return user == null || user.isUnrestricted() ? null : access.check(context, command);
    }

    /** Whether the rights of the user have changed since a command was queued; if so, this is what is answered to it. */
    boolean isForbidden(CommandContext context, Command command) {
        Denial denial = denial(context, command);
        if (denial == null) {
            return false;
        }
        String message = "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
                + "This command is no longer allowed for the following reason: " + denial.reason().inTransaction();
        telemetry.statistics().rejected(null, message);
        context.reply().error(message);
        return true;
    }

    /**
     * Whether a command is to be refused because there is no memory, after what can be evicted has been: one that needs some,
     * or one that would make a transaction longer.
     */
    boolean isOutOfMemory(CommandContext context, Command command) {
        long now = context.now();
        if (pause.isOn(now) || maxMemory.makeRoom(context.eviction(), 0, now)) {
            return false;
        }
        Session session = context.session();
        if (command.has(Flag.RUNS_QUEUE)) {
            return session.inTransaction() && session.multi().queue().stream().anyMatch(QueuedCommand::needsMemory);
        }
        return command.has(Flag.DENYOOM) || session.inTransaction() && !command.has(Flag.DROPS_QUEUE);
    }

    /** Refuses a request before it runs; a transaction that it should have been part of is spoilt. */
    void reject(CommandContext context, Command command, String message) {
        Session session = context.session();
        telemetry.statistics().rejected(command, message);
        CommandObserver observer = telemetry.observer();
        if (observer != null) {
            observer.rejected(command, session, message);
        }
        if (command != null && command.has(Flag.RUNS_QUEUE)) {
            session.multi().end();
            server.clients().endWatch(session);
            context.reply().error("EXECABORT Transaction discarded because of: "
                    + (message.startsWith("ERR ") ? message.substring(4) : message));
            return;
        }
        if (session.inTransaction()) {
            session.multi().fail();
        }
        context.reply().error(message);
    }
}
