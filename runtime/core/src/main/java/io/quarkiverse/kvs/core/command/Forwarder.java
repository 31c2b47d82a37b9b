package io.quarkiverse.kvs.core.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.protocol.Request;

/** Lets another server execute what is asked for here. Safe for use by many threads. */
public interface Forwarder {

    /**
     * Sends the request of a client with a connection on, if another server is to execute it. Called before anything has been
     * done; does not wait. The reply is handed to {@link io.quarkiverse.kvs.core.command.client.ClientConnection#reply} once it
     * is there.
     *
     * @param context has the request; the reply is in the same dialect
     * @return whether that is so; otherwise it is executed here
     */
    boolean forwards(CommandContext context, Command command);

    /** Whether another server is to execute a command of the application. */
    boolean isNeeded(Command command, Session session);

    /**
     * Sends a command of the application on. Does not wait.
     *
     * @param request in RESP
     * @return the whole reply, in RESP3; an error of the other server is one. If it is cancelled, nothing more
     *         is said about it, but the other server may have done it. Fails if it is not known what became of it
     */
    CompletableFuture<byte[]> forward(Command command, Session session, Request request);

    /** The same for commands that are executed together: the reply is that of EXEC. */
    CompletableFuture<byte[]> forwardTogether(Session session, List<QueuedCommand> commands);

    /**
     * Waits until the data here is what the server that executes commands had when this was called, or newer. Not for event
     * loops.
     *
     * @throws CommandException if there is no such server now
     */
    void catchUp();
}
