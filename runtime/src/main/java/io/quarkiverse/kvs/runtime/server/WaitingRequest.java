package io.quarkiverse.kvs.runtime.server;

import java.util.concurrent.RejectedExecutionException;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.ScheduledFuture;
import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.CommandExecutor;
import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * The request of one connection that waits for its reply, if there is one: as long as it waits, no other is executed. Each
 * {@link Pending} is one of three kinds:
 * <ul>
 * <li>nothing was done yet, and the request is to be executed again: {@link #postpone}, then {@link #resume};</li>
 * <li>it is done, and the reply is complete, but is to be sent later: {@link #hold};</li>
 * <li>the reply is still to be written, by another thread or another server perhaps: {@link #writeAfter},
 * {@link #writeElsewhere}, {@link #block}.</li>
 * </ul>
 * All methods are for the event loop, except where they say otherwise.
 */
final class WaitingRequest {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    private final ConnectionHandler connection;
    private final TcpServer server;
    private final ServerState state;
    private final EventLoopState loop;
    private final ClientChannel channel;
    private final Session session;
    private final Output output;
    private boolean waits;
    /** It waits for what other clients do: whether this one is still there matters meanwhile. */
    private boolean blocked;
    /** The client does not want the reply that is waited for. */
    private boolean silent;
    /** Ends the waiting; null if nothing does. */
    private ScheduledFuture<?> timeout;
    /** The request, if it is to be executed again. */
    private Request postponed;

    WaitingRequest(ConnectionHandler connection, TcpServer server, EventLoopState loop, ClientChannel channel, Session session,
            Output output) {
        this.connection = connection;
        this.server = server;
        this.state = server.state();
        this.loop = loop;
        this.channel = channel;
        this.session = session;
        this.output = output;
    }

    /** Whether there is one. Also for other threads, which may learn of it late. */
    boolean isWaiting() {
        return waits;
    }

    /** Whether it waits for what other clients do. */
    boolean isBlocked() {
        return blocked;
    }

    /**
     * Lets a request wait that has been executed.
     *
     * @param replyStart where the buffer for replies has what the command has written so far
     */
    void begin(Pending why, Request request, int replyStart) {
        waits = true;
        if (why instanceof Pending.Postponed) {
            postpone(request);
            return;
        }
        if (why instanceof Pending.Later later) {
            postpone(request);
            timeout = channel.schedule(this::resume, later.millis());
            return;
        }
        if (why instanceof Pending.Contended) {
            postpone(request);
            timeout = channel.schedule(this::resume, Pending.Contended.MILLIS);
            return;
        }
        if (why instanceof Pending.Elsewhere) {
            executeElsewhere(request);
            return;
        }
        silent = session.isSilent();
        session.requestDone();
        if (why instanceof Pending.Held held) {
            hold(replyStart, held.millis());
            return;
        }
        Dialect dialect = loop.writer(request, session).dialect();
        if (why instanceof Pending.Delayed delayed) {
            writeAfter(delayed, dialect);
        } else if (why instanceof Pending.Forwarded) {
            // Whether the client is still there matters meanwhile.
            blocked = true;
        } else if (why instanceof Pending.Blocked wait) {
            block(wait.client());
        } else {
            writeElsewhere((LongReply) why, dialect);
        }
    }

    /** Leaves a request to the threads that may take their time. */
    private void executeElsewhere(Request request) {
        output.beginReply();
        Request copy = request.copy();
        Dialect dialect = loop.writer(request, session).dialect();
        ReplyBuffer buffer = new ReplyBuffer();
        buffer.limit(state.settings().maxReply(session.isWaiting()));
        try {
            server.patientThreads().execute(context -> {
                Pending pending = null;
                ReplyWriter writer = ReplyWriter.of(dialect, buffer);
                try {
                    pending = state.executor().execute(context, session, copy, writer, state.time().currentTimeMillis());
                } catch (ReplyTooLargeException e) {
                    channel.closeBecause(Output.TOO_MANY_REPLIES);
                } catch (OutOfMemoryError e) {
                    channel.closeBecause("the heap has no room for what it sends");
                } catch (RuntimeException | Error e) {
                    LOG.error("A command failed", e);
                    buffer.clear();
                    writer.begin();
                    writer.error("ERR internal error, see the log of the server");
                }
                Pending left = pending;
                channel.onEventLoop(() -> executedElsewhere(left, copy, buffer));
            });
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            waits = false;
            channel.end();
        }
    }

    private void executedElsewhere(Pending left, Request request, ReplyBuffer buffer) {
        if (channel.isClosing()) {
            return;
        }
        if (left != null) {
            output.endReply();
        }
        if (left == null) {
            session.requestDone();
            silent = false;
            if (channel.isLastReply()) {
                waits = false;
                output.send(buffer);
                output.endReply();
                channel.end();
            } else {
                end(buffer);
            }
        } else if (left instanceof Pending.Held held) {
            session.requestDone();
            silent = false;
            channel.schedule(() -> end(buffer), held.millis());
        } else {
            begin(left, request, loop.replies.size());
        }
    }

    private void postpone(Request request) {
        postponed = request.copy();
    }

    /** Executes the request again, before any other; does nothing if there is none to be executed. */
    void resume() {
        Request held = postponed;
        if (held != null && !channel.isClosing()) {
            postponed = null;
            waits = false;
            cancelTimeout();
            connection.executeAgain(held);
        }
    }

    /** What was written is what is to be sent, and messages among it are to be, in any case. */
    private void hold(int replyStart, long millis) {
        ReplyBuffer complete = loop.replies.cut(replyStart);
        silent = false;
        channel.schedule(() -> end(complete), millis);
    }

    private void writeAfter(Pending.Delayed delayed, Dialect dialect) {
        channel.schedule(() -> {
            ReplyBuffer buffer = new ReplyBuffer();
            ReplyWriter writer = ReplyWriter.of(dialect, buffer);
            writer.begin();
            delayed.reply().accept(writer);
            end(buffer);
        }, delayed.millis());
    }

    private void block(BlockedClient client) {
        blocked = true;
        if (client.timeoutMillis() > 0) {
            timeOutAfter(client.timeoutMillis(), client);
        }
    }

    private void timeOutAfter(long millis, BlockedClient client) {
        timeout = channel.schedule(() -> {
            long left = state.blockedClients().timeOut(client);
            if (left > 0) {
                timeOutAfter(left, client);
            }
        }, millis);
    }

    /** Leaves a reply to the threads that may take their time. */
    private void writeElsewhere(LongReply task, Dialect dialect) {
        output.beginReply();
        ReplyBuffer buffer = new ReplyBuffer();
        buffer.limit(state.settings().maxReply(false));
        ReplyWriter writer = ReplyWriter.of(dialect, buffer);
        try {
            server.longReplies().execute(() -> {
                writer.begin();
                long mark = writer.mark();
                try {
                    task.write(writer, channel::isClosing);
                } catch (ReplyTooLargeException e) {
                    channel.closeBecause(Output.TOO_MANY_REPLIES);
                } catch (OutOfMemoryError e) {
                    writer.rewind(mark);
                    writer.error(CommandExecutor.OUT_OF_HEAP);
                } catch (RuntimeException | Error e) {
                    LOG.error("A command failed", e);
                    writer.rewind(mark);
                    writer.error("ERR internal error, see the log of the server");
                }
                // It may have looked at anything.
                reply(buffer, state.changes().seenAll(session));
            });
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            waits = false;
            channel.end();
        }
    }

    /** Answers the request, and goes on. May be called from any thread. */
    void reply(ReplyBuffer reply, long dependsOn) {
        channel.onEventLoop(() -> {
            session.dependsOn(dependsOn);
            end(reply);
        });
    }

    private void end(ReplyBuffer reply) {
        // Waiting is not idling, not even in the end.
        channel.activeAt(state.time().currentTimeMillis());
        waits = false;
        blocked = false;
        cancelTimeout();
        if (channel.isClosing()) {
            return;
        }
        if (!silent) {
            output.send(reply);
        }
        output.endReply();
        connection.goOn();
    }

    /** The connection is closed: nothing ends the waiting any more. */
    void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
