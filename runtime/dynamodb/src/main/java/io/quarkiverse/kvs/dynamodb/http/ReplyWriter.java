package io.quarkiverse.kvs.dynamodb.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends replies, with the headers that all of them have. Safe for use by many threads. */
final class ReplyWriter {

    private record Stamp(long second, String text) {
    }

    private static final CharSequence SERVER = HttpHeaders.createOptimized("Server");
    private static final CharSequence REQUEST = HttpHeaders.createOptimized("x-amzn-RequestId");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence SUM = HttpHeaders.createOptimized("x-amz-crc32");

    private final Clock clock;
    private volatile Stamp stamp = new Stamp(-1, null);

    ReplyWriter(Clock clock) {
        this.clock = clock;
    }

    /** On the request's event loop. */
    void write(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        byte[] body = reply.body();
        if (reply.contentType() != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType());
            if (isGzipAsked(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
                body = gzip(body);
                response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
            }
        }
        // Of the bytes as they are sent: compressed ones, if they are.
        CRC32 sum = new CRC32();
        sum.update(body);
        response.setStatusCode(reply.status())
                .putHeader(SERVER, SERVER)
                .putHeader(HttpHeaders.DATE, date())
                .putHeader(REQUEST, RequestId.next())
                .putHeader(SUM, Long.toString(sum.getValue()))
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                .end(Buffer.buffer(body));
    }

    /** Named, and not with a quality of zero. */
    static boolean isGzipAsked(String header) {
        if (header == null) {
            return false;
        }
        for (String each : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = each.split(";");
            if (parts.length > 0 && parts[0].trim().equals("gzip")) {
                return parts.length == 1 || !parts[1].trim().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2 + 32);
        try (GZIPOutputStream to = new GZIPOutputStream(bytes)) {
            to.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Clients set their clocks by it, if a signature is too old. */
    String date() {
        Instant now = clock.instant();
        Stamp last = stamp;
        if (last.second != now.getEpochSecond()) {
            last = new Stamp(now.getEpochSecond(), httpDate(now));
            stamp = last;
        }
        return last.text;
    }

    /** With two digits for each day, as HTTP has it (RFC 9110, 5.6.7); the formatter gives the first nine one. */
    static String httpDate(Instant instant) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
        int day = "Sun, ".length();
        return date.charAt(day + 1) == ' ' ? date.substring(0, day) + '0' + date.substring(day) : date;
    }
}
