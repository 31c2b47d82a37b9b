package io.quarkiverse.kvs.it.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A client of RESP2, or of RESP3 after {@code HELLO 3}, that makes values of replies: strings, {@link Long},
 * {@link Double}, {@link Boolean}, {@link BigInteger}, {@link List} (of messages, too), {@link Set}, {@link Map}, or null.
 * An error within another reply is text that starts with a minus; an error that is the reply throws
 * {@link IllegalStateException}, and so does a reply that does not come. It is for one thread at a time.
 */
public final class RespClient implements AutoCloseable {

    private final RespConnection connection;
    private final Charset charset;

    /** Connects to a server on this machine; characters are bytes. */
    public RespClient(int port) {
        this(port, ISO_8859_1);
    }

    private RespClient(int port, Charset charset) {
        connection = new RespConnection(port);
        this.charset = charset;
    }

    /** Connects to a server on this machine; strings are text in UTF-8. */
    public static RespClient ofText(int port) {
        return new RespClient(port, UTF_8);
    }

    /** Sends a command, and returns its reply. */
    public Object call(String... words) {
        send(words);
        return read();
    }

    /** Sends a command, and returns the integer that is its reply. */
    public long integer(String... words) {
        return (Long) call(words);
    }

    /** Sends a command, and returns the text of the error that is its reply, without the minus. */
    public String error(String... words) {
        send(words);
        return readError();
    }

    /** Commands of words with blanks between, sent at once; the replies in their order. */
    public List<Object> pipeline(String... commands) {
        List<List<String>> requests = new ArrayList<>();
        for (String command : commands) {
            requests.add(encoded(command.split(" ")));
        }
        connection.sendAll(requests);
        List<Object> replies = new ArrayList<>();
        for (int i = 0; i < commands.length; i++) {
            replies.add(read());
        }
        return replies;
    }

    /** Sends a command, to whose reply {@link #read} comes later. */
    public void send(String... words) {
        connection.send(encoded(words));
    }

    /** The next reply or message. */
    public Object read() {
        String reply = connection.read();
        if (reply.startsWith("-") || reply.startsWith("!")) {
            throw new IllegalStateException("an error: " + reply.strip());
        }
        return value(reply);
    }

    /** The text of the error that comes next, without the minus. */
    public String readError() {
        String reply = connection.read();
        if (!reply.startsWith("-")) {
            throw new IllegalStateException("not an error: " + reply);
        }
        return reply.substring(1).strip();
    }

    /** Tells the server that nothing will be sent any more; replies can still be read. */
    public void finishSending() {
        connection.finishSending();
    }

    /** Whether the server has closed the connection, with nothing left to read; waits for the one or the other. */
    public boolean isAtEnd() {
        return connection.isAtEnd();
    }

    @Override
    public void close() {
        connection.close();
    }

    private List<String> encoded(String... words) {
        List<String> encoded = new ArrayList<>();
        for (String word : words) {
            encoded.add(new String(word.getBytes(charset), ISO_8859_1));
        }
        return encoded;
    }

    private Object value(String reply) {
        if (reply.startsWith(RespConnection.CLOSED) || reply.startsWith(RespConnection.TIMEOUT)) {
            throw new IllegalStateException("no reply: " + reply);
        }
        return new Frames(reply, charset).next();
    }

    /** Reads one frame after the other out of a reply that has come as a whole. */
    private static final class Frames {

        private final String wire;
        private final Charset charset;
        private int at;

        Frames(String wire, Charset charset) {
            this.wire = wire;
            this.charset = charset;
        }

        Object next() {
            char type = wire.charAt(at);
            String line = wire.substring(at + 1, wire.indexOf("\r\n", at));
            at += line.length() + 3;
            return switch (type) {
                case '-' -> "-" + line;
                case ':' -> Long.valueOf(line);
                case ',' -> number(line);
                case '#' -> line.equals("t");
                case '(' -> new BigInteger(line);
                case '_' -> null;
                case '$' -> content(Integer.parseInt(line));
                case '!' -> "-" + content(Integer.parseInt(line));
                // Behind the three letters of the format.
                case '=' -> content(Integer.parseInt(line)).substring(4);
                case '*', '>' -> elements(Integer.parseInt(line));
                case '~' -> new LinkedHashSet<>(elements(Integer.parseInt(line)));
                case '%' -> pairs(Integer.parseInt(line));
                case '+' -> line;
                default -> throw new IllegalStateException("no reply: " + wire);
            };
        }

        private static Double number(String line) {
            return switch (line) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.valueOf(line);
            };
        }

        private String content(int length) {
            if (length < 0) {
                return null;
            }
            String content = wire.substring(at, at + length);
            at += length + 2;
            return new String(content.getBytes(ISO_8859_1), charset);
        }

        private List<Object> elements(int count) {
            if (count < 0) {
                return null;
            }
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                elements.add(next());
            }
            return elements;
        }

        private Map<Object, Object> pairs(int count) {
            Map<Object, Object> pairs = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                Object key = next();
                pairs.put(key, next());
            }
            return pairs;
        }
    }
}
