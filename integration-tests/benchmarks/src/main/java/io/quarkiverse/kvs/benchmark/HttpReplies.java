package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** Responses of HTTP/1.1 with a length, or in chunks. Everything but 200 is an error. */
final class HttpReplies implements Replies {

    private static final byte[] HEAD_END = { '\r', '\n', '\r', '\n' };
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);
    /** Of the first line: HTTP/1.1 200 */
    private static final int STATUS = 9;

    @Override
    public int endOfReply(ByteBuffer bytes, int from) {
        int body = indexOf(bytes, from, bytes.position(), HEAD_END);
        if (body < 0) {
            return -1;
        }
        body += HEAD_END.length;
        int length = indexOf(bytes, from, body, LENGTH);
        if (length < 0) {
            int end = indexOf(bytes, body - 2, bytes.position(), LAST_CHUNK);
            return end < 0 ? -1 : end + LAST_CHUNK.length;
        }
        int end = body + number(bytes, length + LENGTH.length);
        return end <= bytes.position() ? end : -1;
    }

    @Override
    public boolean isError(ByteBuffer bytes, int from) {
        return bytes.get(from + STATUS) != '2';
    }

    /** In small letters or not. */
    private static int indexOf(ByteBuffer bytes, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && small(bytes.get(i + matched)) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private static int small(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    private static int number(ByteBuffer bytes, int from) {
        int at = from;
        while (bytes.get(at) == ' ') {
            at++;
        }
        int number = 0;
        for (; bytes.get(at) >= '0' && bytes.get(at) <= '9'; at++) {
            number = number * 10 + bytes.get(at) - '0';
        }
        return number;
    }
}
