package io.quarkiverse.kvs.it.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port of the loopback interface that is taken until this is closed: no server can listen on it. Those that connect to it are
 * either accepted by the system, and hear nothing, or refused.
 */
public final class TakenPort implements AutoCloseable {

    /** What has to be done to take it. */
    private interface Taking<T> {
        T take(InetSocketAddress address) throws IOException;
    }

    private final AutoCloseable socket;
    private final int port;

    private TakenPort(AutoCloseable socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    /** A port on which something listens. */
    public static TakenPort listening() {
        return listening(0);
    }

    /**
     * A port on which something listens, and a server will afterwards.
     *
     * @param port such as {@link FreePort} gives: another program could get one of the system's as soon as this is closed
     */
    public static TakenPort listening(int port) {
        ServerSocket socket = taking(port, address -> {
            ServerSocket server = new ServerSocket();
            server.bind(address);
            return server;
        });
        return new TakenPort(socket, socket.getLocalPort());
    }

    /** A port on which nothing listens, and nothing will: connections are refused. */
    public static TakenPort refusing() {
        Socket socket = taking(0, address -> {
            Socket bound = new Socket();
            bound.bind(address);
            return bound;
        });
        return new TakenPort(socket, socket.getLocalPort());
    }

    private static <T> T taking(int port, Taking<T> taking) {
        try {
            return taking.take(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int number() {
        return port;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
