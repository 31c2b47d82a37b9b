package io.quarkiverse.kvs.core.command.replication;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Connects to another server: the sockets are the program's around the server. Safe for use by many threads. */
@FunctionalInterface
public interface Connector {

    /** A connection, for one thread; others may close it. */
    interface Connection extends Closeable {

        /**
         * What the other side sends. Reading waits, for a second at most: then it throws a
         * {@link java.net.SocketTimeoutException}, and nothing is lost.
         */
        InputStream input();

        OutputStream output();
    }

    /**
     * Connects. Waits for that.
     *
     * @param timeoutMillis how long, at most
     */
    Connection connect(String host, int port, int timeoutMillis) throws IOException;
}
