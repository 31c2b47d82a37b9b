package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** A connection without a socket. */
class ConnectionHandlerTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "*3\r\nSET\r\nA\r\n100\r\n*2\r\nGET\r\nA\r\n*2\nDEL\nA\n*2\nDEL\nA\n",
            "*1\nNOPE\n*2\nSET\nA\n*3\nSET\n A\n B \n*2\nGET\n A\n*1\nRESET\n",
            "*3\r\nSET\r\nthis key is too long\r\nx\r\n*3\r\nSET\r\nA\r\nthis value is too long, really\r\n*2\r\nGET\r\nA\r\n",
            "*2\nGET\nA\n*x\n*2\nGET\nA\n",
            "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$2\r\n\r\n\r\n*2\r\n$3\r\nGET\r\n$1\r\nA\r\nGET A\r\n*2\nGET\nA\n",
            "HELLO 3\r\nMULTI\r\nSET A 1\r\nGET A\r\nEXEC\r\nGET B\r\nSUBSCRIBE c\r\nPUBLISH c x\r\nPING\r\n",
            "MULTI\r\nNOPE\r\nEXEC\r\nSUBSCRIBE c\r\nGET A\r\nPING\r\nRESET\r\nGET A\r\nQUIT\r\n" })
    void repliesAreTheSameWhereverTheBytesAreSplit(String stream) {
        String whole = new EmbeddedConnection().exchange(stream);
        assertThat(whole).isNotEmpty();
        for (int split = 0; split <= stream.length(); split++) {
            EmbeddedConnection connection = new EmbeddedConnection();
            assertThat(connection.exchange(stream.substring(0, split)) + connection.exchange(stream.substring(split)))
                    .as("split at %d", split).isEqualTo(whole);
        }
        EmbeddedConnection connection = new EmbeddedConnection();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < stream.length(); i++) {
            replies.append(connection.exchange(stream.substring(i, i + 1)));
        }
        assertThat(replies).as("byte by byte").hasToString(whole);
    }

    @Test
    void repliesOfOneReadAreOneWrite() {
        EmbeddedConnection connection = new EmbeddedConnection();
        List<ByteBuf> writes = connection.writes("*3\nSET\nA\n1\n" + "*2\nGET\nA\n".repeat(100));
        assertThat(writes).hasSize(1);
        writes.forEach(ByteBuf::release);
    }

    @Test
    void theReplyToATransactionWaitsForWhatSleptInIt() {
        EmbeddedConnection connection = new EmbeddedConnection();
        assertThat(connection.exchange("GET A\r\nMULTI\r\nDEBUG SLEEP 0.05\r\nPING\r\n"))
                .isEqualTo("$-1\r\n+OK\r\n+QUEUED\r\n+QUEUED\r\n");
        long start = System.nanoTime();
        assertThat(connection.exchange("PING\r\nEXEC\r\nGET A\r\n"))
                .isEqualTo("+QUEUED\r\n*3\r\n+OK\r\n+PONG\r\n+PONG\r\n$-1\r\n");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void aBrokenRequestIsAnsweredAndClosesTheConnection() {
        EmbeddedConnection connection = new EmbeddedConnection();
        assertThat(connection.exchange("*1\nRESET\n*0\n*1\nRESET\n"))
                .isEqualTo(
                        "+OK\r\n-ERR Protocol error: invalid multibulk length, expected *<number of lines> from *1 to *10, got *0\r\n");
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "CLIENT REPLY OFF\r\nQUIT\r\n", "CLIENT REPLY SKIP\r\nQUIT\r\n", "CLIENT REPLY OFF\r\n*x\r\n",
            "CLIENT REPLY SKIP\r\n*x\r\n", "CLIENT REPLY SKIP\r\nCLIENT KILL TYPE normal SKIPME no\r\n" })
    void whoWantsNoReplyToTheLastRequestStaysConnectedAndIsIgnored(String stream) {
        EmbeddedConnection connection = new EmbeddedConnection();
        assertThat(connection.exchange("PING\r\n")).isEqualTo("+PONG\r\n");
        assertThat(connection.exchange(stream + "SET A 1\r\n")).isEmpty();
        assertThat(connection.exchange("CLIENT REPLY ON\r\nSET A 2\r\nPING\r\n")).isEmpty();
        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.another().exchange("GET A\r\n")).isEqualTo("$-1\r\n");
        connection.close();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void theRepliesBeforeQuitAreSentThoughQuitGetsNone() {
        EmbeddedConnection connection = new EmbeddedConnection();
        assertThat(connection.exchange("PING\r\nCLIENT REPLY SKIP\r\nQUIT\r\nPING\r\n")).isEqualTo("+PONG\r\n");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aLargeRequestWaitsForItsEndAndIsExecuted() {
        EmbeddedConnection connection = new EmbeddedConnection(1024 * 1024);
        String value = "0123456789abcdef".repeat(64 * 1024 - 1);
        String stream = "*3\nSET\nA\n" + value + "\n*2\nGET\nA\n";
        StringBuilder replies = new StringBuilder();
        for (int at = 0; at < stream.length(); at += 7777) {
            replies.append(connection.exchange(stream.substring(at, Math.min(stream.length(), at + 7777))));
        }
        assertThat(replies.toString()).isEqualTo("+OK\r\n+" + value + "\r\n");
    }

    @Property
    void garbageIsSurvived(@ForAll @Size(max = 500) byte[] garbage, @ForAll @IntRange(min = 1, max = 100) int piece) {
        survives(new String(garbage, ISO_8859_1), piece);
    }

    @Property
    void requestsWithMistakesAreSurvived(@ForAll("almostValid") String stream,
            @ForAll @IntRange(min = 1, max = 100) int piece) {
        survives(stream, piece);
    }

    private static void survives(String stream, int piece) {
        EmbeddedConnection connection = new EmbeddedConnection();
        for (int at = 0; at < stream.length() && connection.isOpen(); at += piece) {
            String replies = connection.exchange(stream.substring(at, Math.min(stream.length(), at + piece)));
            assertThat(replies).matches("(?s)([+*:$_>%~,(#=-].*\r\n)?");
        }
        connection.close();
        assertThat(connection.another().exchange("*3\nSET\nA\n1\n*2\nGET\nA\n")).isEqualTo("+OK\r\n+1\r\n");
    }

    @AfterContainer
    static void noBufferIsLost() throws InterruptedException {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(LeakRecorder.leaks()).isEmpty();
    }

    @Provide
    Arbitrary<String> almostValid() {
        return Arbitraries.of("*1\nRESET\n", "*2\nGET\nA\n", "*3\r\nSET\r\nA\r\nB\r\n", "*2\nDEL\nA\n", "*2\nKEYS\n.*\n",
                "*2\nKEYS\n(\n", "*1\nSHUTDOWN\n", "*2\n", "*3\r\n", "\r\n", "x", "\r", "SET\n", "0123456789012345678901234\n",
                "\u0000", "\u00ff\n", "HELLO 3\r\n", "PING\r\n", "MULTI\r\n", "EXEC\r\n", "DISCARD\r\n", "SUBSCRIBE c\r\n",
                "PUBLISH c x\r\n", "UNSUBSCRIBE\r\n", "MONITOR\r\n", "INCR A\r\n", "*2\r\n$3\r\nGET\r\n$1\r\nA\r\n",
                "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$2\r\n\r\n\r\n", "CLIENT REPLY SKIP\r\n", "CLIENT REPLY OFF\r\n", "RESET\r\n",
                "SCAN 0\r\n", "WATCH A\r\n", "$3\r\n", "*1\r\n$", "COMMAND\r\n", "CLIENT LIST\r\n", "QUIT\r\n").list()
                .ofMaxSize(30).map(parts -> String.join("", parts));
    }
}
