package io.quarkiverse.kvs.it.client;

import java.net.Socket;

/** A client of the line protocol; characters are bytes. Threads, time and failures as of {@link RawClient}. */
public final class LineClient implements AutoCloseable {

    private final RawClient connection;

    /** Connects to a server on this machine. */
    public LineClient(int port) {
        connection = new RawClient(port);
    }

    /** @param socket connected, encrypted for example; it is closed with this client */
    public LineClient(Socket socket) {
        connection = new RawClient(socket);
    }

    /** Sends a request, and returns the first line of the reply, or null if the server has closed the connection. */
    public String call(String... words) {
        send("*" + words.length + "\r\n" + String.join("\r\n", words) + "\r\n");
        return line();
    }

    /** Sends text as it is. */
    public void send(String text) {
        connection.send(text);
    }

    /** The next line without its end, or null if the server has closed the connection. */
    public String line() {
        String line = connection.readLine();
        return line.endsWith("\n") ? line.substring(0, line.length() - 2) : null;
    }

    @Override
    public void close() {
        connection.close();
    }
}
