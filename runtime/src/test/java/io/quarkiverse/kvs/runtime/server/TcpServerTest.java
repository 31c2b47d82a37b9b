package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.vertx.core.Vertx;

@Timeout(60)
class TcpServerTest {

    private static final DecoderLimits REQUEST = new DecoderLimits(100, 1000, 1 << 20, 1 << 21);
    private static Vertx vertx;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TcpServer server;

    @BeforeAll
    static void createVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersAnyNumberOfRequestsInOneWriteInOrder() throws Exception {
        start(1 << 24);
        Client client = client();
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            requests.append("*3\r\nSET\r\nkey").append(i % 100).append("\r\n").append(i).append("\r\n");
            requests.append("*2\r\nGET\r\nkey").append(i % 100).append("\r\n");
            replies.append("+OK\r\n+").append(i).append("\r\n");
        }
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> client.send(requests.toString()));
        assertThat(client.read(replies.length())).isEqualTo(replies.toString());
        sent.join();
    }

    @Test
    void spreadsConnectionsOverItsEventLoops() throws Exception {
        start(1 << 24);
        for (int i = 0; i < 8; i++) {
            assertThat(client().call("*3\nSET\nkey" + i + "\n" + i + "\n", 5)).isEqualTo("+OK\r\n");
        }
        assertThat(server.openConnections().stream().map(ConnectionHandler::eventLoop).distinct()).hasSize(2);
        assertThat(client().call("*2\nGET\nkey7\n", 4)).isEqualTo("+7\r\n");
    }

    /** It fills the sockets' buffers, then stands still; when it reads at last, nothing is missing. */
    @Test
    void aClientThatDoesNotReadIsNotReadFrom() throws Exception {
        start(1 << 24);
        int size = 100_000;
        String value = "v".repeat(size);
        assertThat(client().call("*3\nSET\nA\n" + value + "\n", 5)).isEqualTo("+OK\r\n");

        SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", server.port()));
        open.add(channel);
        channel.configureBlocking(false);
        // Long requests: the sockets' buffers shall hold few of them.
        String request = "*3\nSET\nB\n" + "b".repeat(50_000) + "\n*2\nGET\nA\n";
        ByteBuffer requests = ByteBuffer.wrap(request.repeat(2).getBytes(ISO_8859_1));
        int length = request.length();
        long sent = 0;
        long limit = 200_000_000;
        long stillSince = System.nanoTime();
        while (System.nanoTime() - stillSince < 500_000_000L && sent < limit) {
            // Always from where the last write ended within a request.
            requests.limit(requests.capacity()).position((int) (sent % length));
            int written = channel.write(requests);
            if (written > 0) {
                sent += written;
                stillSince = System.nanoTime();
            } else {
                Thread.sleep(5);
            }
        }
        assertThat(sent).as("the server has stopped reading").isLessThan(limit);
        assertThat(server.openConnections().stream().mapToLong(ConnectionHandler::pendingOutput).sum())
                .as("replies that wait").isLessThan(2 << 20);

        long requested = sent / length;
        long expected = requested * (5 + size + 3) + (sent % length > length - 9 ? 5 : 0);
        channel.configureBlocking(true);
        ByteBuffer replies = ByteBuffer.allocate(1 << 20);
        long received = 0;
        while (received < expected) {
            int read = channel.read(replies.clear());
            assertThat(read).isPositive();
            received += read;
        }
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void aReplyBeyondTheBacklogClosesTheConnectionAndNoOther() throws Exception {
        start(100_000);
        Client other = client();
        assertThat(other.call("*3\nSET\nfits\n" + "v".repeat(99_997) + "\n", 5)).isEqualTo("+OK\r\n");
        assertThat(other.call("*3\nSET\nbeyond\n" + "v".repeat(99_998) + "\n", 5)).isEqualTo("+OK\r\n");

        assertThat(client().call("*2\nGET\nfits\n", 100_000)).hasSize(100_000);
        Client client = client();
        client.send("*2\nGET\nbeyond\n");
        assertThat(client.readToEnd()).isEmpty();
        assertThat(other.call("*2\nGET\nnope\n", 19)).isEqualTo("-invalid key nope\r\n");
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws Exception {
        start(TestState.of(REQUEST, 2, 1 << 24, 0));
        Client first = client();
        first.call("*1\nRESET\n", 5);
        Client second = client();
        second.call("*1\nRESET\n", 5);
        assertThat(client().readToEnd()).isEqualTo("-ERR max number of clients reached\r\n");

        first.close();
        while (server.connections() > 1) {
            Thread.sleep(5);
        }
        assertThat(client().call("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        ServerState state = TestState.of(REQUEST, 10, 1 << 24, 1);
        start(state);
        Maintenance maintenance = new Maintenance(state);
        open.add(maintenance);
        maintenance.listener(server);
        Client silent = client();
        Client busy = client();
        Client subscriber = client();
        subscriber.call("*2\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n", 30);
        for (int i = 0; i < 14; i++) {
            assertThat(busy.call("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
            Thread.sleep(100);
        }
        assertThat(server.connections()).isEqualTo(2);
        assertThat(silent.readToEnd()).isEmpty();
    }

    /** {@code printf ... | nc -N} closes its side at once. */
    @Test
    void aClientThatHasSaidItsLastWordGetsItsReplies() throws Exception {
        start(1 << 24);
        Client client = client();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append("*3\nSET\nkey").append(i).append("\nv\n");
        }
        client.send(requests + "*2\nKEYS\nkey\n*2\nGET\nkey0\n");
        client.socket.shutdownOutput();
        String replies = client.readToEnd();
        assertThat(replies).startsWith("+OK\r\n".repeat(1000) + "*1000\r\nkey").endsWith("\r\n+v\r\n");
    }

    @Test
    void stoppingSendsWhatIsEarnedAndClosesEveryConnection() throws Exception {
        start(1 << 26);
        Client writer = client();
        writer.call("*3\nSET\nA\n" + "v".repeat(1 << 20) + "\n", 5);
        Client reader = client();
        reader.send("*2\nGET\nA\n".repeat(5));
        assertThat(reader.read(1)).isEqualTo("+");

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
        String rest = reader.readToEnd();
        assertThat((rest.length() + 1) % ((1 << 20) + 3)).as("whole replies").isZero();
        assertThat(writer.readToEnd()).isEmpty();
        stopped.join();
        assertThat(server.isListening()).isFalse();
        assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    }

    @Test
    void stoppingDoesNotWaitForeverForWhoDoesNotRead() throws Exception {
        start(1 << 26);
        Client client = client();
        client.call("*3\nSET\nA\n" + "v".repeat(1 << 20) + "\n", 5);
        client.send("*2\nGET\nA\n".repeat(50));
        Thread.sleep(200);
        long start = System.nanoTime();
        server.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TcpServer.GRACE.multipliedBy(3));
        assertThat(server.connections()).isZero();
    }

    @Test
    void startsAgainOnThePortItHadWithTheDataItHad() throws Exception {
        start(1 << 24);
        int port = server.port();
        client().call("*3\nSET\nA\n100\n", 5);
        server.stop();
        server.start();
        assertThat(server.port()).isEqualTo(port);
        assertThat(client().call("*2\nGET\nA\n", 6)).isEqualTo("+100\r\n");
    }

    @Test
    void shutdownRepliesAndThenStops() throws Exception {
        start(1 << 24);
        CompletableFuture<Void> told = new CompletableFuture<>();
        server.onShutdown(() -> told.complete(null));
        server.state().control(server);
        Client other = client();
        other.call("*1\nRESET\n", 5);
        Client client = client();
        client.send("*3\nSET\nA\n100\n*2\nGET\nA\n*1\nSHUTDOWN\n*2\nGET\nA\n");
        assertThat(client.readToEnd()).isEqualTo("+OK\r\n+100\r\n+OK\r\n");
        assertThat(other.readToEnd()).isEmpty();
        told.join();
        assertThat(server.isListening()).isFalse();
    }

    @Test
    void anAddressThatIsTakenIsSaidSo() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("localhost", 0));
            server = new TcpServer(vertx, TestState.of(REQUEST, 100, 1 << 24, 0),
                    new ServerConfig("localhost", taken.getLocalPort(), 2));
            assertThatThrownBy(server::start).isInstanceOf(BindException.class).hasMessageContaining("in use");
            assertThat(server.isListening()).isFalse();
        }
        server.start();
        assertThat(client().call("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
    }

    @Test
    void aHostThatIsNotKnownIsSaidSo() {
        server = new TcpServer(vertx, TestState.of(REQUEST, 100, 1 << 24, 0), new ServerConfig("no-such-host.invalid", 0, 1));
        assertThatThrownBy(server::start).isInstanceOf(BindException.class).hasMessageContaining("not known");
    }

    private void start(int replyBacklog) throws BindException {
        start(TestState.of(REQUEST, 100, replyBacklog, 0));
    }

    private void start(ServerState state) throws BindException {
        server = new TcpServer(vertx, state, new ServerConfig("localhost", 0, 2));
        server.start();
    }

    private Client client() throws IOException {
        Client client = new Client(server.port());
        open.add(client);
        return client;
    }

    private static final class Client implements AutoCloseable {

        final Socket socket;

        Client(int port) throws IOException {
            socket = new Socket("localhost", port);
            socket.setSoTimeout(20_000);
        }

        void send(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String read(int bytes) throws IOException {
            return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
        }

        String call(String request, int replyBytes) throws IOException {
            send(request);
            return read(replyBytes);
        }

        String readToEnd() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
