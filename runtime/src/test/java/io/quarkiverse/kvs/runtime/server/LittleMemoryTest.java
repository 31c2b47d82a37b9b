package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.EvictionPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;
import io.vertx.core.Vertx;

/** A server is usable with any {@code maxmemory}, and clients that read are not closed for those that do not. */
@Timeout(60)
class LittleMemoryTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int SUBSCRIBERS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerState state;
    private TcpServer server;

    @BeforeEach
    void start() throws Exception {
        Settings.Initial defaults = Settings.Initial.defaults();
        state = new ServerState(new Store(16), new Settings(new Settings.Initial(defaults.limits(), 100, 1 << 30, 0, "", 16,
                "localhost", true, new MemoryBounds(1L << 30, EvictionPolicy.NOEVICTION, -50),
                PersistenceSettings.Initial.OFF)), System::currentTimeMillis,
                System::nanoTime);
        server = new TcpServer(vertx, state, new ServerConfig("localhost", 0, 2));
        server.start();
        Maintenance maintenance = new Maintenance(state);
        maintenance.listener(server);
        open.add(maintenance);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "100", "1024", "20mb" })
    void repliesComeHoweverLittleMemoryThereIs(String bytes) {
        Client client = new Client();
        assertThat(client.call("CONFIG SET maxmemory " + bytes)).isEqualTo("+OK");
        for (int i = 0; i < 5; i++) {
            Client other = new Client();
            assertThat(other.call("INFO")).startsWith("$");
            assertThat(other.call("NOSUCH command")).startsWith("-ERR unknown command");
            assertThat(other.call("COMMAND")).startsWith("*");
            assertThat(other.call("HELLO 3")).startsWith("%7");
            assertThat(other.call("SUBSCRIBE news")).startsWith(">3");
        }
        assertThat(client.call("CONFIG SET maxmemory 0")).isEqualTo("+OK");
        assertThat(client.call("INFO stats")).contains("evicted_clients:0");
    }

    @ParameterizedTest
    @ValueSource(strings = { "CONFIG SET maxmemory 20mb", "CONFIG SET maxmemory 1024", "CONFIG SET maxmemory-clients 10mb" })
    void aReplyLargerThanWhatClientsMayHoldIsSentToAClientThatReads(String setting) {
        int length = 12 * MEGABYTE;
        Client client = new Client();
        assertThat(client.call("SETRANGE a " + (length - 1) + " x")).isEqualTo(":" + length);
        assertThat(client.call(setting)).isEqualTo("+OK");

        for (int i = 0; i < 3; i++) {
            assertThat(client.call("GET a")).hasSize(("$" + length + "\r\n").length() + length);
        }
        assertThat(client.call("INFO stats")).contains("evicted_clients:0");
    }

    @Test
    void publisherIsNotClosedForSubscribersThatDoNotRead() {
        Client publisher = new Client();
        Client other = new Client();
        assertThat(publisher.call("CONFIG SET maxmemory-clients 16mb")).isEqualTo("+OK");
        for (int i = 0; i < SUBSCRIBERS; i++) {
            new Client().send("SUBSCRIBE news");
        }
        Await.until("all have subscribed", () -> publisher.call("PUBSUB NUMSUB news").endsWith(":" + SUBSCRIBERS));
        String message = "x".repeat(MEGABYTE);
        long left = SUBSCRIBERS;
        for (int i = 0; i < 50 || (i < 200 && left == SUBSCRIBERS); i++) {
            left = Long.parseLong(publisher.call("PUBLISH news " + message).substring(1));
            assertThat(other.call("PING")).isEqualTo("+PONG");
        }
        assertThat(left).isLessThan(SUBSCRIBERS);
        assertThat(other.call("INFO stats")).doesNotContain("evicted_clients:0");
    }

    /** A connection that takes commands as words with blanks between, and returns replies without the end of the last line. */
    private final class Client {

        private final RespConnection connection;

        Client() {
            connection = new RespConnection(server.port());
            open.add(connection);
        }

        void send(String command) {
            connection.send(List.of(command.split(" ")));
        }

        String call(String command) {
            String reply = connection.call(command.split(" "));
            assertThat(reply).as("the reply to %s", command.split(" ")[0]).endsWith("\r\n");
            return reply.substring(0, reply.length() - 2);
        }
    }
}
