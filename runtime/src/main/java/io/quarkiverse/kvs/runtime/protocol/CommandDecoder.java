package io.quarkiverse.kvs.runtime.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Finds the requests in the bytes of a connection: a state machine that stops wherever the bytes end and goes on there when
 * more have come, without looking at any byte twice.
 *
 * <pre>
 * *3 CRLF          so many lines follow
 * SET CRLF         the name of a command
 * A CRLF           its arguments
 * 100 CRLF
 * </pre>
 *
 * A line may also end in a bare LF. Empty lines between requests are ignored, so a person may press the enter key.
 * <p>
 * A request that exceeds a limit is read to its end, without keeping its bytes, and then {@link Result#REJECTED}: the stream
 * is in step, the connection goes on. If the first line is not a number of lines, nobody can tell where the next request
 * starts: {@link Result#BROKEN}.
 * <p>
 * An instance belongs to one connection.
 */
public final class CommandDecoder {

    /** What {@link #decode} found. */
    public enum Result {
        /** The bytes end within a request. */
        INCOMPLETE,
        /** A request; it stands in the {@link Request} that was passed. */
        REQUEST,
        /** A request that is not to be executed: {@link #error()} is the reply, then the next one may be decoded. */
        REJECTED,
        /** Not a request: {@link #error()} is the reply, and the connection is to be closed. */
        BROKEN
    }

    private enum State {
        /** The first line of a request: how many lines follow. */
        HEADER,
        /** The name of the command, or an argument. */
        LINE,
        /** The rest of a request that is too large. */
        SKIP
    }

    /** More than the longest valid first line, "*2147483647" CRLF. */
    static final int MAX_HEADER = 32;

    private final DecoderLimits limits;
    private final KeyPositions keys;
    /** No argument up to this length is too long. */
    private final int safeLength;

    private State state = State.HEADER;
    /** The lines of this request that have not been read to their end. */
    private int linesLeft;
    /** How many bytes of this request have been looked at. */
    private int scanned;
    /** Where the current line starts, counted from the first byte of the request. */
    private int lineStart;

    private int consumed;
    private String error;

    public CommandDecoder(DecoderLimits limits, KeyPositions keys) {
        this.limits = limits;
        this.keys = keys;
        this.safeLength = Math.min(limits.key(), limits.value());
    }

    /**
     * Looks for the next request.
     *
     * @param array holds bytes as they came, from the first one that {@link #consumed()} did not cover last time
     * @param from where these bytes start
     * @param to where they end
     * @param request receives the request; until it is complete, the same one is to be passed
     */
    public Result decode(byte[] array, int from, int to, Request request) {
        consumed = 0;
        while (true) {
            int start = from + consumed;
            Result result = switch (state) {
                case HEADER -> decodeHeader(array, start, to, request);
                case LINE -> decodeLine(array, start, to, request);
                case SKIP -> skip(array, start, to);
            };
            if (result != null) {
                return result;
            }
        }
    }

    /**
     * How many bytes, from the first one passed, the last call of {@link #decode} is done with. The rest is to be passed again,
     * with more behind it.
     */
    public int consumed() {
        return consumed;
    }

    /** The reply to what was rejected or broken; characters are bytes. */
    public String error() {
        return error;
    }

    // Each of these does one step: null when there is another one to do with the same bytes.

    private Result decodeHeader(byte[] array, int start, int to, Request request) {
        int lineEnd = indexOfLineFeed(array, start + scanned, Math.min(to, start + MAX_HEADER));
        if (lineEnd < 0) {
            if (to - start >= MAX_HEADER) {
                return broken(array, start, start + MAX_HEADER);
            }
            scanned = to - start;
            return Result.INCOMPLETE;
        }
        int textEnd = withoutCarriageReturn(array, start, lineEnd);
        if (textEnd == start) {
            scanned = 0;
            consumed += lineEnd + 1 - start;
            return null;
        }
        int lines = array[start] == '*' ? parseCount(array, start + 1, textEnd) : -1;
        if (lines < 1 || lines > limits.arguments()) {
            return broken(array, start, textEnd);
        }
        request.clear();
        linesLeft = lines;
        scanned = lineEnd + 1 - start;
        lineStart = scanned;
        state = State.LINE;
        return null;
    }

    private Result decodeLine(byte[] array, int start, int to, Request request) {
        int lineEnd = indexOfLineFeed(array, start + scanned, to);
        scanned = (lineEnd < 0 ? to : lineEnd + 1) - start;
        int textEnd = withoutCarriageReturn(array, start + lineStart, lineEnd < 0 ? to : lineEnd);
        int length = textEnd - start - lineStart;
        if (length > safeLength && exceedsLimit(array, start, length, request) || scanned > limits.request()) {
            error = tooLong(array, start, length, request);
            if (lineEnd >= 0) {
                linesLeft--;
            }
            consumed += scanned;
            state = State.SKIP;
            return null;
        }
        if (lineEnd < 0) {
            return Result.INCOMPLETE;
        }
        request.add(lineStart, length);
        lineStart = scanned;
        if (--linesLeft > 0) {
            return null;
        }
        request.complete(array, start);
        consumed += scanned;
        nextRequest();
        return Result.REQUEST;
    }

    private Result skip(byte[] array, int start, int to) {
        int at = start;
        while (linesLeft > 0) {
            int lineEnd = indexOfLineFeed(array, at, to);
            if (lineEnd < 0) {
                consumed += to - start;
                return Result.INCOMPLETE;
            }
            at = lineEnd + 1;
            linesLeft--;
        }
        consumed += at - start;
        nextRequest();
        return Result.REJECTED;
    }

    private void nextRequest() {
        state = State.HEADER;
        scanned = 0;
    }

    // Limits

    private boolean exceedsLimit(byte[] array, int start, int length, Request request) {
        return length > (limitedAsKey(array, start, request) ? limits.key() : limits.value());
    }

    private String tooLong(byte[] array, int start, int length, Request request) {
        if (!exceedsLimit(array, start, length, request)) {
            return "request too long: at most " + limits.request() + " bytes are allowed";
        }
        if (limitedAsKey(array, start, request)) {
            String what = request.count() == 0 ? "command name" : "key";
            return what + " too long: at most " + limits.key() + " bytes are allowed";
        }
        return "value too long: at most " + limits.value() + " bytes are allowed";
    }

    private boolean limitedAsKey(byte[] array, int start, Request request) {
        int argument = request.count();
        return argument == 0 || keys.isKey(array, start + request.relativeOffset(0), request.length(0), argument,
                argument + linesLeft);
    }

    private Result broken(byte[] array, int from, int to) {
        error = "expected *<number of lines> from *1 to *" + limits.arguments() + ", got " + printable(array, from, to);
        consumed += to - from;
        return Result.BROKEN;
    }

    // Bytes

    /** What came, for a message: bytes that are not printable ASCII as {@code \xhh}. */
    private static String printable(byte[] array, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(array, from, to - from, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append(String.format("\\x%02x", (int) c));
            }
        }
        return text.toString();
    }

    private static int indexOfLineFeed(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static int withoutCarriageReturn(byte[] array, int from, int to) {
        return to > from && array[to - 1] == '\r' ? to - 1 : to;
    }

    /** A number in plain decimal digits, without a sign or leading zeros, or -1. */
    private static int parseCount(byte[] array, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 10 || digits > 1 && array[from] == '0') {
            return -1;
        }
        long count = 0;
        for (int i = from; i < to; i++) {
            int digit = array[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            count = count * 10 + digit;
        }
        return count > Integer.MAX_VALUE ? -1 : (int) count;
    }
}
