package io.quarkiverse.kvs.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/** Sends bytes and reads bytes; characters are bytes. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(int port) {
        try {
            socket = new Socket("localhost", port);
            socket.setSoTimeout(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request, and reads as many bytes as the expected reply has. */
    String exchange(String request, String expected) {
        send(request);
        return read(expected.length());
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(int bytes) {
        try {
            return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end of a line, which belongs to what is returned. */
    String readLine() {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            String next = read(1);
            if (next.isEmpty()) {
                break;
            }
            line.append(next);
        }
        return line.toString();
    }

    /** Whether the server has closed the connection, with nothing left to read. */
    boolean isAtEnd() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
