package io.quarkiverse.kvs.dynamodb.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends what it is told to, byte for byte. */
final class RawHttp implements AutoCloseable {

    /** One that no credentials are needed for. */
    static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, "
            + "SignedHeaders=host;x-amz-date, Signature=abc";

    /** A response; the names of headers are in small letters. */
    record Response(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A call as clients make it. */
    static String call(String operation, String body, String... moreHeaders) {
        return request("POST / HTTP/1.1", body, headers("DynamoDB_20120810." + operation, moreHeaders));
    }

    private static String[] headers(String target, String... more) {
        String[] headers = new String[4 + more.length];
        headers[0] = "Content-Type: application/x-amz-json-1.0";
        headers[1] = "X-Amz-Target: " + target;
        headers[2] = "X-Amz-Date: 20260101T000000Z";
        headers[3] = "Authorization: " + AUTHORIZATION;
        System.arraycopy(more, 0, headers, 4, more.length);
        return headers;
    }

    static String request(String line, String body, String... headers) {
        StringBuilder text = new StringBuilder(line).append("\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (body != null) {
            text.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        }
        return text.append("\r\n").append(body == null ? "" : body).toString();
    }

    Response exchange(String request) throws IOException {
        send(request);
        return read();
    }

    Response read() throws IOException {
        return read(true);
    }

    /** @param withBody false for the response to HEAD */
    Response read(boolean withBody) throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Response(Integer.parseInt(status[1]), headers, withBody ? in.readNBytes(length) : new byte[0]);
    }

    /** Whether the server has ended the connection; waits for that, or for more to read. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The connection has ended after: " + line);
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).trim();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
