package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;

/** Messages come in the order in which they were sent, whichever threads have sent them. */
@Timeout(60)
class MessageOrderTest {

    @Test
    void whatTheEventLoopSendsComesBehindWhatOtherThreadsHaveSentBefore() throws Exception {
        ServerState state = TestState.of(new DecoderLimits(10, 10, 20, 1 << 24), 10, 1 << 24, 0);
        ConnectionHandler connection = new ConnectionHandler(
                new TcpServer(null, state, new ServerConfig("localhost", 0, 1)), new EventLoopState(state));
        EmbeddedChannel channel = new EmbeddedChannel();
        // That of an embedded channel takes every thread for its own.
        DefaultEventExecutor eventLoop = new DefaultEventExecutor();
        try {
            channel.pipeline().addLast(eventLoop, connection);
            all(eventLoop);
            CountDownLatch sent = new CountDownLatch(1);
            Future<?> own = eventLoop.submit(() -> {
                sent.await();
                connection.push(bytes("three "));
                return null;
            });
            connection.push(bytes("one "));
            connection.push(bytes("two "));
            sent.countDown();
            own.get();
            connection.push(bytes("four"));
            all(eventLoop);
        } finally {
            eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).get();
        }
        channel.runPendingTasks();
        channel.flush();

        StringBuilder written = new StringBuilder();
        for (ByteBuf write; (write = channel.readOutbound()) != null; write.release()) {
            written.append(write.toString(ISO_8859_1));
        }
        assertThat(written).hasToString("one two three four");
        channel.finishAndReleaseAll();
    }

    /** Waits until everything is done that it has been told. */
    private static void all(DefaultEventExecutor eventLoop) throws Exception {
        eventLoop.submit(() -> {
        }).get();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
