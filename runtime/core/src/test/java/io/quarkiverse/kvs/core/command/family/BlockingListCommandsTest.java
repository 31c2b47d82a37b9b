package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.OtherSegment;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** What scripts cannot show of clients that wait: the clock, locks, and the end of connections. */
@Timeout(30)
class BlockingListCommandsTest {

    private final TestServer server = new TestServer();
    private final Client pusher = server.client(Dialect.RESP2);
    private final Client waiter = server.client(Dialect.RESP2);

    @Test
    void isServedBeforeThePusherIsAnswered() {
        assertThat(waiter.line("BLPOP a 0")).isEmpty();
        assertThat(waiter.blocked()).isNotNull();
        assertThat(server.state().clients().blocked()).isEqualTo(1);
        assertThat(pusher.line("CLIENT LIST ID " + waiter.id())).contains(" flags=b ");
        assertThat(pusher.line("RPUSH a x y")).isEqualTo(":2\r\n");
        assertThat(waiter.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
        assertThat(waiter.blocked()).isNull();
        assertThat(server.state().clients().blocked()).isZero();
        assertThat(pusher.line("CLIENT LIST ID " + waiter.id())).contains(" flags=N ");
        assertThat(waiter.line("LLEN a")).isEqualTo(":1\r\n");
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "1, 1000", "0.5, 500", "0.1, 100", "0.0001, 1", "0.0011, 2", "1.9999, 2000", "-0.0009, 0",
            "0x10, 16000",
            "9223372036854775, 9223372036854775000", "9223372036854775.807, 9223372036854775807" })
    void waitsForSeconds(String seconds, long millis) {
        assertThat(waiter.line("BLPOP a " + seconds)).isEmpty();
        assertThat(waiter.blocked().timeoutMillis()).isEqualTo(millis);
    }

    @Test
    void whoseTimeIsOverTakesNothing() {
        waiter.line("BLPOP a b 1");
        BlockedClient blocked = waiter.blocked();
        server.state().blockedClients().timeOut(blocked);
        assertThat(waiter.late()).isEqualTo("*-1\r\n");
        assertThat(waiter.blocked()).isNull();
        pusher.line("RPUSH a x");
        server.state().blockedClients().timeOut(blocked);
        assertThat(waiter.late()).isEmpty();
        assertThat(pusher.line("LLEN a")).isEqualTo(":1\r\n");
    }

    @Test
    void whoIsServedInTimeDoesNotTimeOut() {
        waiter.line("BLPOP a 1");
        BlockedClient blocked = waiter.blocked();
        pusher.line("RPUSH a x");
        server.state().blockedClients().timeOut(blocked);
        assertThat(waiter.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
    }

    @Test
    void aTimeoutIsNoArrayInEveryDialect() {
        Client resp3 = server.client(Dialect.RESP3);
        resp3.line("BLMOVE a b LEFT RIGHT 1");
        waiter.line("BLMOVE a b LEFT RIGHT 1");
        server.state().blockedClients().timeOut(resp3.blocked());
        server.state().blockedClients().timeOut(waiter.blocked());
        assertThat(resp3.late()).isEqualTo("_\r\n");
        assertThat(waiter.late()).isEqualTo("*-1\r\n");
    }

    @Test
    void whoHasGoneTakesNothing() {
        waiter.line("BLPOP a b 0");
        waiter.disconnect();
        assertThat(server.state().clients().blocked()).isZero();
        pusher.line("RPUSH a x");
        assertThat(pusher.line("LLEN a")).isEqualTo(":1\r\n");
    }

    /** The connection is closed, but the server has not cleaned up behind it yet. */
    @Test
    void whoIsAboutToGoTakesNothing() {
        Client next = server.client(Dialect.RESP2);
        waiter.line("BLPOP a 0");
        next.line("BLPOP a 0");
        waiter.closeAfterReply();
        pusher.line("RPUSH a x");
        assertThat(waiter.late()).isEmpty();
        assertThat(next.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
    }

    @Test
    void aReplyLargerThanAllowedClosesTheConnectionAndTakesNothing() {
        waiter.line("BLMPOP 0 1 a LEFT COUNT 100");
        assertThat(pusher.call("CONFIG", "SET", "client-output-buffer-limit", "normal 1000 0 0")).isEqualTo("+OK\r\n");
        pusher.call("RPUSH", "a", "x".repeat(600), "y".repeat(600));
        assertThat(waiter.isClosed()).isTrue();
        assertThat(server.state().clients().blocked()).isZero();
        assertThat(pusher.line("LLEN a")).isEqualTo(":2\r\n");
    }

    @Test
    void aKeyThatHasExpiredServesNoClient() {
        waiter.line("SELECT 1");
        waiter.line("BLPOP a 0");
        pusher.line("RPUSH a x");
        pusher.line("PEXPIRE a 100");
        server.pass(100);
        pusher.line("SWAPDB 0 1");
        assertThat(waiter.late()).isEmpty();
        assertThat(waiter.blocked()).isNotNull();
    }

    @Test
    void isServedInTheDialectItHasAskedIn() {
        Client resp3 = server.client(Dialect.RESP3);
        resp3.line("BLPOP a 0");
        resp3.line("HELLO 2");
        pusher.line("RPUSH a x");
        assertThat(resp3.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
        resp3.line("HELLO 3");
        resp3.line("BLPOP a 1");
        server.state().blockedClients().timeOut(resp3.blocked());
        assertThat(resp3.late()).isEqualTo("_\r\n");
    }

    @Test
    void arrivalDecidesAndNotTheKeyItWasFor() {
        Client first = server.client(Dialect.RESP2);
        first.line("BLPOP x a 0");
        waiter.line("BLPOP a 0");
        pusher.line("RPUSH a 1");
        pusher.line("RPUSH a 2");
        assertThat(first.late()).endsWith("$1\r\n1\r\n");
        assertThat(waiter.late()).endsWith("$1\r\n2\r\n");
    }

    /** A caller in the process would be held up if it waited. */
    @Test
    void callersInTheProcessDoNotWait() {
        assertThat(inProcess("BLPOP", "a", "0")).isEqualTo("*-1\r\n");
        assertThat(inProcess("BLMOVE", "a", "b", "LEFT", "RIGHT", "0")).isEqualTo("$-1\r\n");
        waiter.line("BLPOP a 0");
        assertThat(inProcess("RPUSH", "a", "x")).isEqualTo(":1\r\n");
        assertThat(waiter.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
    }

    private String inProcess(String... words) {
        byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(ISO_8859_1);
        }
        ReplyBuffer buffer = new ReplyBuffer();
        Pending pending = server.state().executor().execute(new CommandContext(server.state(), new SplittableRandom(1)),
                server.state().clients().inProcess(server.now()), Request.resp(arguments),
                ReplyWriter.of(Dialect.RESP2, buffer),
                server.now());
        assertThat(pending).isNull();
        return new String(buffer.copy(), ISO_8859_1);
    }

    // Locks

    @Test
    void whoNeedsNoOtherLockIsServedUnderThatOfThePusher() throws Exception {
        String other = OtherSegment.than("a");
        waiter.line("BLPOP a 0");
        try (Locked locked = new Locked(other)) {
            pusher.line("RPUSH a x");
            assertThat(waiter.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
        }
    }

    /** The pusher does not wait for a key of the other client that another thread works with. */
    @Test
    void aClientThatNeedsALockThatIsTakenIsServedWhenItIsFree() throws Exception {
        String other = OtherSegment.than("a");
        waiter.line("BLPOP a " + other + " 0");
        try (Locked locked = new Locked(other)) {
            assertThat(pusher.line("RPUSH a x")).isEqualTo(":1\r\n");
            server.runScheduled();
            assertThat(waiter.late()).isEmpty();
        }
        server.runScheduled();
        assertThat(waiter.late()).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nx\r\n");
        assertThat(pusher.line("EXISTS a")).isEqualTo(":0\r\n");
    }

    /** A request for a key that another thread works with is to be executed again, and has done nothing yet. */
    @Test
    void aRequestForAKeyThatIsTakenComesAgain() throws Exception {
        try (Locked locked = new Locked("a")) {
            assertThat(pusher.line("SET a 1")).isEmpty();
            assertThat(pusher.pending()).isInstanceOf(Pending.Contended.class);
            assertThat(pusher.line("SET " + OtherSegment.than("a") + " 1")).isEqualTo("+OK\r\n");
        }
        assertThat(pusher.line("SET a 1")).isEqualTo("+OK\r\n");
        assertThat(pusher.pending()).isNull();
    }

    @Test
    void aChainGoesOnUnderTheSameLocks() {
        Client second = server.client(Dialect.RESP2);
        Client third = server.client(Dialect.RESP2);
        waiter.line("BLMOVE a b LEFT RIGHT 0");
        second.line("BLMOVE b c LEFT RIGHT 0");
        third.line("BLPOP c d 0");
        pusher.line("MULTI");
        pusher.line("RPUSH a x");
        pusher.line("RPUSH d y");
        assertThat(pusher.line("EXEC")).isEqualTo("*2\r\n:1\r\n:1\r\n");
        assertThat(waiter.late()).isEqualTo("$1\r\nx\r\n");
        assertThat(second.late()).isEqualTo("$1\r\nx\r\n");
        // d was ready before c came to be.
        assertThat(third.late()).isEqualTo("*2\r\n$1\r\nd\r\n$1\r\ny\r\n");
        assertThat(pusher.line("LRANGE c 0 -1")).isEqualTo("*1\r\n$1\r\nx\r\n");
    }

    /** The lock of a key, held by another thread. */
    private final class Locked implements AutoCloseable {

        private final CountDownLatch taken = new CountDownLatch(1);
        private final CountDownLatch given = new CountDownLatch(1);
        private final CompletableFuture<Void> holder;

        Locked(String key) throws InterruptedException {
            long segment = key(key).segment();
            holder = CompletableFuture.runAsync(() -> {
                Gate gate = new Gate(server.state().store());
                gate.open(segment, server.now());
                taken.countDown();
                try {
                    given.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    gate.close();
                }
            });
            taken.await();
        }

        @Override
        public void close() {
            given.countDown();
            holder.join();
        }
    }

    private static Key key(String name) {
        return new Key().show(name.getBytes(ISO_8859_1));
    }

    @Test
    void whatIsRestoredIsServed() {
        pusher.line("RPUSH list x y");
        String dump = pusher.line("DUMP list");
        String payload = dump.substring(dump.indexOf("\r\n") + 2, dump.length() - 2);
        waiter.line("BLPOP restored 0");
        assertThat(pusher.call("RESTORE", "restored", "0", payload)).isEqualTo("+OK\r\n");
        assertThat(waiter.late()).isEqualTo("*2\r\n$8\r\nrestored\r\n$1\r\nx\r\n");
        assertThat(pusher.line("LLEN restored")).isEqualTo(":1\r\n");
    }
}
