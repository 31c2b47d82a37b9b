package io.quarkiverse.kvs.runtime.server;

import java.nio.channels.ClosedChannelException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CoalescingBufferQueue;

/**
 * Hands long replies to TLS piece by piece, as the client takes them. TLS encrypts all that it is given, at once: for a
 * reply of 200 MB, the other connections of the event loop would wait for a second, and the bytes would be in memory twice.
 * <p>
 * What waits here counts as output that the client has not taken.
 */
final class PacedOutput extends ChannelOutboundHandlerAdapter {

    /** Shorter replies go through, unless they have to wait for their turn. Four records of TLS. */
    static final int PIECE = 64 * 1024;
    /** So much may be under way. */
    static final int UNDER_WAY = 4 * PIECE;

    private CoalescingBufferQueue waiting;
    private int underWay;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        waiting = new CoalescingBufferQueue(ctx.channel(), 4, true);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        if (waiting.isEmpty() && bytes.readableBytes() <= PIECE) {
            ctx.write(bytes, promise);
        } else {
            waiting.add(bytes, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        proceed(ctx);
        ctx.flush();
    }

    private void proceed(ChannelHandlerContext ctx) {
        while (underWay < UNDER_WAY && !waiting.isEmpty()) {
            ChannelPromise taken = ctx.newPromise();
            ByteBuf piece = waiting.remove(PIECE, taken);
            int length = piece.readableBytes();
            underWay += length;
            taken.addListener(done -> {
                underWay -= length;
                if (!done.isSuccess()) {
                    waiting.releaseAndFailAll(ctx, done.cause());
                } else if (!waiting.isEmpty()) {
                    flush(ctx);
                }
            });
            ctx.write(piece, taken);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        waiting.releaseAndFailAll(ctx, new ClosedChannelException());
    }
}
