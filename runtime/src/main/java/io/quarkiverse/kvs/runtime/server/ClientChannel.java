package io.quarkiverse.kvs.runtime.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * The channel to one client: its event loop, its socket, and its end.
 * <p>
 * Methods may be called from any thread, except those that read, write and flush, which are for the event loop.
 */
final class ClientChannel {

    /** So many bytes that are held make a connection stand still. */
    private static final int MOST_HELD = 512 * 1024;

    private final ChannelHandlerContext context;
    private final ServerState state;
    private final HeldReplies held;
    /** What is to be done when replies that were held have been sent. */
    private Runnable onRelease = () -> {
    };
    /** It is to be closed when nothing is held any more. */
    private boolean ending;
    /** Nothing is executed or sent any more. */
    private volatile boolean closing;
    /** The next reply is the last. */
    private volatile boolean closeAfterReply;
    /** When bytes were last read, or taken by the client; in milliseconds since 1970. */
    private volatile long lastActiveAt;
    /** Of the one thread that looks for idle connections. */
    private long lastPending;

    /** @param awaited what the clients of its event loop wait for */
    ClientChannel(ChannelHandlerContext context, ServerState state, AwaitedRecords awaited) {
        this.context = context;
        this.state = state;
        this.held = new HeldReplies(this, awaited);
        this.lastActiveAt = state.time().currentTimeMillis();
    }

    // The event loop

    EventLoop eventLoop() {
        return context.channel().eventLoop();
    }

    boolean inEventLoop() {
        return context.executor().inEventLoop();
    }

    void onEventLoop(Runnable task) {
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the connection with it.
            closing = true;
        }
    }

    /** Runs a task on the event loop after so many milliseconds. */
    ScheduledFuture<?> schedule(Runnable task, long millis) {
        return context.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    // The socket

    /** Sets what is done when replies that were held have been sent. */
    void onRelease(Runnable task) {
        onRelease = task;
    }

    /** Whether the client takes what it is sent, and not too much of it is held; if not, it is told once that is so. */
    boolean isWritable() {
        return context.channel().isWritable() && held.bytes() < MOST_HELD;
    }

    /** The bytes that are written and that the client has not taken. */
    long pendingBytes() {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        return held.bytes() + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    /** A buffer for exactly so many bytes, to be written. */
    ByteBuf buffer(int bytes) {
        return context.alloc().directBuffer(bytes, bytes);
    }

    /**
     * Writes something, now, or when the log has promised what it tells of.
     *
     * @param dependsOn the number of the record that the log is to have promised; 0 if there is none
     */
    void write(ByteBuf bytes, int size, long dependsOn) {
        if (held.isToBeHeld(dependsOn)) {
            held.hold(bytes, size, dependsOn);
        } else {
            context.write(bytes, context.voidPromise());
        }
    }

    /** Writes something that was held. */
    void writeHeld(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
    }

    /** Some of what was held, or all, has been written. */
    void released() {
        context.flush();
        if (ending && held.isEmpty()) {
            flushAndClose();
        } else if (!closing) {
            onRelease.run();
        }
    }

    void flush() {
        context.flush();
    }

    /** Takes bytes from the socket from now on, or leaves them there. */
    void read(boolean wanted) {
        if (context.channel().config().isAutoRead() != wanted) {
            context.channel().config().setAutoRead(wanted);
        }
    }

    String remoteAddress() {
        return text(context.channel().remoteAddress());
    }

    String localAddress() {
        return text(context.channel().localAddress());
    }

    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    // Being idle

    /** The client has been active at an instant: it has sent something, or has got what it waited for. */
    void activeAt(long millis) {
        lastActiveAt = millis;
    }

    /** Whether nothing has been read, and nothing taken by the client, for so long. Called by one thread, again and again. */
    boolean isIdle(long now, long timeout) {
        long pending = pendingBytes();
        if (pending < lastPending) {
            lastActiveAt = now;
        }
        lastPending = pending;
        return now - lastActiveAt >= timeout;
    }

    // The end

    /** Whether it is closed, or about to be: then nothing is executed or sent any more. */
    boolean isClosing() {
        return closing;
    }

    /** Closes, with what waits to be sent. */
    void close() {
        closing = true;
        // Not of the channel as a whole: Vert.x's handler would first wait for the client to take what has been sent.
        context.close();
    }

    /** Closes, with what waits to be sent, and tells the log why. */
    void closeBecause(String why) {
        if (!closing) {
            state.telemetry().log().connectionClosed(remoteAddress(), why);
            close();
        }
    }

    /** Closes once what has been written is sent. */
    void closeGracefully() {
        onEventLoop(this::end);
    }

    /** Closes once the replies so far are sent, that of the request that is executed included. */
    void closeAfterReply() {
        closeAfterReply = true;
        if (!inEventLoop()) {
            onEventLoop(this::end);
        }
    }

    /** Whether the next reply is the last: nothing else is sent. */
    boolean isLastReply() {
        return closeAfterReply;
    }

    /** The same as {@link #closeGracefully}, at once. For the event loop. */
    void end() {
        if (!closing) {
            closing = true;
            if (held.isEmpty()) {
                flushAndClose();
            } else {
                ending = true;
                flush();
            }
        }
    }

    private void flushAndClose() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Nothing can be sent any more. For the event loop. */
    void dropHeld() {
        held.drop();
    }

    /** It has been closed, by either side. */
    void closed() {
        closing = true;
    }
}
