package io.quarkiverse.kvs.runtime.server;

import org.jboss.logging.Logger;

import io.netty.buffer.ByteBuf;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.CommandDecoder;
import io.quarkiverse.kvs.core.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * Takes the requests of one client out of the bytes that it sends, and executes them, one after the other, as long as the
 * connection may go on: it stands still while the client does not take its replies, and while a request waits for its reply.
 * What has come until then waits in {@link PendingInput}, what comes then in the client's own socket.
 * <p>
 * All methods are for the event loop, except {@link #pendingBytes} and {@link #receivedBytes}, which any thread may call.
 */
final class Requests {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    /** Up to so many waiting bytes, new ones are decoded in the event loop's array, with these in front. */
    private static final int COPY_PENDING = 32 * 1024;

    private final ServerState state;
    private final EventLoopState loop;
    private final ClientChannel channel;
    private final Session session;
    private final Output output;
    private final WaitingRequest waiting;
    private final CommandDecoder decoder;
    /** The request that is being decoded, as far as its bytes have come. */
    private Request request = new Request();
    private final PendingInput pending;
    /** Nothing that comes is looked at any more, though the connection is open. */
    private boolean ignored;
    /** The client has said its last word; what it asked for is still answered. */
    private boolean inputEnded;
    /** The bytes from the request that is executed to the last one that has come. Others may learn of it late. */
    private int pendingBytes;
    /** All that have come. Others may learn of it late. */
    private long receivedBytes;
    /** The length of the array of what waits, as it has been counted. */
    private int memory;

    Requests(ServerState state, EventLoopState loop, ClientChannel channel, Session session, Output output,
            WaitingRequest waiting) {
        this.state = state;
        this.loop = loop;
        this.channel = channel;
        this.session = session;
        this.output = output;
        this.waiting = waiting;
        this.pending = new PendingInput(loop.spare);
        this.decoder = new CommandDecoder(state.settings().limits(), state.commands());
    }

    /** The bytes of requests that wait to be executed. */
    int pendingBytes() {
        return pendingBytes;
    }

    /** The bytes that have come so far. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** Bytes have come. */
    void read(ByteBuf bytes) {
        int length = bytes.readableBytes();
        receivedBytes += length;
        if (ignored) {
            state.telemetry().statistics().received(length);
            return;
        }
        int waitingBytes = pending.size();
        if (mayExecute() && waitingBytes <= COPY_PENDING && waitingBytes + length <= loop.input.length) {
            System.arraycopy(pending.array(), 0, loop.input, 0, waitingBytes);
            bytes.readBytes(loop.input, waitingBytes, length);
            execute(loop.input, waitingBytes + length);
            state.telemetry().statistics().received(length);
        } else {
            state.telemetry().statistics().received(length);
            if (state.clients().memory().makeRoom(session, pending.growthFor(length))) {
                pending.append(bytes);
                count();
                execute(pending.array(), pending.size());
            }
        }
    }

    /** The client wants no more, and no reply to that: what it sends from now on is not looked at. */
    void ignoreTheRest() {
        ignored = true;
    }

    /** The client has said its last word. */
    void inputEnded() {
        inputEnded = true;
        if (waiting.isBlocked()) {
            // A client that may not be there any more is not to be served.
            channel.close();
        }
        closeIfDone();
    }

    /** Goes on with what waits, after standing still. */
    void goOn() {
        if (mayExecute()) {
            execute(pending.array(), pending.size());
        } else if (!channel.isClosing()) {
            readMore();
        }
    }

    /** Executes a request that has waited, in a turn of its own. */
    void executeAgain(Request held) {
        output.beginTurn();
        try {
            execute(held, state.time().currentTimeMillis());
            output.send();
        } finally {
            output.endTurn();
        }
    }

    /** The connection is closed: what waits is not executed any more. */
    void clear() {
        pending.clear();
        count();
    }

    private boolean mayExecute() {
        return !output.isStalled() && !waiting.isWaiting() && !channel.isClosing() && !ignored;
    }

    /** Executes the requests among the first {@code end} bytes of an array; what remains waits. */
    private void execute(byte[] array, int end) {
        int at = 0;
        int missing = 0;
        long now = state.time().currentTimeMillis();
        channel.activeAt(now);
        decoder.limits(state.settings().limits());
        output.beginTurn();
        try {
            while (mayExecute()) {
                Batch batch = loop.batch;
                batch.decode(decoder, array, at, end, request, session.isAuthenticated());
                request = batch.spare();
                batch.fetchKeys(loop.context, session);
                int done = 0;
                while (done < batch.size() && mayExecute()) {
                    pendingBytes = end - at;
                    execute(batch.request(done), now);
                    at = batch.end(done++);
                    output.sendIfMuch();
                }
                if (!mayExecute() && !(done == batch.size() && batch.result() == CommandDecoder.Result.INCOMPLETE)) {
                    // What was decoded ahead has to wait, as bytes.
                    decoder.restart();
                    break;
                }
                at = batch.end();
                if (batch.result() == CommandDecoder.Result.INCOMPLETE) {
                    missing = decoder.missing();
                    break;
                }
                if (batch.result() != CommandDecoder.Result.REQUEST) {
                    answerMistake(batch.result());
                    output.sendIfMuch();
                }
            }
            output.sendRest();
        } finally {
            output.endTurn();
        }
        pending.keep(array, channel.isClosing() || ignored ? end : at, end, missing);
        count();
        pendingBytes = pending.size();
        if (!channel.isClosing()) {
            readMore();
        }
    }

    private void execute(Request next, long now) {
        ReplyWriter reply = loop.writer(next, session);
        int before = loop.replies.size();
        Pending why;
        try {
            why = state.executor().execute(loop.context, session, next, reply, now);
        } catch (ReplyTooLargeException e) {
            output.dropReplies();
            return;
        } catch (OutOfMemoryError e) {
            // Outside of the command itself, such as in its queue: what is held for the client is to be freed.
            loop.replies.clear();
            channel.closeBecause("the heap has no room for what it sends");
            return;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "A command failed");
            loop.replies.truncate(before);
            if (!session.isSilent()) {
                reply.begin();
                reply.error("ERR internal error, see the log of the server");
            }
            session.requestDone();
            return;
        }
        if (why != null) {
            waiting.begin(why, next, before);
            return;
        }
        session.requestDone();
        if (channel.isLastReply() || ignored && loop.replies.size() > 0) {
            output.send();
            channel.end();
        }
    }

    private void answerMistake(CommandDecoder.Result result) {
        boolean silent = session.isSilent();
        if (!silent) {
            ReplyWriter reply = loop.writer(decoder.isResp(), session);
            reply.begin();
            reply.error(decoder.error());
        }
        session.requestDone();
        if (result == CommandDecoder.Result.BROKEN) {
            state.telemetry().log().protocolError(channel.remoteAddress(), decoder.error());
            if (silent && loop.replies.size() == 0) {
                ignoreTheRest();
            } else {
                output.send();
                channel.end();
            }
        }
    }

    /** Takes bytes from the socket only while they can be executed, or to learn whether a client that waits has gone. */
    private void readMore() {
        channel.read(ignored || mayExecute() || (waiting.isBlocked() && !output.isStalled() && pending.size() <= COPY_PENDING));
        closeIfDone();
    }

    private void closeIfDone() {
        if (inputEnded && (mayExecute() || ignored)) {
            channel.end();
        }
    }

    private void count() {
        int now = pending.array().length;
        if (now != memory) {
            memory = now;
            session.held().input(now);
        }
    }
}
