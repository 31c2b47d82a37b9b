package io.quarkiverse.kvs.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** Another clock in the place of that of the system: what hangs on instants follows it. */
class MovedClockTest {

    private final TestServer server = new TestServer();
    private final Client client = server.client(Dialect.RESP2);
    private final Client other = server.client(Dialect.RESP2);
    private long leap;

    private void leap(long millis) {
        leap += millis;
        server.state().time().clock(() -> server.now() + leap);
        server.state().clockMoved();
    }

    @Test
    void whoseTimeIsOverIsAnsweredAtOnce() {
        client.line("BLPOP a 60");
        other.line("BLPOP a 0");
        leap(59_999);
        assertThat(client.late()).isEmpty();
        leap(1);
        assertThat(client.late()).isEqualTo("*-1\r\n");
        leap(1_000_000_000_000L);
        assertThat(other.late()).as("waits for ever").isEmpty();
        assertThat(server.state().clients().blocked()).isEqualTo(1);
    }

    @Test
    void whoseTimeIsNotOverByItIsLookedAtAgain() {
        client.line("BLPOP a 60");
        BlockedClient blocked = client.blocked();
        leap(-1000);
        server.pass(60_000);
        assertThat(server.state().blockedClients().timeOut(blocked)).isEqualTo(1000);
        server.pass(999);
        assertThat(server.state().blockedClients().timeOut(blocked)).as("not more often than that").isEqualTo(10);
        assertThat(client.late()).isEmpty();
        server.pass(1);
        assertThat(server.state().blockedClients().timeOut(blocked)).isZero();
        assertThat(client.late()).isEqualTo("*-1\r\n");
    }

    @Test
    void theSystemsClockIsNotAsked() {
        client.line("BLPOP a 60");
        BlockedClient blocked = client.blocked();
        leap(-1000);
        server.state().time().clock(null);
        assertThat(server.state().blockedClients().timeOut(blocked)).isZero();
        assertThat(client.late()).isEqualTo("*-1\r\n");
    }

    @Test
    void expiredKeysAreRemoved() {
        client.line("SET a 1 EX 60");
        client.line("SET b 1 EX 61");
        leap(60_000);
        assertThat(client.line("DBSIZE")).isEqualTo(":1\r\n");
    }

    @Test
    void aPauseEnds() {
        client.line("CLIENT PAUSE 1000");
        other.line("GET a");
        assertThat(other.resumed()).isZero();
        leap(1000);
        assertThat(other.resumed()).isEqualTo(1);
    }
}
