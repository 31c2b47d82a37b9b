package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

import io.quarkiverse.kvs.core.protocol.Request;

/** Requests as they are sent: arrays of bulk strings, in RESP. */
final class RequestBytes {

    private RequestBytes() {
    }

    /** @param words with a character for each byte, as settings have them */
    static byte[] of(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(ISO_8859_1);
        }
        return of(Request.resp(bytes));
    }

    static byte[] of(Request request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(request.length() + 16 * request.count() + 16);
        line(out, '*', request.count());
        for (int i = 0; i < request.count(); i++) {
            int length = request.length(i);
            line(out, '$', length);
            out.write(request.array(), request.offset(i), length);
            out.write('\r');
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static void line(ByteArrayOutputStream out, char type, int number) {
        out.writeBytes((type + Integer.toString(number) + "\r\n").getBytes(US_ASCII));
    }
}
