package io.quarkiverse.kvs.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

/** A client of the line protocol, as small as they come; characters are bytes. */
public final class LineClient implements AutoCloseable {

    private final Socket socket;

    public LineClient(int port) {
        this(connect(port));
    }

    public LineClient(Socket socket) {
        try {
            socket.setSoTimeout(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.socket = socket;
    }

    private static Socket connect(int port) {
        try {
            return new Socket("localhost", port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request, and returns the first line of the reply. */
    public String call(String... words) {
        send("*" + words.length + "\r\n" + String.join("\r\n", words) + "\r\n");
        return line();
    }

    public void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line, or null if the server has closed the connection. */
    public String line() {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int b; (b = in.read()) != '\n';) {
                if (b < 0) {
                    return null;
                }
                line.append((char) b);
            }
            return line.substring(0, line.length() - 1);
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
