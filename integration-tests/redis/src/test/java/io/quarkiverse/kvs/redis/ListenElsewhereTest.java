package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.ports.TakenPort;

/** CONFIG SET of port and bind: the server listens elsewhere from then on, and connections stay. */
@Timeout(60)
class ListenElsewhereTest {

    private OwnServer server;
    private RespConnection first;

    @BeforeEach
    void start() throws Exception {
        server = new OwnServer();
        first = new RespConnection(server.port());
    }

    @AfterEach
    void stop() {
        first.close();
        server.close();
    }

    private String portOf(RespConnection connection) {
        return connection.call("CONFIG", "GET", "port").split("\r\n")[4];
    }

    private static void assertServed(int port) {
        try (RespConnection connection = new RespConnection(port)) {
            assertThat(connection.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    private static void assertNotServed(int port) {
        assertThatThrownBy(() -> assertServed(port)).isInstanceOfAny(IOException.class, UncheckedIOException.class);
    }

    @Test
    void onAnotherPortAndBack() {
        int before = server.port();
        int other = FreePort.next();
        for (int i = 0; i < 3; i++) {
            assertThat(first.call("CONFIG", "SET", "port", Integer.toString(other))).isEqualTo("+OK\r\n");
            assertThat(portOf(first)).isEqualTo(Integer.toString(other));
            assertServed(other);
            assertNotServed(before);
            assertThat(first.call("CONFIG", "SET", "port", Integer.toString(before))).isEqualTo("+OK\r\n");
            assertServed(before);
            assertNotServed(other);
        }
        assertThat(first.call("INFO", "server")).contains("tcp_port:" + before);
        assertThat(first.call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void aPortThatIsTakenChangesNothing() throws Exception {
        int before = server.port();
        try (TakenPort taken = TakenPort.listening()) {
            assertThat(first.call("CONFIG", "SET", "maxmemory-samples", "7", "port", Integer.toString(taken.number())))
                    .isEqualTo("-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. "
                            + "Check server logs.\r\n");
        }
        assertThat(portOf(first)).isEqualTo(Integer.toString(before));
        assertThat(first.call("CONFIG", "GET", "maxmemory-samples")).contains("\r\n5\r\n");
        assertServed(before);
        assertThat(first.call("CONFIG", "SET", "port", "0")).startsWith("-ERR CONFIG SET failed");
        assertThat(first.call("CONFIG", "SET", "port", "65536")).startsWith("-ERR CONFIG SET failed");
        assertServed(before);
    }

    @Test
    void onOtherAddresses() {
        int port = server.port();
        assertThat(first.call("CONFIG", "SET", "bind", "999.999.999.999")).isEqualTo(
                "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified addresses.\r\n");
        assertThat(first.call("CONFIG", "GET", "bind")).doesNotContain("999");
        assertServed(port);
        assertThat(first.call("CONFIG", "SET", "bind", "127.0.0.1 127.0.0.2")).isEqualTo("+OK\r\n");
        assertThat(first.call("CONFIG", "GET", "bind")).contains("127.0.0.1 127.0.0.2");
        assertServed(port);
        assertThat(first.call("PING")).isEqualTo("+PONG\r\n");
        first.call("MULTI");
        first.call("CONFIG", "SET", "bind", "127.0.0.1");
        assertThat(first.call("EXEC")).contains("-ERR CONFIG SET of a parameter that waits for the disk or the network");
    }
}
