package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespClient;

/** What the client of the tests makes of replies; the server has one of each type. */
class RespClientTest {

    private static OwnServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new OwnServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void typesOfResp2() {
        try (RespClient client = new RespClient(server.port())) {
            assertThat(client.call("PING")).isEqualTo("PONG");
            assertThat(type(client, "string")).isEqualTo("Hello World");
            assertThat(type(client, "integer")).isEqualTo(12345L);
            assertThat(type(client, "double")).isEqualTo("3.141");
            assertThat(type(client, "null")).isNull();
            assertThat(type(client, "array")).isEqualTo(List.of(0L, 1L, 2L));
            assertThat(type(client, "map")).isEqualTo(List.of(0L, 0L, 1L, 1L, 2L, 0L));
            assertThat(client.integer("INCR", "n")).isEqualTo(1);
        }
    }

    @Test
    void typesOfResp3() {
        try (RespClient client = new RespClient(server.port())) {
            assertThat((Map<?, ?>) client.call("HELLO", "3")).isInstanceOfSatisfying(Map.class,
                    hello -> assertThat(hello.get("proto")).isEqualTo(3L));
            assertThat(type(client, "double")).isEqualTo(3.141);
            assertThat(type(client, "null")).isNull();
            assertThat(type(client, "set")).isEqualTo(Set.of(0L, 1L, 2L));
            assertThat(type(client, "map")).isEqualTo(Map.of(0L, false, 1L, true, 2L, false));
            assertThat(type(client, "verbatim")).isEqualTo("This is a verbatim\nstring");
            assertThat(type(client, "true")).isEqualTo(true);
            assertThat(type(client, "bignum")).isEqualTo(new BigInteger("1234567999999999999999999999999999999"));
        }
    }

    @Test
    void errorsAreThrown_butThoseWithinAreText() {
        try (RespClient client = new RespClient(server.port())) {
            assertThatThrownBy(() -> client.call("GET")).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("-ERR wrong number of arguments for 'get' command");
            assertThat(client.error("INCR")).isEqualTo("ERR wrong number of arguments for 'incr' command");
            assertThatThrownBy(() -> client.error("PING")).isInstanceOf(IllegalStateException.class);
            client.call("SET", "a", "text");
            assertThat(client.pipeline("MULTI", "GET a", "INCR a", "EXEC").get(3))
                    .isEqualTo(List.of("text", "-ERR value is not an integer or out of range"));
            assertThat(client.call("MGET", "a", "no")).isEqualTo(Arrays.asList("text", null));
            client.call("QUIT");
            assertThatThrownBy(client::read).isInstanceOf(IllegalStateException.class).hasMessageContaining("(closed)");
        }
    }

    @Test
    void textIsUtf8OnlyWhereThatIsWanted() {
        try (RespClient text = RespClient.ofText(server.port()); RespClient bytes = new RespClient(server.port())) {
            text.call("SET", "name", "Zürich");
            assertThat(text.call("GET", "name")).isEqualTo("Zürich");
            assertThat(text.integer("STRLEN", "name")).isEqualTo(7);
            assertThat(bytes.call("GET", "name")).isEqualTo("Z\u00c3\u00bcrich");
        }
    }

    private static Object type(RespClient client, String type) {
        return client.call("DEBUG", "PROTOCOL", type);
    }
}
