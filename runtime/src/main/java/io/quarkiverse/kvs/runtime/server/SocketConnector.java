package io.quarkiverse.kvs.runtime.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

import io.quarkiverse.kvs.core.command.replication.Connector;

/** Connects to the server that is followed with a plain socket, for a thread that may wait. */
public final class SocketConnector implements Connector {

    private static final int READ_TIMEOUT_MILLIS = 1000;

    @Override
    public Connection connect(String host, int port, int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            return new SocketConnection(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private record SocketConnection(Socket socket, InputStream input, OutputStream output) implements Connection {

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
