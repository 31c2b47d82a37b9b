package io.quarkiverse.kvs;

import java.net.URI;

/**
 * The server that clients reach over TCP. Inject it to learn where it listens, or to stop and start it:
 *
 * <pre>
 * &#64;Inject
 * KvsServer server;
 * </pre>
 *
 * Methods may be called from any thread, except that {@link #start()} and {@link #stop()} wait and so are not for event loops.
 */
public interface KvsServer {

    /** What the server is doing. */
    enum State {
        /** It accepts connections. */
        LISTENING,
        /** It does not: it was stopped, by {@link KvsServer#stop()} or by a client's SHUTDOWN. */
        STOPPED,
        /** It does not: its address could not be listened on. */
        FAILED,
        /** There is none: {@code quarkus.kvs.enabled} is false. */
        DISABLED
    }

    /** The host it listens on, as configured with {@code quarkus.kvs.host}. */
    String host();

    /**
     * The port it listens on; where any free port was asked for, the one that was found. It stays the same when the server is
     * stopped and started.
     *
     * @return the port, or -1 if there is no server
     */
    int port();

    /**
     * How clients of Redis on this machine reach the server: {@code redis://localhost:9999}, or {@code rediss:}
     * with TLS. It does not tell the password.
     *
     * @throws IllegalStateException if there is no server
     */
    URI uri();

    State state();

    /**
     * Listens again after {@link #stop()} or a client's SHUTDOWN; the data is what it was. Does nothing if it listens already.
     *
     * @throws KvsException if the address cannot be listened on, for example because another process has taken the port
     * @throws IllegalStateException if there is no server, or if called from an event loop
     */
    void start();

    /**
     * Stops listening, sends the replies to what clients have sent, and closes every connection. The data stays. Does
     * nothing if it does not listen.
     *
     * @throws IllegalStateException if called from an event loop
     */
    void stop();
}
