package io.quarkiverse.kvs.runtime.server;

import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;

import io.netty.handler.ssl.NotSslRecordException;

/**
 * Tells why clients could not connect, since they often do not. Anybody can make a handshake fail, as often as they like: so
 * one in ten seconds is told, with the number of those that were not, and the others for debugging only.
 * <p>
 * Safe for use from any thread.
 */
final class HandshakeLog {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);
    private static final int LENGTH = 200;

    private final LongSupplier nanoTime;
    private final AtomicLong nextAt;
    private final AtomicInteger untold = new AtomicInteger();

    HandshakeLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextAt = new AtomicLong(nanoTime.getAsLong());
    }

    void failed(SocketAddress client, Throwable cause) {
        String why = reason(cause);
        if (cause instanceof ClosedChannelException) {
            // Somebody who looked whether the port is open.
            LOG.debugf("%s left before the end of the TLS handshake", client);
            return;
        }
        long now = nanoTime.getAsLong();
        long next = nextAt.get();
        if (now - next >= 0 && nextAt.compareAndSet(next, now + PERIOD)) {
            int more = untold.getAndSet(0);
            LOG.infof("Closed the connection of %s: %s%s", client, why, more == 0 ? "" : " (and " + more + " others before)");
        } else {
            untold.incrementAndGet();
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
