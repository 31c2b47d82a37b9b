package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

/** A client that sees replies as they are on the wire; characters are bytes. */
final class RespConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket;
    private final InputStream in;

    RespConnection(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command, and returns its reply. */
    String call(String... words) {
        send(List.of(words));
        return read();
    }

    void send(List<String> words) {
        StringBuilder request = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        sendRaw(request.toString());
    }

    void sendRaw(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One reply or message, or a word in brackets on what came instead. */
    String read() {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try {
            return readFrame(raw) ? raw.toString(ISO_8859_1) : "(closed)" + raw.toString(ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return "(timeout)" + raw.toString(ISO_8859_1);
        } catch (IOException e) {
            return "(closed)" + raw.toString(ISO_8859_1);
        }
    }

    /** Whatever comes within so many milliseconds: to see that nothing does. */
    String readFor(int millis) {
        try {
            socket.setSoTimeout(millis);
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                socket.setSoTimeout(TIMEOUT_MILLIS);
            } catch (IOException e) {
                // Closed, which the next one to read will see.
            }
        }
    }

    private boolean readFrame(ByteArrayOutputStream raw) throws IOException {
        String line = readLine(raw);
        if (line == null) {
            return false;
        }
        char type = line.isEmpty() ? ' ' : line.charAt(0);
        switch (type) {
            case '$', '=', '!' -> {
                int length = Integer.parseInt(line.substring(1));
                if (length >= 0) {
                    raw.write(in.readNBytes(length + 2));
                }
            }
            case '*', '~', '>', '%', '|' -> {
                int count = Integer.parseInt(line.substring(1)) * (type == '%' || type == '|' ? 2 : 1);
                for (int i = 0; i < count; i++) {
                    if (!readFrame(raw)) {
                        return false;
                    }
                }
            }
            default -> {
                // A single line.
            }
        }
        return true;
    }

    private String readLine(ByteArrayOutputStream raw) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b; (b = in.read()) >= 0;) {
            raw.write(b);
            if (b == '\n') {
                return line.substring(0, line.length() - 1);
            }
            line.append((char) b);
        }
        return null;
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
