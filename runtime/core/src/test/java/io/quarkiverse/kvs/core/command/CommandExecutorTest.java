package io.quarkiverse.kvs.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.protocol.Dialect;

/** What becomes of a request on its way to the command. */
class CommandExecutorTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client resp = server.client(Dialect.RESP2);
    private final TestServer.Client line = server.client(Dialect.LINE);

    @Test
    void aBrowserGetsNoReplyAndLosesItsConnection() {
        assertThat(resp.call("POST", "/", "HTTP/1.1")).isEmpty();
        assertThat(resp.isClosed()).isTrue();
        TestServer.Client other = server.client(Dialect.RESP2);
        assertThat(other.call("Host:", "localhost:9999")).isEmpty();
        assertThat(other.isClosed()).isTrue();
        assertThat(server.client(Dialect.RESP2).call("HOST")).startsWith("-ERR unknown command 'HOST'");
    }

    @Test
    void whatIsUnknownIsNamed() {
        assertThat(line.call("NOPE", "x")).isEqualTo("-unknown command NOPE\r\n");
        assertThat(line.call("CONFIG", "nope")).isEqualTo("-unknown command CONFIG nope\r\n");
        assertThat(resp.call("CONFIG", "nope")).isEqualTo("-ERR unknown subcommand 'nope'. Try CONFIG HELP.\r\n");
    }

    @Test
    void whatIsDisabledIsNamed() {
        server.state().access().disable(List.of("config|set", "flushdb"));
        assertThat(line.call("CONFIG", "SET", "timeout", "1")).isEqualTo("-CONFIG SET is disabled\r\n");
        assertThat(line.call("FLUSHDB")).isEqualTo("-FLUSHDB is disabled\r\n");
        assertThat(resp.call("FLUSHDB")).startsWith("-ERR unknown command 'FLUSHDB'");
        assertThat(resp.call("CONFIG", "GET", "timeout")).startsWith("*2");
    }

    @Test
    void whoMonitorsCannotTouchKeys() {
        resp.call("MONITOR");
        assertThat(resp.call("GET", "a")).isEqualTo("-ERR Replica can't interact with the keyspace\r\n");
        assertThat(resp.call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void aTransactionIsMonitoredInTheOrderOfItsCommands() {
        resp.call("MONITOR");
        TestServer.Client client = server.client(Dialect.RESP2);
        client.call("MULTI");
        client.call("SET", "a", "1");
        client.call("EXEC");
        assertThat(resp.pushed().lines().map(text -> text.substring(text.indexOf(']') + 2)))
                .containsExactly("\"MULTI\"", "\"SET\" \"a\" \"1\"", "\"EXEC\"");
    }

    @Test
    void whoStopsToMonitorIsNotShownHow() {
        TestServer.Client other = server.client(Dialect.RESP2);
        resp.call("MONITOR");
        other.call("MONITOR");
        resp.call("RESET");
        assertThat(resp.pushed()).isEmpty();
        assertThat(other.pushed()).endsWith("] \"RESET\"\r\n");
    }

    @Test
    void slowCommandsOfATransactionAreNoted() {
        resp.call("SET", "a", "1");
        resp.call("MULTI");
        resp.call("KEYS", "*");
        resp.call("GET", "a");
        resp.call("DEBUG", "SLEEP", "0.5");
        server.nanosPerLook(10_000_000);
        assertThat(resp.call("EXEC")).isEqualTo("*3\r\n*1\r\n$1\r\na\r\n$1\r\n1\r\n+OK\r\n");
        server.nanosPerLook(0);

        assertThat(resp.pending()).isEqualTo(new Pending.Held(500));
        assertThat(resp.call("SLOWLOG", "LEN")).isEqualTo(":2\r\n");
        assertThat(resp.call("SLOWLOG", "GET")).contains(":10000\r\n*2\r\n$4\r\nKEYS", ":510000\r\n*3\r\n$5\r\nDEBUG");
        // Six looks at the clock: two for each of the two that are timed, and two for EXEC around them.
        assertThat(resp.call("INFO", "commandstats")).contains("cmdstat_exec:calls=1,usec=550000,");
    }

    /** To Redis, its lines are replies. */
    @Test
    void whoWantsNoRepliesIsNotShownWhatOthersDo() {
        TestServer.Client other = server.client(Dialect.RESP2);
        resp.call("MONITOR");
        resp.call("CLIENT", "REPLY", "OFF");
        resp.pushed();
        other.call("PING");
        assertThat(resp.pushed()).isEmpty();
        resp.call("CLIENT", "REPLY", "ON");
        other.call("PING");
        assertThat(resp.pushed()).contains("\"REPLY\" \"ON\"").endsWith("\"PING\"\r\n");
    }

    @Test
    void subscriptionsAreConfirmedWithoutReplies() {
        for (TestServer.Client client : List.of(resp, line, server.client(Dialect.RESP3))) {
            client.call("CLIENT", "REPLY", "OFF");
            assertThat(client.call("PING")).isEmpty();
            assertThat(client.call("SUBSCRIBE", "news")).contains("subscribe", "news");
            server.client(Dialect.RESP2).call("PUBLISH", "news", "hello");
            assertThat(client.pushed()).contains("hello");
            assertThat(client.call("UNSUBSCRIBE", "news")).contains("unsubscribe", "news");
            assertThat(client.call("SUBSCRIBE")).isEmpty();
        }
    }

    @Test
    void whatTheLineProtocolCallsAlikeIsCountedTogether() {
        line.call("SET", "a", "1");
        line.call("GET", "a");
        resp.call("GET", "a");
        assertThat(resp.call("INFO", "commandstats")).contains("cmdstat_get:calls=2,");
        resp.call("CONFIG", "RESETSTAT");
        assertThat(resp.call("INFO", "commandstats")).doesNotContain("cmdstat_get");
    }

    @Test
    void slowCommandsAreNotedWithAllOfTheirTime() {
        resp.call("SET", "a", "1");
        server.nanosPerLook(10_000_000);
        assertThat(resp.call("KEYS", "*")).isEqualTo("*1\r\n$1\r\na\r\n");
        server.nanosPerLook(0);
        // Two looks at the clock for what locks the segments, two for the rest.
        assertThat(resp.call("SLOWLOG", "GET")).contains(":20000\r\n", "KEYS");
        assertThat(resp.call("INFO", "commandstats")).contains("cmdstat_keys:calls=1,usec=20000,");
    }
}
