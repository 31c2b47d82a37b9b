package io.quarkiverse.kvs.it.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * A connection that sends commands in RESP, and reads replies as they are on the wire; characters are bytes. {@link RespClient}
 * makes values of them. It is for one thread at a time.
 */
public final class RespConnection implements AutoCloseable {

    /** What is read in the place of a reply when the server has closed the connection; bytes that came before follow. */
    public static final String CLOSED = "(closed)";
    /** What is read in the place of a reply that does not come in time; bytes that came before follow. */
    public static final String TIMEOUT = "(timeout)";

    private final RawClient connection;

    /** Connects to a server on this machine. */
    public RespConnection(int port) {
        this("127.0.0.1", port);
    }

    /** Connects to a server on another machine. */
    public RespConnection(String host, int port) {
        this(new RawClient(host, port));
    }

    /** @param connection is closed with this one */
    public RespConnection(RawClient connection) {
        this.connection = connection;
    }

    /** Sends a command, and returns its reply. */
    public String call(String... words) {
        send(List.of(words));
        return read();
    }

    public void send(List<String> words) {
        sendRaw(request(words));
    }

    /** Sends several commands at once. */
    public void sendAll(List<List<String>> commands) {
        StringBuilder requests = new StringBuilder();
        commands.forEach(words -> requests.append(request(words)));
        sendRaw(requests.toString());
    }

    private static String request(List<String> words) {
        StringBuilder request = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString();
    }

    /** Sends text as it is. */
    public void sendRaw(String text) {
        connection.send(text);
    }

    /** Tells the server that nothing will be sent any more; replies can still be read. */
    public void finishSending() {
        connection.finishSending();
    }

    /** One reply or message, or {@link #CLOSED} or {@link #TIMEOUT} and the bytes that came before. */
    public String read() {
        StringBuilder raw = new StringBuilder();
        try {
            return readFrame(raw) ? raw.toString() : CLOSED + raw;
        } catch (UncheckedIOException e) {
            return (e.getCause() instanceof SocketTimeoutException ? TIMEOUT : CLOSED) + raw;
        }
    }

    /** The bytes up to the end of a line, without that. */
    public String readLine() {
        return connection.readLine().strip();
    }

    /** So many bytes; fewer if the connection ends. */
    public byte[] readBytes(int count) {
        return connection.readBytes(count);
    }

    /** What {@link #read} reads, if it comes within that time: to see that nothing does. */
    public String readWithin(Duration time) {
        connection.patience(time);
        try {
            return read();
        } finally {
            connection.patience(RawClient.PATIENCE);
        }
    }

    /** Whether the server has closed the connection, with nothing left to read; waits for the one or the other. */
    public boolean isAtEnd() {
        return connection.isAtEnd();
    }

    /** @return false if the end of the connection came before that of the frame */
    private boolean readFrame(StringBuilder raw) {
        String line = connection.readLine();
        raw.append(line);
        if (!line.endsWith("\n")) {
            return false;
        }
        char type = line.charAt(0);
        return switch (type) {
            case '$', '=', '!' -> number(line) < 0 || readContent(raw, number(line) + 2);
            case '*', '~', '>' -> readFrames(raw, number(line));
            case '%', '|' -> readFrames(raw, 2 * number(line));
            default -> true;
        };
    }

    private boolean readContent(StringBuilder raw, int length) {
        byte[] content = connection.readBytes(length);
        raw.append(new String(content, ISO_8859_1));
        return content.length == length;
    }

    private boolean readFrames(StringBuilder raw, int count) {
        for (int i = 0; i < count; i++) {
            if (!readFrame(raw)) {
                return false;
            }
        }
        return true;
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(1).strip());
    }

    @Override
    public void close() {
        connection.close();
    }
}
