package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.vertx.core.Vertx;

/** Tests of clients that wait, on a server with several event loops. */
@Timeout(120)
abstract class ServerOnFourLoops {

    static final int EVENT_LOOPS = 4;

    private static final Pattern BLOCKED_CLIENTS = Pattern.compile("blocked_clients:(\\d+)");

    private final AtomicLong millisAhead = new AtomicLong();
    private Vertx vertx;
    private RespClient control;
    TcpServer server;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        server = new TcpServer(vertx, TestState.of(new DecoderLimits(1000, 1000, 1 << 20, 1 << 21), 1000, 1 << 24, 0,
                () -> System.currentTimeMillis() + millisAhead.get()), new ServerConfig("localhost", 0, EVENT_LOOPS));
        server.start();
        control = client();
    }

    @AfterEach
    void stop() {
        control.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Puts the clock of the server forward, and closes the connections that are idle then, as it does now and then. */
    void closeIdleConnectionsAfter(Duration time) {
        millisAhead.addAndGet(time.toMillis());
        server.closeIdleConnections(server.state().time().currentTimeMillis());
    }

    RespClient client() {
        return new RespClient(server.port());
    }

    /** Waits until that many clients are blocked, as INFO tells it. */
    void awaitBlocked(int clients) {
        Await.until(clients + " clients are blocked", () -> {
            Matcher blocked = BLOCKED_CLIENTS.matcher((String) control.call("INFO", "clients"));
            assertThat(blocked.find()).isTrue();
            return Integer.parseInt(blocked.group(1)) == clients;
        });
    }
}
