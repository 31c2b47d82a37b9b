package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.ports.TakenPort;
import io.quarkiverse.kvs.it.threads.Await;
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
        RawClient client = client();
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
            assertThat(client().exchange("*3\nSET\nkey" + i + "\n" + i + "\n", 5)).isEqualTo("+OK\r\n");
        }
        assertThat(server.openConnections().stream().map(ConnectionHandler::eventLoop).distinct()).hasSize(2);
        assertThat(client().exchange("*2\nGET\nkey7\n", 4)).isEqualTo("+7\r\n");
    }

    /** It fills the sockets' buffers, then stands still; when it reads at last, nothing is missing. */
    @Test
    void aClientThatDoesNotReadIsNotReadFrom() throws Exception {
        start(1 << 24);
        int size = 100_000;
        String value = "v".repeat(size);
        assertThat(client().exchange("*3\nSET\nA\n" + value + "\n", 5)).isEqualTo("+OK\r\n");

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
        assertThat(pendingOutput()).as("replies that wait").isLessThan(2 << 20);

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
        RawClient other = client();
        assertThat(other.exchange("*3\nSET\nfits\n" + "v".repeat(99_997) + "\n", 5)).isEqualTo("+OK\r\n");
        assertThat(other.exchange("*3\nSET\nbeyond\n" + "v".repeat(99_998) + "\n", 5)).isEqualTo("+OK\r\n");

        assertThat(client().exchange("*2\nGET\nfits\n", 100_000)).hasSize(100_000);
        RawClient client = client();
        client.send("*2\nGET\nbeyond\n");
        assertThat(client.readToEnd()).isEmpty();
        assertThat(other.exchange("*2\nGET\nnope\n", 19)).isEqualTo("-invalid key nope\r\n");
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws Exception {
        start(TestState.of(REQUEST, 2, 1 << 24, 0));
        RawClient first = client();
        first.exchange("*1\nRESET\n", 5);
        RawClient second = client();
        second.exchange("*1\nRESET\n", 5);
        assertThat(client().readToEnd()).isEqualTo("-ERR max number of clients reached\r\n");

        first.close();
        Await.until("the first is gone", () -> server.connections() == 1);
        assertThat(client().exchange("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        AtomicLong millisAhead = new AtomicLong();
        ServerState state = TestState.of(REQUEST, 10, 1 << 24, 3600, () -> System.currentTimeMillis() + millisAhead.get());
        start(state);
        RawClient silent = client();
        RawClient busy = client();
        RawClient subscriber = client();
        subscriber.exchange("*2\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n", 30);
        assertThat(busy.exchange("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
        Await.until("the silent one is connected, too", () -> server.connections() == 3);

        millisAhead.addAndGet(3_000_000);
        server.closeIdleConnections(state.time().currentTimeMillis());
        assertThat(busy.exchange("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
        assertThat(server.connections()).as("before the time").isEqualTo(3);

        millisAhead.addAndGet(600_000);
        Maintenance maintenance = new Maintenance(state);
        open.add(maintenance);
        maintenance.listener(server);
        assertThat(silent.readToEnd()).isEmpty();
        assertThat(busy.exchange("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
        Await.until("only the silent one is gone", () -> server.connections() == 2);
    }

    /** {@code printf ... | nc -N} closes its side at once. */
    @Test
    void aClientThatHasSaidItsLastWordGetsItsReplies() throws Exception {
        start(1 << 24);
        RawClient client = client();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append("*3\nSET\nkey").append(i).append("\nv\n");
        }
        client.send(requests + "*2\nKEYS\nkey\n*2\nGET\nkey0\n");
        client.finishSending();
        String replies = client.readToEnd();
        assertThat(replies).startsWith("+OK\r\n".repeat(1000) + "*1000\r\nkey").endsWith("\r\n+v\r\n");
    }

    @Test
    void stoppingSendsRepliesAndClosesEveryConnection() throws Exception {
        start(1 << 26);
        RawClient writer = client();
        writer.exchange("*3\nSET\nA\n" + "v".repeat(1 << 20) + "\n", 5);
        RawClient reader = client();
        reader.send("*2\nGET\nA\n".repeat(5));
        assertThat(reader.read(1)).isEqualTo("+");

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
        String rest = reader.readToEnd();
        assertThat((rest.length() + 1) % ((1 << 20) + 3)).as("whole replies").isZero();
        assertThat(writer.readToEnd()).isEmpty();
        stopped.join();
        assertThat(server.isListening()).isFalse();
        assertThatThrownBy(this::client).hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void stoppingDoesNotWaitForeverForWhoDoesNotRead() throws Exception {
        start(1 << 26);
        RawClient client = client();
        client.exchange("*3\nSET\nA\n" + "v".repeat(1 << 20) + "\n", 5);
        client.send("*2\nGET\nA\n".repeat(50));
        Await.until("replies wait for the client", () -> pendingOutput() > 1 << 20);
        long start = System.nanoTime();
        server.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TcpServer.GRACE.plusSeconds(30));
        assertThat(server.connections()).isZero();
    }

    @Test
    void startsAgainOnThePortItHadWithTheDataItHad() throws Exception {
        start(1 << 24);
        int port = server.port();
        client().exchange("*3\nSET\nA\n100\n", 5);
        server.stop();
        server.start();
        assertThat(server.port()).isEqualTo(port);
        assertThat(client().exchange("*2\nGET\nA\n", 6)).isEqualTo("+100\r\n");
    }

    @Test
    void shutdownRepliesAndThenStops() throws Exception {
        start(1 << 24);
        CompletableFuture<Void> told = new CompletableFuture<>();
        server.onShutdown(() -> told.complete(null));
        server.state().control(server);
        RawClient other = client();
        other.exchange("*1\nRESET\n", 5);
        RawClient client = client();
        client.send("*3\nSET\nA\n100\n*2\nGET\nA\n*1\nSHUTDOWN\n*2\nGET\nA\n");
        assertThat(client.readToEnd()).isEqualTo("+OK\r\n+100\r\n+OK\r\n");
        assertThat(other.readToEnd()).isEmpty();
        told.join();
        assertThat(server.isListening()).isFalse();
    }

    @Test
    void anAddressThatIsTakenIsSaidSo() throws Exception {
        try (TakenPort taken = TakenPort.listening(FreePort.next())) {
            server = new TcpServer(vertx, TestState.of(REQUEST, 100, 1 << 24, 0),
                    new ServerConfig("localhost", taken.number(), 2));
            assertThatThrownBy(server::start).isInstanceOf(BindException.class).hasMessageContaining("in use");
            assertThat(server.isListening()).isFalse();
        }
        server.start();
        assertThat(client().exchange("*1\nRESET\n", 5)).isEqualTo("+OK\r\n");
    }

    @Test
    void aHostThatIsNotKnownIsSaidSo() {
        server = new TcpServer(vertx, TestState.of(REQUEST, 100, 1 << 24, 0), new ServerConfig("no-such-host.invalid", 0, 1));
        assertThatThrownBy(server::start).isInstanceOf(BindException.class).hasMessageContaining("not known");
    }

    private long pendingOutput() {
        return server.openConnections().stream().mapToLong(ConnectionHandler::pendingOutput).sum();
    }

    private void start(int replyBacklog) throws BindException {
        start(TestState.of(REQUEST, 100, replyBacklog, 0));
    }

    private void start(ServerState state) throws BindException {
        server = new TcpServer(vertx, state, new ServerConfig("localhost", 0, 2));
        server.start();
    }

    private RawClient client() {
        RawClient client = new RawClient(server.port());
        open.add(client);
        return client;
    }
}
