package io.quarkiverse.kvs.runtime.server;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Lets all connections of an event loop read into the same buffer: the handler of one read is done with it when the next read
 * begins. It need not be small, so that a long pipeline comes in few reads, and costs nothing to get.
 */
final class ReusedReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    private final ByteBuf buffer;

    /** @param size how many bytes are read at most at once */
    ReusedReadBuffer(int size) {
        // The garbage collector frees it together with the event loop's state.
        buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(size));
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                // A handler that keeps the bytes for longer, as TLS does with the rest of a record, gets a buffer of its own.
                return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.ioBuffer(guess());
            }

            @Override
            public int guess() {
                return buffer.capacity();
            }
        };
    }
}
