package io.quarkiverse.kvs.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client of RESP2, as small as they come: integers are Long, arrays are List, errors are text that starts with a minus. */
final class RespClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    RespClient(int port) {
        try {
            socket = new Socket("localhost", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Object call(String... words) {
        send(words);
        return read();
    }

    /** Commands of words with blanks between, sent at once; the replies in their order. */
    List<Object> pipeline(String... commands) {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (String command : commands) {
            requests.writeBytes(request(command.split(" ")));
        }
        write(requests.toByteArray());
        List<Object> replies = new ArrayList<>();
        for (int i = 0; i < commands.length; i++) {
            replies.add(read());
        }
        return replies;
    }

    void send(String... words) {
        write(request(words));
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] request(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }

    /** The next reply, or "(closed)". */
    Object read() {
        try {
            String line = readLine();
            if (line == null) {
                return "(closed)";
            }
            String rest = line.substring(1);
            return switch (line.charAt(0)) {
                case ':' -> Long.valueOf(rest);
                case '$' -> readBulk(Integer.parseInt(rest));
                case '*' -> readArray(Integer.parseInt(rest));
                case '-' -> line;
                default -> rest;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readBulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.readNBytes(length), ISO_8859_1);
        in.skipNBytes(2);
        return text;
    }

    private List<Object> readArray(int count) {
        if (count < 0) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(read());
        }
        return elements;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b; (b = in.read()) != '\n';) {
            if (b < 0) {
                return null;
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
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
