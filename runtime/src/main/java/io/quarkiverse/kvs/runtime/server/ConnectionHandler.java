package io.quarkiverse.kvs.runtime.server;

import java.util.concurrent.RejectedExecutionException;

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
import io.netty.handler.timeout.IdleStateEvent;
import io.quarkiverse.kvs.runtime.command.LongReply;
import io.quarkiverse.kvs.runtime.command.ServerControl;
import io.quarkiverse.kvs.runtime.protocol.CommandDecoder;
import io.quarkiverse.kvs.runtime.protocol.LineReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.ReplyBuffer;
import io.quarkiverse.kvs.runtime.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.runtime.protocol.Request;

/**
 * One connection: decodes what comes in, executes it at once on the event loop, and sends what all requests of one read have
 * earned with one write.
 * <p>
 * It goes on only while it may. It stands still while the client does not take its replies (requests then wait in the client's
 * own socket) and while a {@link LongReply} is being written elsewhere.
 * <p>
 * All methods run on the connection's event loop, unless they say otherwise.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements ServerControl {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    /** So many bytes of replies are sent even when more requests are at hand. */
    private static final int SEND_AT = 64 * 1024;
    /** Up to so many waiting bytes, new ones are decoded in the event loop's array, with these in front. */
    private static final int COPY_PENDING = 32 * 1024;

    private final TcpServer server;
    private final EventLoopState loop;
    private final CommandDecoder decoder;
    private final Request request = new Request();
    private final PendingInput pending = new PendingInput();
    private final int replyBacklog;

    private ChannelHandlerContext channel;
    /** The client has not taken the replies sent so far. */
    private boolean stalled;
    /** A reply is being written elsewhere. */
    private boolean parked;
    /** The client has said its last word; what it asked for is still answered. */
    private boolean inputEnded;
    /** Nothing is executed any more. Read by the threads that write long replies. */
    private volatile boolean closing;
    private boolean shutdownAsked;

    ConnectionHandler(TcpServer server, EventLoopState loop) {
        this.server = server;
        this.loop = loop;
        ServerConfig config = server.config();
        this.decoder = new CommandDecoder(config.request(), server.executor().table());
        this.replyBacklog = config.replyBacklog();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx;
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
            } else {
                pending.append(bytes);
                execute(pending.array(), pending.size());
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (stalled && ctx.channel().isWritable()) {
            stalled = false;
            resume();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            closeIfDone();
        } else if (event instanceof IdleStateEvent) {
            // Silent in both directions. Vert.x would wait for replies to be taken, but nobody takes them.
            LOG.debugf("Closing the connection of %s: idle", ctx.channel().remoteAddress());
            closeNow();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        closing = true;
        server.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Nearly always a client that went away; what is wrong with the server itself is reported where it happens.
        LOG.debugf(cause, "Connection of %s failed", ctx.channel().remoteAddress());
        ctx.close();
    }

    /** Asks for the end of the server; it comes when the replies of this read are on their way. */
    @Override
    public void shutdown() {
        shutdownAsked = true;
    }

    /** Sends what is earned, then closes. Safe to call from any thread. */
    void closeGracefully() {
        try {
            channel.executor().execute(this::endConnection);
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the connection with it.
        }
    }

    /** Closes, with whatever waits to be sent. Safe to call from any thread. */
    void closeNow() {
        channel.close();
    }

    EventLoop eventLoop() {
        return channel.channel().eventLoop();
    }

    /** The bytes of replies that wait for the client to read. Safe to call from any thread. */
    long pendingReplyBytes() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private boolean mayExecute() {
        return !stalled && !parked && !closing;
    }

    /** Executes the requests among the first {@code end} bytes of an array; what remains waits. */
    private void execute(byte[] array, int end) {
        int at = 0;
        long now = System.currentTimeMillis();
        try {
            while (mayExecute()) {
                CommandDecoder.Result result = decoder.decode(array, at, end, request);
                at += decoder.consumed();
                if (result == CommandDecoder.Result.INCOMPLETE) {
                    break;
                }
                answer(result, now);
                if (loop.replies.size() >= SEND_AT) {
                    send();
                    channel.flush();
                    stalled = !channel.channel().isWritable();
                }
            }
            send();
            stalled = stalled || !closing && !channel.channel().isWritable();
        } catch (ReplyTooLargeException e) {
            loop.replies.clear();
            closeForBacklog();
        } catch (RuntimeException | Error e) {
            // The replies belong to this connection, and the next one must not find them.
            loop.replies.clear();
            closing = true;
            channel.close();
            throw e;
        }
        if (closing) {
            pending.keep(array, end, end);
            if (shutdownAsked) {
                server.stopSoon();
            }
            return;
        }
        pending.keep(array, at, end);
        readMore();
    }

    private void answer(CommandDecoder.Result result, long now) {
        LineReplyWriter reply = loop.lineReplies;
        if (result == CommandDecoder.Result.REQUEST) {
            loop.replies.limit(replyBacklog);
            LongReply rest;
            try {
                rest = server.executor().execute(loop.context, request, reply, this, now);
            } catch (ReplyTooLargeException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.errorf(e, "A command failed: %s", request.show(0, loop.context.argument(0)));
                reply.rewind();
                reply.error("internal error, see the log of the server");
                return;
            }
            if (shutdownAsked) {
                send();
                endConnection();
            } else if (rest != null) {
                park(rest);
            }
            return;
        }
        reply.begin();
        reply.error(decoder.error());
        reply.end();
        if (result == CommandDecoder.Result.BROKEN) {
            LOG.debugf("Closing the connection of %s: %s", channel.channel().remoteAddress(), decoder.error());
            send();
            endConnection();
        }
    }

    /** Hands the collected replies over to the channel, without flushing it. */
    private void send() {
        ReplyBuffer replies = loop.replies;
        if (replies.size() > 0) {
            if (pendingReplyBytes() + replies.size() > replyBacklog) {
                replies.clear();
                closeForBacklog();
                return;
            }
            ByteBuf bytes = channel.alloc().directBuffer(replies.size(), replies.size());
            bytes.writeBytes(replies.array(), 0, replies.size());
            replies.clear();
            channel.write(bytes, channel.voidPromise());
        }
    }

    /** Leaves a reply to the threads that may take their time. */
    private void park(LongReply task) {
        parked = true;
        send();
        ReplyBuffer buffer = new ReplyBuffer();
        buffer.limit(replyBacklog);
        LineReplyWriter writer = new LineReplyWriter(buffer);
        try {
            server.longReplies().execute(() -> {
                boolean tooLarge = false;
                writer.begin();
                try {
                    task.write(writer, () -> closing);
                } catch (ReplyTooLargeException e) {
                    tooLarge = true;
                } catch (RuntimeException e) {
                    LOG.error("A command failed", e);
                    writer.rewind();
                    writer.error("internal error, see the log of the server");
                }
                writer.end();
                boolean close = tooLarge;
                channel.executor().execute(() -> unpark(buffer, close));
            });
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            parked = false;
            endConnection();
        }
    }

    private void unpark(ReplyBuffer reply, boolean tooLarge) {
        parked = false;
        if (closing) {
            return;
        }
        if (tooLarge) {
            closeForBacklog();
            return;
        }
        channel.write(Unpooled.wrappedBuffer(reply.array(), 0, reply.size()), channel.voidPromise());
        resume();
    }

    /** Goes on with what waits, after standing still. */
    private void resume() {
        if (mayExecute()) {
            execute(pending.array(), pending.size());
        }
        channel.flush();
    }

    /** Takes bytes from the socket only while they can be executed. */
    private void readMore() {
        boolean wanted = mayExecute();
        if (channel.channel().config().isAutoRead() != wanted) {
            channel.channel().config().setAutoRead(wanted);
        }
        closeIfDone();
    }

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

    private void closeForBacklog() {
        if (!closing) {
            closing = true;
            LOG.warnf("Closing the connection of %s: more than %d bytes of replies wait for it",
                    channel.channel().remoteAddress(),
                    replyBacklog);
            channel.close();
        }
    }
}
