package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;

/** Long replies are passed on as the client takes them. */
class PacedOutputTest {

    private static final int LONG = 10 * PacedOutput.UNDER_WAY + 1;

    private final Network network = new Network();
    private final EmbeddedChannel channel = new EmbeddedChannel(network, new PacedOutput());

    @Test
    void aLongReplyIsPassedOnInPieces_withTheNextOneBehind() {
        channel.write(bytes(LONG, 1), channel.voidPromise());
        ChannelFuture last = channel.writeAndFlush(bytes(3, 2));
        assertThat(network.bytes).isEqualTo(PacedOutput.UNDER_WAY);
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).as("what waits").isEqualTo(
                LONG + 3 - PacedOutput.UNDER_WAY);
        while (!network.promises.isEmpty()) {
            assertThat(last.isDone()).isFalse();
            network.take();
            assertThat(network.bytes - network.taken).isLessThanOrEqualTo(PacedOutput.UNDER_WAY);
        }
        assertThat(last.isSuccess()).isTrue();
        assertThat(network.taken).isEqualTo(LONG + 3);
        assertThat(network.lastByte).isEqualTo(2);
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isZero();
    }

    @Test
    void shortRepliesGoThrough() {
        for (int i = 0; i < 100; i++) {
            channel.write(bytes(PacedOutput.PIECE, i), channel.voidPromise());
        }
        assertThat(network.bytes).isEqualTo(100 * PacedOutput.PIECE);
    }

    @Test
    void theEndComesBehindWhatWaits() {
        channel.writeAndFlush(bytes(LONG, 1));
        ChannelFuture end = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        while (!network.promises.isEmpty()) {
            assertThat(end.isDone()).isFalse();
            network.take();
        }
        assertThat(end.isSuccess()).isTrue();
    }

    @Test
    void nothingWaitsForAClientThatCannotBeReached() {
        ByteBuf bytes = bytes(LONG, 1);
        channel.write(bytes, channel.voidPromise());
        ChannelFuture end = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        network.promises.remove().setFailure(new IOException("gone"));
        assertThat(end.isDone() && !end.isSuccess()).isTrue();
        network.promises.clear();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void nothingIsLeftBehind() {
        ByteBuf bytes = bytes(LONG, 1);
        ChannelFuture written = channel.writeAndFlush(bytes);
        channel.close();
        assertThat(bytes.refCnt()).isZero();
        assertThat(written.isDone() && !written.isSuccess()).isTrue();
    }

    private static ByteBuf bytes(int length, int last) {
        return Unpooled.directBuffer(length).writeZero(length - 1).writeByte(last);
    }

    /** Takes what it is told to. */
    private static final class Network extends ChannelOutboundHandlerAdapter {

        private final Deque<ChannelPromise> promises = new ArrayDeque<>();
        private final Deque<Integer> lengths = new ArrayDeque<>();
        private int bytes;
        private int taken;
        private int lastByte;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf piece = (ByteBuf) message;
            int length = piece.readableBytes();
            if (length > 0) {
                lastByte = piece.getByte(piece.writerIndex() - 1);
            }
            piece.release();
            bytes += length;
            if (!promise.isVoid()) {
                promises.add(promise);
                lengths.add(length);
            }
        }

        void take() {
            taken += lengths.remove();
            promises.remove().setSuccess();
        }
    }
}
