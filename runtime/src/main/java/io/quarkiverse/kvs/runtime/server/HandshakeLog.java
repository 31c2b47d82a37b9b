package io.quarkiverse.kvs.runtime.server;

import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;

import io.netty.handler.ssl.NotSslRecordException;

/**
 * Logs why clients could not connect, since clients often do not say. Any client can make a handshake fail, as often as it
 * likes: so one failure in ten seconds is logged, with the number of those before it that were not, and the others at level
 * DEBUG only.
 * <p>
 * Safe for use from any thread.
 */
final class HandshakeLog {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int LENGTH = 200;

    private final RateLimit told;

    HandshakeLog(LongSupplier nanoTime) {
        told = new RateLimit(1, PERIOD, nanoTime);
    }

    void failed(SocketAddress client, Throwable cause) {
        String why = reason(cause);
        if (cause instanceof ClosedChannelException) {
            // A client that only looked whether the port is open.
            LOG.debugf("%s left before the end of the TLS handshake", client);
            return;
        }
        long before = told.admit();
        if (before >= 0) {
            LOG.infof("Closed the connection of %s: %s%s", client, why,
                    before == 0 ? "" : " (and " + before + " others before)");
        } else {
            LOG.debugf("Closed the connection of %s: %s", client, why);
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            // Its message holds what the client has sent, which may be a password.
            return "it does not speak TLS, as this port does";
        }
        String message = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return "the TLS handshake failed: " + (message.length() > LENGTH ? message.substring(0, LENGTH) : message);
    }
}
