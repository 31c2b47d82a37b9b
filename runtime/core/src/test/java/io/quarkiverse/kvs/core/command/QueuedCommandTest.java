package io.quarkiverse.kvs.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What waits in a transaction is the command of the dialect in which it was queued, also for what looks at it later. */
class QueuedCommandTest {

    private static final String PAUSE = "CLIENT PAUSE 10000 WRITE";

    private final TestServer server = new TestServer();
    private final Client line = server.client(Dialect.LINE);
    private final Client other = server.client(Dialect.RESP2);

    /** RESET empties the store in the line protocol, and in RESP makes the connection what it was in the beginning. */
    @Test
    void aPauseHoldsBackWritesThatWereQueuedInTheLineProtocol() {
        line.line("SET a 1");
        line.line("MULTI");
        assertThat(line.line("RESET")).isEqualTo("+QUEUED\r\n");
        other.line(PAUSE);

        assertThat(line.line("EXEC")).isEmpty();
        assertThat(line.pending()).isInstanceOf(Pending.Postponed.class);
        assertThat(other.line("GET a")).isEqualTo("$1\r\n1\r\n");

        other.line("CLIENT UNPAUSE");
        assertThat(line.resumed()).isEqualTo(1);
        line.line("EXEC");
        assertThat(other.line("GET a")).isEqualTo("$-1\r\n");
    }

    @Test
    void aPauseLetsReadingThatWasQueuedInTheLineProtocolGoOn() {
        line.line("SET a 1");
        line.line("MULTI");
        line.line("GET a");
        other.line(PAUSE);

        assertThat(line.line("EXEC")).isEqualTo("*1\r\n1\r\n");
        assertThat(line.pending()).isNull();
    }

    /** One connection may speak both: so the queue may hold both meanings of a name. */
    @Test
    void bothMeaningsOfANameCanBeQueued() {
        Client both = server.client(Dialect.RESP2);
        both.line("SET a 1");
        both.line("MULTI");
        both.dialect(Dialect.LINE);
        assertThat(both.line("KEYS .")).isEqualTo("+QUEUED\r\n");
        both.dialect(Dialect.RESP2);
        both.line("KEYS .");
        both.line("KEYS ?");

        // A regular expression that matches, a pattern that does not, and one that does.
        assertThat(both.line("EXEC")).isEqualTo("*3\r\n*1\r\n$1\r\na\r\n*0\r\n*1\r\n$1\r\na\r\n");
    }

    @Test
    void whatWasQueuedInTheLineProtocolIsRefusedOnlyIfItNeedsMemory() {
        line.line("SET a 1");
        line.line("MULTI");
        line.line("DEL a");
        other.line("CONFIG SET maxmemory 1");
        assertThat(line.line("EXEC")).isEqualTo("*1\r\nOK\r\n");

        other.line("CONFIG SET maxmemory 0");
        line.line("MULTI");
        line.line("SET a 1");
        other.line("CONFIG SET maxmemory 1");
        assertThat(line.line("EXEC")).contains("command not allowed when used memory > 'maxmemory'");
    }
}
