package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;

/** A {@link ConnectionHandler} in a channel without a socket, with small limits; characters are bytes. */
final class EmbeddedConnection {

    private final TcpServer server;
    private final EventLoopState loop;
    private final EmbeddedChannel channel;

    /** Of a server of its own: 10 lines, 10 bytes for a key, 20 for a value. */
    EmbeddedConnection() {
        this(20);
    }

    EmbeddedConnection(int maxValue) {
        ServerState state = TestState.of(new DecoderLimits(10, 10, maxValue, 1 << 24), 10, 1 << 24, 0);
        state.access().disable(Set.of("SHUTDOWN"));
        server = new TcpServer(null, state, new ServerConfig("localhost", 0, 1));
        loop = new EventLoopState(state);
        channel = new EmbeddedChannel(new ConnectionHandler(server, loop));
    }

    private EmbeddedConnection(EmbeddedConnection neighbour) {
        server = neighbour.server;
        loop = neighbour.loop;
        channel = new EmbeddedChannel(new ConnectionHandler(server, loop));
    }

    /** Another connection of the same server and event loop. */
    EmbeddedConnection another() {
        return new EmbeddedConnection(this);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        channel.finishAndReleaseAll();
    }

    /** Sends bytes, and returns what came back. */
    String exchange(String bytes) {
        StringBuilder replies = new StringBuilder();
        for (ByteBuf write : writes(bytes)) {
            replies.append(write.toString(ISO_8859_1));
            write.release();
        }
        return replies.toString();
    }

    List<ByteBuf> writes(String bytes) {
        if (!channel.isOpen()) {
            return List.of();
        }
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer();
        buffer.writeCharSequence(bytes, ISO_8859_1);
        channel.writeInbound(buffer);
        // Replies that other threads write come as tasks.
        for (int i = 0; i < 5_000 && channel.isOpen() && !channel.config().isAutoRead(); i++) {
            channel.runPendingTasks();
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        channel.runPendingTasks();
        channel.checkException();
        List<ByteBuf> writes = new ArrayList<>();
        for (ByteBuf write; (write = channel.readOutbound()) != null;) {
            if (write.isReadable()) {
                writes.add(write);
            } else {
                write.release();
            }
        }
        return writes;
    }
}
