package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.netty.handler.ssl.NotSslRecordException;

/** Failed handshakes are told, but strangers cannot fill the log, nor write into it what they like. */
class HandshakeLogTest {

    private static final InetSocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

    private final Logger logger = Logger.getLogger("io.quarkiverse.kvs");
    private final List<String> lines = new ArrayList<>();
    private final Handler recorder = new Handler() {

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                Object[] parameters = record.getParameters();
                lines.add(parameters == null ? record.getMessage() : String.format(record.getMessage(), parameters));
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private long now = 42;
    private final HandshakeLog log = new HandshakeLog(() -> now);

    @BeforeEach
    void listen() {
        logger.addHandler(recorder);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(recorder);
    }

    @Test
    void oneInTenSeconds() {
        for (int i = 0; i < 1000; i++) {
            log.failed(CLIENT, new SSLHandshakeException("no"));
        }
        now += TimeUnit.SECONDS.toNanos(10) - 1;
        log.failed(CLIENT, new SSLHandshakeException("no"));
        assertThat(lines).containsExactly("Closed the connection of client/<unresolved>:1: the TLS handshake failed: no");
        now++;
        log.failed(CLIENT, new SSLHandshakeException("no"));
        assertThat(lines).hasSize(2).last().asString().endsWith(": no (and 1000 others before)");
    }

    @Test
    void nothingThatAClientHasSent() {
        log.failed(CLIENT, new NotSslRecordException("not an SSL/TLS record: 41555448"));
        assertThat(lines).containsExactly(
                "Closed the connection of client/<unresolved>:1: it does not speak TLS, as this port does");
    }

    @Test
    void noLinesOfItsOwn_andNoLongOnes() {
        log.failed(CLIENT, new SSLHandshakeException("CN=a\r\nINFO all is well " + "x".repeat(1000)));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n", "\r").hasSizeLessThan(300);
    }

    @Test
    void notWhoHasGone() {
        log.failed(CLIENT, new ClosedChannelException());
        assertThat(lines).isEmpty();
    }
}
