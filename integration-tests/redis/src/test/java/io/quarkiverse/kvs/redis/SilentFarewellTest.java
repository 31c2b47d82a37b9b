package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RawClient;

/** A client that wants no replies says its last word: Redis sends nothing, and so does not close the connection. */
class SilentFarewellTest extends BesideRedis {

    private static final Duration SILENCE = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(strings = { "CLIENT REPLY OFF\r\nQUIT\r\n", "CLIENT REPLY SKIP\r\nQUIT\r\n", "CLIENT REPLY OFF\r\n*x\r\n",
            "CLIENT REPLY SKIP\r\n*x\r\n", "CLIENT REPLY OFF\r\nCLIENT KILL ID %d\r\n",
            "CLIENT REPLY SKIP\r\nCLIENT KILL ID %d\r\n",
            "PING\r\nCLIENT REPLY SKIP\r\nQUIT\r\n", "QUIT\r\n", "CLIENT KILL ID %d\r\n" })
    void leavesTheConnectionAsRedisDoes(String farewell) {
        assertThat(whatFollows(servers.ownPort(), farewell)).isEqualTo(whatFollows(servers.redisPort(), farewell));
    }

    /** What comes back, and whether the connection is closed then. */
    private static String whatFollows(int port, String farewell) {
        try (RawClient client = new RawClient(port)) {
            client.send("CLIENT ID\r\n");
            long id = Long.parseLong(client.readLine().substring(1).strip());
            client.send(farewell.formatted(id));
            client.patience(SILENCE);
            StringBuilder replies = new StringBuilder();
            try {
                for (String line; !(line = client.readLine()).isEmpty();) {
                    replies.append(line);
                }
                return replies + "closed";
            } catch (UncheckedIOException e) {
                assertThat(e).hasCauseInstanceOf(SocketTimeoutException.class);
            }
            client.send("CLIENT REPLY ON\r\nPING\r\n");
            try {
                return replies + "open, then " + client.readLine();
            } catch (UncheckedIOException e) {
                assertThat(e).hasCauseInstanceOf(SocketTimeoutException.class);
                return replies + "open, then silent";
            }
        }
    }
}
