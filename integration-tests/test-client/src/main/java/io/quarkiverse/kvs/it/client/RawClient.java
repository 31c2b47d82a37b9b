package io.quarkiverse.kvs.it.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;

/**
 * A connection that sends bytes and reads bytes; in strings, a character is a byte. It is for one thread at a time. What fails,
 * and what takes longer than {@link #PATIENCE}, throws {@link UncheckedIOException}.
 */
public final class RawClient implements AutoCloseable {

    /** How long to wait for bytes: longer than any busy machine takes, so that only what is wrong takes as long. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;

    /** Connects to a server on this machine. */
    public RawClient(int port) {
        this("localhost", port);
    }

    public RawClient(String host, int port) {
        this(connect(host, port));
    }

    /** @param socket connected, encrypted for example; it is closed with this client */
    public RawClient(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            this.socket = socket;
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(String host, int port) {
        try {
            return new Socket(host, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits so long for bytes from now on, in the place of {@link #PATIENCE}. */
    public void patience(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String text) {
        send(text.getBytes(ISO_8859_1));
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the server that nothing will be sent any more; what it sends can still be read. */
    public void finishSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request, and reads as many bytes as the expected reply has. */
    public String exchange(String request, String expected) {
        return exchange(request, expected.length());
    }

    /** Sends a request, and reads so many bytes, or fewer if the server closes the connection. */
    public String exchange(String request, int replyBytes) {
        send(request);
        return read(replyBytes);
    }

    /** So many bytes, or fewer if the server has closed the connection. */
    public String read(int bytes) {
        return new String(readBytes(bytes), ISO_8859_1);
    }

    /** So many bytes, or fewer if the server has closed the connection. */
    public byte[] readBytes(int bytes) {
        try {
            return in.readNBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to the end of a line, which belongs to what is returned; less if the server has closed the connection. */
    public String readLine() {
        StringBuilder line = new StringBuilder();
        for (int b; (b = readByte()) >= 0;) {
            line.append((char) b);
            if (b == '\n') {
                break;
            }
        }
        return line.toString();
    }

    /** Everything up to the end of the connection. */
    public String readToEnd() {
        try {
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection, with nothing left to read; waits for the one or the other. */
    public boolean isAtEnd() {
        return readByte() < 0;
    }

    private int readByte() {
        try {
            return in.read();
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
