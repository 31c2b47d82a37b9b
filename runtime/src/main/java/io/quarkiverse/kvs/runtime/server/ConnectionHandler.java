package io.quarkiverse.kvs.runtime.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkiverse.kvs.runtime.command.BlockedClient;
import io.quarkiverse.kvs.runtime.command.ClientConnection;
import io.quarkiverse.kvs.runtime.command.CommandExecutor;
import io.quarkiverse.kvs.runtime.command.CommandTable;
import io.quarkiverse.kvs.runtime.command.LongReply;
import io.quarkiverse.kvs.runtime.command.Pending;
import io.quarkiverse.kvs.runtime.command.ServerState;
import io.quarkiverse.kvs.runtime.command.Session;
import io.quarkiverse.kvs.runtime.protocol.CommandDecoder;
import io.quarkiverse.kvs.runtime.protocol.Dialect;
import io.quarkiverse.kvs.runtime.protocol.ReplyBuffer;
import io.quarkiverse.kvs.runtime.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.runtime.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.Request;

/**
 * One connection: decodes what comes in, executes it at once on the event loop, and sends what all requests of one read have
 * earned with one write.
 * <p>
 * It goes on only while it may. It stands still while the client does not take its replies (requests then wait in the client's
 * own socket), and while a request waits for its reply: see {@link Pending}.
 * <p>
 * All methods run on the connection's event loop, except those of {@link ClientConnection}.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    /** So many bytes of replies are sent even when more requests are at hand. */
    private static final int SEND_AT = 64 * 1024;
    /** Up to so many waiting bytes, new ones are decoded in the event loop's array, with these in front. */
    private static final int COPY_PENDING = 32 * 1024;

    private final TcpServer server;
    private final ServerState state;
    private final EventLoopState loop;
    private final CommandDecoder decoder;
    /** The request that is being decoded, as far as its bytes have come. */
    private Request request = new Request();
    private final PendingInput pending;
    /** From other threads. */
    private final Messages messages = new Messages();
    private final Runnable deliverAll = this::deliverAll;

    private ChannelHandlerContext channel;
    private Session session;
    /** The client has not taken the replies sent so far. */
    private boolean stalled;
    /** A request waits for its reply. */
    private boolean parked;
    /** It waits for what other clients do: whether this one is still there matters meanwhile. */
    private boolean blocked;
    /** The reply that is waited for is not to be sent. */
    private boolean swallowed;
    /** Ends the waiting; null if nothing does. */
    private ScheduledFuture<?> timeout;
    /** A request that is to be executed before any other, once clients are not paused any more, or its delay is over. */
    private Request postponed;
    /** The client has said its last word; what it asked for is still answered. */
    private boolean inputEnded;
    /** The next reply is the last. */
    private volatile boolean closeAfterReply;
    /** Nothing is executed any more. */
    private volatile boolean closing;
    private boolean flushScheduled;
    /** The bytes from the request that is executed to the last one that has come. Others may learn of it late. */
    private int inputLength;
    /** The length of the array of what waits, as it has been accounted. Others may learn of it late. */
    private int inputMemory;
    /** When bytes were last read, or taken by the client; in milliseconds since 1970. */
    private volatile long lastActiveAt;
    private long lastPendingOutput;

    ConnectionHandler(TcpServer server, EventLoopState loop) {
        this.server = server;
        this.state = server.state();
        this.loop = loop;
        this.pending = new PendingInput(loop.spare);
        this.decoder = new CommandDecoder(state.settings().limits(), CommandTable.REDIS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx;
        lastActiveAt = state.currentTimeMillis();
        session = state.connected(this, lastActiveAt);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (closing) {
                return;
            }
            int waiting = pending.size();
            if (mayExecute() && waiting <= COPY_PENDING && waiting + bytes.readableBytes() <= loop.input.length) {
                int end = waiting + bytes.readableBytes();
                System.arraycopy(pending.array(), 0, loop.input, 0, waiting);
                bytes.readBytes(loop.input, waiting, end - waiting);
                execute(loop.input, end);
                state.received(end - waiting);
            } else {
                state.received(bytes.readableBytes());
                if (!state.clientMemory().accepts(session, pending.growthFor(bytes.readableBytes()))) {
                    closeNow("clients make the server hold more bytes than maxmemory-clients allows");
                    return;
                }
                pending.append(bytes);
                accountInput();
                execute(pending.array(), pending.size());
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushLater();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (stalled && ctx.channel().isWritable()) {
            stalled = false;
            goOn();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // With TLS, a client may say its last word without closing its side of the socket.
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            if (blocked) {
                // Nobody is to be served who may not be there any more.
                close();
            }
            closeIfDone();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        cancelTimeout();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        closing = true;
        pending.clear();
        accountInput();
        state.disconnected(session);
        server.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Nearly always a client that went away; what is wrong with the server itself is reported where it happens.
        LOG.debugf(cause, "Connection of %s failed", ctx.channel().remoteAddress());
        ctx.close();
    }

    // For commands, and other threads

    @Override
    public void push(byte[] bytes) {
        if (channel.executor().inEventLoop()) {
            deliverAll();
            deliver(bytes);
            return;
        }
        if (messages.bytes() + bytes.length + pendingOutput() > state.settings().maxOutput(true)) {
            closeNow("more bytes of messages wait for it than allowed");
            return;
        }
        if (messages.add(bytes)) {
            onEventLoop(deliverAll);
        }
    }

    @Override
    public void close() {
        closing = true;
        channel.close();
    }

    @Override
    public void closeAfterReply() {
        closeAfterReply = true;
        if (!channel.executor().inEventLoop()) {
            onEventLoop(this::endConnection);
        }
    }

    @Override
    public void resume() {
        onEventLoop(() -> {
            Request held = postponed;
            if (held != null && !closing) {
                postponed = null;
                parked = false;
                cancelTimeout();
                beginTurn();
                try {
                    execute(held, state.currentTimeMillis());
                    send();
                } finally {
                    endTurn();
                }
                goOn();
            }
        });
    }

    @Override
    public void reply(ReplyBuffer reply) {
        onEventLoop(() -> unpark(reply, swallowed));
    }

    @Override
    public boolean isClosed() {
        return closing;
    }

    @Override
    public String remoteAddress() {
        return text(channel.channel().remoteAddress());
    }

    @Override
    public String localAddress() {
        return text(channel.channel().localAddress());
    }

    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    @Override
    public int pendingInput() {
        return inputLength;
    }

    @Override
    public long inputMemory() {
        return inputMemory;
    }

    private void accountInput() {
        int now = pending.array().length;
        if (now != inputMemory) {
            state.clientMemory().inputGrew(now - inputMemory);
            inputMemory = now;
        }
    }

    @Override
    public long pendingOutput() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Sends what is earned, then closes. Safe to call from any thread. */
    void closeGracefully() {
        onEventLoop(this::endConnection);
    }

    /** Closes if nothing has been read, and nothing taken by the client, for so long. Called by one thread, again and again. */
    void closeIfIdle(long now, long timeout) {
        long output = pendingOutput();
        if (output < lastPendingOutput) {
            lastActiveAt = now;
        }
        lastPendingOutput = output;
        // Whoever waits for messages, or for a reply, is silent for a reason.
        if (now - lastActiveAt >= timeout && !session.isWaiting() && !parked) {
            closeNow("it was idle");
        }
    }

    EventLoop eventLoop() {
        return channel.channel().eventLoop();
    }

    void onEventLoop(Runnable task) {
        try {
            channel.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the connection with it.
            closing = true;
        }
    }

    // Requests

    private boolean mayExecute() {
        return !stalled && !parked && !closing;
    }

    /** Executes the requests among the first {@code end} bytes of an array; what remains waits. */
    private void execute(byte[] array, int end) {
        int at = 0;
        int missing = 0;
        long now = state.currentTimeMillis();
        lastActiveAt = now;
        decoder.limits(state.settings().limits());
        beginTurn();
        try {
            while (mayExecute()) {
                Batch batch = loop.batch;
                batch.decode(decoder, array, at, end, request, session.isAuthenticated());
                request = batch.spare();
                batch.fetchKeys(loop.context, session);
                int done = 0;
                while (done < batch.size() && mayExecute()) {
                    inputLength = end - at;
                    execute(batch.request(done), now);
                    at = batch.end(done++);
                    sendIfMuch();
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
                    sendIfMuch();
                }
            }
            send();
            stalled = stalled || !closing && !channel.channel().isWritable();
        } finally {
            endTurn();
        }
        pending.keep(array, closing ? end : at, end, missing);
        accountInput();
        inputLength = pending.size();
        if (!closing) {
            readMore();
        }
    }

    private void sendIfMuch() {
        if (loop.replies.size() >= SEND_AT) {
            send();
            channel.flush();
            stalled = !channel.channel().isWritable();
        }
    }

    private void beginTurn() {
        loop.current = this;
        loop.replies.limit(state.settings().maxReply(session.isWaiting()));
    }

    /** Leaves nothing behind for the next connection to find, whatever happened. */
    private void endTurn() {
        loop.current = null;
        if (loop.replies.size() > 0) {
            loop.replies.clear();
            close();
        }
    }

    private void execute(Request next, long now) {
        ReplyWriter reply = loop.writer(next, session);
        int before = loop.replies.size();
        Pending waiting;
        try {
            waiting = state.executor().execute(loop.context, session, next, reply, now);
        } catch (ReplyTooLargeException e) {
            loop.replies.clear();
            closeNow("more bytes of replies wait for it than allowed");
            return;
        } catch (OutOfMemoryError e) {
            // Outside of the command itself, such as in its queue: what is held for the client is to be freed.
            loop.replies.clear();
            closeNow("the heap has no room for what it sends");
            return;
        } catch (RuntimeException e) {
            LOG.errorf(e, "A command failed");
            loop.replies.truncate(before);
            if (!session.isSilent()) {
                reply.begin();
                reply.error("ERR internal error, see the log of the server");
            }
            session.requestDone();
            return;
        }
        if (waiting != null) {
            park(waiting, next, before);
            return;
        }
        session.requestDone();
        if (closeAfterReply) {
            send();
            endConnection();
        }
    }

    private void answerMistake(CommandDecoder.Result result) {
        if (!session.isSilent()) {
            ReplyWriter reply = loop.writer(decoder.isResp(), session);
            reply.begin();
            reply.error(decoder.error());
        }
        session.requestDone();
        if (result == CommandDecoder.Result.BROKEN) {
            state.log().protocolError(remoteAddress(), decoder.error());
            send();
            endConnection();
        }
    }

    // Standing still

    private void park(Pending waiting, Request next, int replyStart) {
        parked = true;
        if (waiting instanceof Pending.Postponed) {
            postponed = next.copy();
            return;
        }
        if (waiting instanceof Pending.Later later) {
            postponed = next.copy();
            timeout = channel.executor().schedule(this::resume, later.millis(), TimeUnit.MILLISECONDS);
            return;
        }
        boolean swallow = session.isSilent();
        session.requestDone();
        Dialect dialect = loop.writer(next, session).dialect();
        if (waiting instanceof Pending.Delayed delayed) {
            channel.executor().schedule(() -> {
                ReplyBuffer buffer = new ReplyBuffer();
                ReplyWriter writer = ReplyWriter.of(dialect, buffer);
                writer.begin();
                delayed.reply().accept(writer);
                unpark(buffer, swallow);
            }, delayed.millis(), TimeUnit.MILLISECONDS);
        } else if (waiting instanceof Pending.Held held) {
            ReplyBuffer complete = loop.replies.cut(replyStart);
            channel.executor().schedule(() -> unpark(complete, false), held.millis(), TimeUnit.MILLISECONDS);
        } else if (waiting instanceof Pending.Blocked wait) {
            blocked = true;
            swallowed = swallow;
            if (wait.client().timeoutMillis() > 0) {
                timeOutAfter(wait.client().timeoutMillis(), wait.client());
            }
        } else {
            writeElsewhere((LongReply) waiting, dialect, swallow);
        }
    }

    private void timeOutAfter(long millis, BlockedClient client) {
        timeout = channel.executor().schedule(() -> {
            long left = state.timeOut(client);
            if (left > 0) {
                timeOutAfter(left, client);
            }
        }, millis, TimeUnit.MILLISECONDS);
    }

    /** Leaves a reply to the threads that may take their time. */
    private void writeElsewhere(LongReply task, Dialect dialect, boolean swallow) {
        ReplyBuffer buffer = new ReplyBuffer();
        buffer.limit(state.settings().maxReply(false));
        ReplyWriter writer = ReplyWriter.of(dialect, buffer);
        try {
            server.longReplies().execute(() -> {
                writer.begin();
                long mark = writer.mark();
                try {
                    task.write(writer, () -> closing);
                } catch (ReplyTooLargeException e) {
                    closeNow("more bytes of replies wait for it than allowed");
                } catch (OutOfMemoryError e) {
                    writer.rewind(mark);
                    writer.error(CommandExecutor.OUT_OF_HEAP);
                } catch (RuntimeException e) {
                    LOG.error("A command failed", e);
                    writer.rewind(mark);
                    writer.error("ERR internal error, see the log of the server");
                }
                onEventLoop(() -> unpark(buffer, swallow));
            });
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            parked = false;
            endConnection();
        }
    }

    private void unpark(ReplyBuffer reply, boolean swallow) {
        // Waiting is not idling, not even in the end.
        lastActiveAt = state.currentTimeMillis();
        parked = false;
        blocked = false;
        cancelTimeout();
        if (closing) {
            return;
        }
        if (!swallow) {
            state.sent(reply.size());
            channel.write(Unpooled.wrappedBuffer(reply.array(), 0, reply.size()), channel.voidPromise());
        }
        goOn();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    /** Goes on with what waits, after standing still. */
    private void goOn() {
        if (mayExecute()) {
            execute(pending.array(), pending.size());
        } else if (!closing) {
            readMore();
        }
        flushLater();
    }

    /** Takes bytes from the socket only while they can be executed, or to learn whether a client that waits has gone. */
    private void readMore() {
        boolean wanted = mayExecute() || blocked && !stalled && pending.size() <= COPY_PENDING;
        if (channel.channel().config().isAutoRead() != wanted) {
            channel.channel().config().setAutoRead(wanted);
        }
        closeIfDone();
    }

    // Sending

    /** Hands the collected replies over to the channel, without flushing it. */
    private void send() {
        ReplyBuffer replies = loop.replies;
        if (replies.size() == 0 || closing) {
            replies.clear();
            return;
        }
        if (pendingOutput() + replies.size() > state.settings().maxOutput(session.isWaiting())) {
            replies.clear();
            closeNow("more bytes of replies wait for it than allowed");
            return;
        }
        ByteBuf bytes = channel.alloc().directBuffer(replies.size(), replies.size());
        bytes.writeBytes(replies.array(), 0, replies.size());
        state.sent(replies.size());
        replies.clear();
        channel.write(bytes, channel.voidPromise());
    }

    private void deliverAll() {
        messages.taking();
        for (byte[] message; (message = messages.next()) != null;) {
            deliver(message);
        }
    }

    /** Sends a message: behind the replies that are being collected for this client, if its turn it is. */
    private void deliver(byte[] bytes) {
        if (closing || closeAfterReply) {
            return;
        }
        if (loop.current == this) {
            loop.replies.append(bytes);
            return;
        }
        if (pendingOutput() + bytes.length > state.settings().maxOutput(true)) {
            closeNow("more bytes of messages wait for it than allowed");
            return;
        }
        state.sent(bytes.length);
        channel.write(channel.alloc().directBuffer(bytes.length, bytes.length).writeBytes(bytes), channel.voidPromise());
        flushLater();
    }

    /** Sends what is written, after all other connections of the event loop that have something to read had their turn. */
    private void flushLater() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.flushLater(this);
        }
    }

    /** Sends what is written. */
    void flush() {
        flushScheduled = false;
        channel.flush();
    }

    // The end

    private void closeIfDone() {
        if (inputEnded && mayExecute()) {
            endConnection();
        }
    }

    private void endConnection() {
        if (!closing) {
            closing = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes, with whatever waits to be sent. Safe to call from any thread. */
    void closeNow(String why) {
        if (!closing) {
            state.log().connectionClosed(remoteAddress(), why);
            close();
        }
    }
}
