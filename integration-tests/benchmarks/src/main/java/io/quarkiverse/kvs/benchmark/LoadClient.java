package io.quarkiverse.kvs.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import org.HdrHistogram.Histogram;

/**
 * Some connections to a server, all served by the calling thread.
 * <p>
 * At a fixed rate, a request is due at its own instant, also if those before it are late, and its latency counts from that
 * instant: a server that stands still for a while makes all requests late that were due meanwhile, as its users would be.
 */
final class LoadClient implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final class Connection {
        final SocketChannel channel;
        final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        /** When the requests were due whose replies have not come, in nanoseconds. */
        final Deque<Long> due = new ArrayDeque<>();

        Connection() throws IOException {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        boolean add(byte[] request, long dueAt) {
            if (out.remaining() < request.length) {
                return false;
            }
            out.put(request);
            due.add(dueAt);
            return true;
        }

        void send() throws IOException {
            out.flip();
            channel.write(out);
            out.compact();
        }

        /** @return how many replies have come */
        int receive(Histogram latencies) throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server has closed a connection");
            }
            int from = 0;
            int count = 0;
            for (int end; from < in.position() && (end = replies.endOfReply(in, from)) >= 0; from = end) {
                if (replies.isError(in, from)) {
                    throw new IOException("the server has answered an error");
                }
                count++;
                latencies.recordValue(Math.max(0, System.nanoTime() - due.remove()));
            }
            in.flip().position(from);
            in.compact();
            if (!in.hasRemaining()) {
                in = ByteBuffer.allocateDirect(in.capacity() * 2).put(in.flip());
            }
            return count;
        }
    }

    private final int port;
    private final Replies replies;
    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();

    LoadClient(int port, Replies replies, int count) throws IOException {
        this.port = port;
        this.replies = replies;
        for (int i = 0; i < count; i++) {
            connections.add(new Connection());
        }
    }

    /**
     * Sends requests as fast as replies come.
     *
     * @param pipeline how many each connection sends at once
     * @return replies per second
     */
    double closedLoop(LongFunction<byte[]> requests, int pipeline, long total, Histogram latencies) throws IOException {
        long sent = 0;
        long received = 0;
        long start = System.nanoTime();
        for (Connection connection : connections) {
            sent += fill(connection, requests, sent, pipeline, total);
        }
        while (received < total) {
            selector.select(1000);
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                received += connection.receive(latencies);
                if (connection.due.isEmpty()) {
                    sent += fill(connection, requests, sent, pipeline, total);
                } else if (connection.out.position() > 0) {
                    connection.send();
                }
            }
            selector.selectedKeys().clear();
        }
        return total * 1e9 / (System.nanoTime() - start);
    }

    private static long fill(Connection connection, LongFunction<byte[]> requests, long sent, int pipeline, long total)
            throws IOException {
        int added = 0;
        while (added < pipeline && sent + added < total && connection.add(requests.apply(sent + added), System.nanoTime())) {
            added++;
        }
        connection.send();
        return added;
    }

    /**
     * Sends requests at a fixed rate.
     *
     * @param perSecond how many
     * @param latencies receives the nanoseconds from the instant at which each was due to its reply
     */
    void openLoop(LongFunction<byte[]> requests, double perSecond, long millis, Histogram latencies) throws IOException {
        long start = System.nanoTime();
        long total = (long) (perSecond * millis / 1000);
        double interval = 1e9 / perSecond;
        long sent = 0;
        long received = 0;
        long deadline = start + TimeUnit.MILLISECONDS.toNanos(millis) + TimeUnit.SECONDS.toNanos(30);
        while (received < total) {
            long now = System.nanoTime();
            if (now > deadline) {
                throw new IOException("the server does not answer in time");
            }
            for (long due; sent < total && (due = start + (long) (sent * interval)) <= now; sent++) {
                Connection connection = connections.get((int) (sent % connections.size()));
                if (!connection.add(requests.apply(sent), due)) {
                    break;
                }
                connection.send();
            }
            selector.selectNow();
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                received += connection.receive(latencies);
                if (connection.out.position() > 0) {
                    connection.send();
                }
            }
            selector.selectedKeys().clear();
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}
