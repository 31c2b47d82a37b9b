package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.client.Tracking;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** Client-side caching, as far as the script {@code tracking.txt} cannot tell it: bounds, what is counted, and the order. */
class TrackingTest {

    private OwnServer server;
    private RespConnection reader;
    private RespConnection writer;

    @BeforeEach
    void start() throws Exception {
        server = new OwnServer();
        reader = new RespConnection(server.port());
        writer = new RespConnection(server.port());
        reader.call("HELLO", "3");
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
        server.close();
    }

    private String info(String field) {
        return writer.call("INFO").lines().filter(line -> line.startsWith(field + ":")).findFirst().orElse("").strip();
    }

    @Test
    void whatIsRememberedIsCounted() {
        reader.call("CLIENT", "TRACKING", "on");
        reader.call("MGET", "x", "y", "z");
        try (RespConnection other = new RespConnection(server.port())) {
            other.call("CLIENT", "TRACKING", "on");
            other.call("GET", "x");
            writer.call("CLIENT", "TRACKING", "on", "BCAST", "PREFIX", "a", "PREFIX", "b");
            assertThat(info("tracking_clients")).isEqualTo("tracking_clients:3");
            assertThat(info("tracking_total_keys")).isEqualTo("tracking_total_keys:3");
            assertThat(info("tracking_total_items")).isEqualTo("tracking_total_items:4");
            assertThat(info("tracking_total_prefixes")).isEqualTo("tracking_total_prefixes:2");
        }
        Await.until("the client is gone", () -> info("tracking_clients").equals("tracking_clients:2"));
    }

    @Test
    void nothingIsRememberedWhenNobodyTracks() {
        reader.call("CLIENT", "TRACKING", "on");
        reader.call("MGET", "x", "y", "z");
        reader.call("CLIENT", "TRACKING", "off");
        Await.until("all is forgotten", () -> info("tracking_total_keys").equals("tracking_total_keys:0"));
        assertThat(info("tracking_total_items")).isEqualTo("tracking_total_items:0");
        assertThat(info("tracking_clients")).isEqualTo("tracking_clients:0");
    }

    @Test
    void theOldestKeysAreForgottenWhereThereAreTooManyAndTheirReadersAreTold() {
        writer.call("CONFIG", "SET", "tracking-table-max-keys", "3");
        reader.call("CLIENT", "TRACKING", "on");
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThat(reader.call("GET", "key" + i)).isEqualTo("_\r\n");
            if (i >= 3) {
                told.add(reader.read());
            }
        }
        assertThat(told).hasSize(7).allMatch(message -> message.contains("invalidate"));
        assertThat(info("tracking_total_keys")).isEqualTo("tracking_total_keys:3");
        writer.call("CONFIG", "SET", "tracking-table-max-keys", "1");
        assertThat(reader.read()).contains("invalidate");
        assertThat(reader.read()).contains("invalidate");
        assertThat(info("tracking_total_keys")).isEqualTo("tracking_total_keys:1");
        writer.call("CONFIG", "SET", "tracking-table-max-keys", "0");
        for (int i = 0; i < 10; i++) {
            reader.call("GET", "key" + i);
        }
        assertThat(info("tracking_total_keys")).isEqualTo("tracking_total_keys:10");
    }

    @Test
    void readersAreToldOfKeysThatAreEvicted() {
        reader.call("CLIENT", "TRACKING", "on");
        writer.call("SET", "x", "1");
        reader.call("GET", "x");
        writer.call("CONFIG", "SET", "maxmemory-policy", "allkeys-random", "maxmemory", "1");
        writer.call("SET", "y", "1");
        assertThat(reader.read()).isEqualTo(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nx\r\n");
    }

    @Test
    void readersAreToldOfKeysThatExpireThoughNobodyAsksForThem() {
        reader.call("CLIENT", "TRACKING", "on");
        Await.until("the key is read before it expires", () -> {
            writer.call("SET", "x", "1", "PX", "200");
            return !reader.call("GET", "x").equals("_\r\n");
        });
        assertThat(reader.read()).isEqualTo(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nx\r\n");
    }

    @Test
    void aLongReplyComesBeforeWhatIsToldOfItsKey() {
        List<String> push = new ArrayList<>(List.of("RPUSH", "list"));
        for (int i = 0; i < 200_000; i++) {
            push.add("element" + i);
        }
        writer.call(push.toArray(String[]::new));
        reader.call("CLIENT", "TRACKING", "on");
        for (int i = 0; i < 10; i++) {
            reader.send(List.of("LRANGE", "list", "0", "-1"));
            Await.until("the list is read", () -> info("tracking_total_keys").equals("tracking_total_keys:1"));
            writer.call("RPUSH", "list", "last");
            assertThat(reader.read()).startsWith("*" + (200_000 + i) + "\r\n");
            assertThat(reader.read()).contains("invalidate");
        }
    }

    @Test
    void thereIsABoundOnPrefixes() {
        List<String> command = new ArrayList<>(List.of("CLIENT", "TRACKING", "on", "BCAST"));
        for (int i = 0; i < Tracking.MAX_PREFIXES; i++) {
            command.add("PREFIX");
            command.add(i + ":");
        }
        assertThat(reader.call(command.toArray(String[]::new))).isEqualTo("+OK\r\n");
        assertThat(reader.call("CLIENT", "TRACKING", "on", "BCAST", "PREFIX", "more"))
                .isEqualTo("-ERR too many prefixes: at most 1000 of 1048576 bytes together are allowed\r\n");
        writer.call("SET", "999:x", "1");
        assertThat(reader.read()).isEqualTo(">2\r\n$10\r\ninvalidate\r\n*1\r\n$5\r\n999:x\r\n");
        assertThat(writer.call("CLIENT", "TRACKING", "on", "BCAST", "PREFIX", "x".repeat(1024 * 1024))).isEqualTo("+OK\r\n");
        assertThat(writer.call("CLIENT", "TRACKING", "on", "BCAST", "PREFIX", "y")).startsWith("-ERR too many prefixes");
    }
}
