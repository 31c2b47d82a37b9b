package io.quarkiverse.kvs.core.protocol;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * Finds the requests in the bytes of a connection: a state machine that stops wherever the bytes end and goes on there when
 * more have come.
 *
 * <pre>
 * line protocol    RESP          RESP inline
 *
 * *3 CRLF          *3 CRLF       SET A 100 CRLF
 * SET CRLF         $3 CRLF
 * A CRLF           SET CRLF
 * 100 CRLF         $1 CRLF
 *                  A CRLF
 *                  $3 CRLF
 *                  100 CRLF
 * </pre>
 *
 * Each request tells for itself which of these it is: what starts with a star is RESP if a dollar sign comes first in the
 * second line, else the line protocol; anything else is an inline command of RESP. Lines may end in a bare LF. Empty lines
 * between requests are ignored.
 * <p>
 * A request that exceeds a limit is read to its end, without keeping its bytes, and then {@link Result#REJECTED}: the stream
 * is in step, the connection goes on. If it is unknown where the next request starts, it is {@link Result#BROKEN}.
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
        /** Nothing of a request has been seen. */
        START,
        /** The line with the star: how many arguments there are. */
        HEADER,
        /** The byte that tells the line protocol from RESP. */
        DETECT,
        /** An argument in the line protocol. */
        LINE,
        /** An argument in RESP: its length, and its bytes. */
        BULK,
        /** A whole request in one line. */
        INLINE,
        /** The rest of a request in the line protocol that is too large. */
        SKIP_LINES,
        /** The rest of a request in RESP that is too large. */
        SKIP_BULKS
    }

    /** More than the longest valid first line, "*2147483647" CRLF. */
    static final int MAX_HEADER = 32;
    /** More digits than any length that is allowed. */
    private static final int MAX_DIGITS = 12;
    /** The longest inline command, as in Redis. */
    static final int MAX_INLINE = 64 * 1024;
    /** What clients may send before they have told the password, as in Redis. */
    static final int MAX_ARGUMENTS_UNAUTHENTICATED = 10;
    static final int MAX_LENGTH_UNAUTHENTICATED = 16 * 1024;

    /** In the place of a number that is none. */
    private static final long NO_COUNT = Long.MIN_VALUE;

    private final KeyPositions keys;
    private DecoderLimits limits;
    /** No argument up to this length is too long. */
    private int safeLength;
    private boolean authenticated = true;

    private State state = State.START;
    /** The arguments of this request that have not been read to their end. */
    private int argumentsLeft;
    /** How many bytes of this request are done with. */
    private int scanned;
    /** Where the current line starts, counted from the first byte of the request. */
    private int lineStart;
    /** The bytes of the current argument that are still to be skipped. */
    private long bytesToSkip;
    /** Whether the last request was RESP: then mistakes in the first line of the next one are answered as Redis does. */
    private boolean resp;

    private int consumed;
    private int missing;
    private String error;

    public CommandDecoder(DecoderLimits limits, KeyPositions keys) {
        this.keys = keys;
        limits(limits);
    }

    /** Sets what the following requests may be at most. */
    public void limits(DecoderLimits limits) {
        this.limits = limits;
        this.safeLength = Math.min(limits.key(), limits.value());
    }

    /** Sets whether the client has told the password: until then, it may send short requests only. */
    public void authenticated(boolean yes) {
        authenticated = yes;
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
        missing = 0;
        while (true) {
            int start = from + consumed;
            Result result = switch (state) {
                case START -> decodeStart(array, start, to);
                case HEADER -> decodeHeader(array, start, to, request);
                case DETECT -> decodeDialect(array, start, to, request);
                case LINE -> decodeLine(array, start, to, request);
                case BULK -> decodeBulks(array, start, to, request);
                case INLINE -> decodeInline(array, start, to, request);
                case SKIP_LINES -> skipLines(array, start, to);
                case SKIP_BULKS -> skipBulks(array, start, to);
            };
            if (result != null) {
                return result;
            }
        }
    }

    /** Forgets what has been seen of the next request: its bytes will be passed again, from the first one on. */
    public void restart() {
        nextRequest();
    }

    /**
     * How many bytes, from the first one passed, the last call of {@link #decode} is done with. The rest is to be passed again,
     * with more behind it.
     */
    public int consumed() {
        return consumed;
    }

    /**
     * How many bytes at least, behind those passed, are still to come of a request that is {@link Result#INCOMPLETE}; 0 where
     * it is unknown. It is what the client announces, within the limits: perhaps it never sends so many.
     */
    public int missing() {
        return missing;
    }

    /** The reply to what was rejected or broken; characters are bytes. */
    public String error() {
        return error;
    }

    /** Whether {@link #error()} is to be spelled in RESP. */
    public boolean isResp() {
        return resp;
    }

    // Each of these does one step: null when there is another one to do with the same bytes.

    private Result decodeStart(byte[] array, int start, int to) {
        if (start == to) {
            return Result.INCOMPLETE;
        }
        state = array[start] == '*' ? State.HEADER : State.INLINE;
        return null;
    }

    private Result decodeHeader(byte[] array, int start, int to, Request request) {
        int lineEnd = indexOfLineFeed(array, start + scanned, Math.min(to, start + MAX_HEADER));
        if (lineEnd < 0) {
            if (to - start >= MAX_HEADER) {
                return brokenHeader(array, start, start + MAX_HEADER);
            }
            scanned = to - start;
            return Result.INCOMPLETE;
        }
        int textEnd = withoutCarriageReturn(array, start, lineEnd);
        long count = parseCount(array, start + 1, textEnd);
        if (resp && count <= 0 && count != NO_COUNT) {
            // Redis takes no notice of it.
            consumed += lineEnd + 1 - start;
            nextRequest();
            return null;
        }
        if (count < 1 || count > limits.arguments()) {
            return brokenHeader(array, start, textEnd);
        }
        if (!authenticated && count > MAX_ARGUMENTS_UNAUTHENTICATED) {
            return broken("unauthenticated multibulk length");
        }
        request.clear();
        argumentsLeft = (int) count;
        scanned = lineEnd + 1 - start;
        lineStart = scanned;
        state = State.DETECT;
        return null;
    }

    private Result decodeDialect(byte[] array, int start, int to, Request request) {
        if (start + scanned == to) {
            return Result.INCOMPLETE;
        }
        resp = array[start + scanned] == '$';
        request.resp(resp);
        state = resp ? State.BULK : State.LINE;
        return null;
    }

    private Result decodeLine(byte[] array, int start, int to, Request request) {
        int lineEnd = indexOfLineFeed(array, start + scanned, to);
        scanned = (lineEnd < 0 ? to : lineEnd + 1) - start;
        int textEnd = withoutCarriageReturn(array, start + lineStart, lineEnd < 0 ? to : lineEnd);
        int length = textEnd - start - lineStart;
        if (!authenticated && length > MAX_LENGTH_UNAUTHENTICATED) {
            return broken("unauthenticated line length");
        }
        if (isTooLong(array, start, length, request)) {
            if (lineEnd >= 0) {
                argumentsLeft--;
            }
            consumed += scanned;
            state = State.SKIP_LINES;
            return null;
        }
        if (lineEnd < 0) {
            return Result.INCOMPLETE;
        }
        request.add(lineStart, length);
        lineStart = scanned;
        if (--argumentsLeft > 0) {
            return null;
        }
        return complete(array, start, request);
    }

    private Result decodeBulks(byte[] array, int start, int to, Request request) {
        do {
            int at = start + scanned;
            if (at == to) {
                return Result.INCOMPLETE;
            }
            if (array[at] != '$') {
                return broken("expected '$', got '" + (char) (array[at] & 0xff) + "'");
            }
            int digit = at + 1;
            long length = 0;
            while (digit < to && array[digit] >= '0' && array[digit] <= '9' && digit - at < MAX_DIGITS) {
                length = length * 10 + (array[digit++] - '0');
            }
            if (digit == to || array[digit] == '\r' && digit + 1 == to) {
                return Result.INCOMPLETE;
            }
            int bytes = digit + 2;
            if (digit == at + 1 || array[digit] != '\r' || array[bytes - 1] != '\n' || array[at + 1] == '0' && digit > at + 2
                    || length > limits.value()) {
                return broken("invalid bulk length");
            }
            if (!authenticated && length > MAX_LENGTH_UNAUTHENTICATED) {
                return broken("unauthenticated bulk length");
            }
            if (length > to - bytes - 2 || length > safeLength || bytes - start + length > limits.request()) {
                // Not all there, or perhaps too long.
                scanned = bytes - start;
                boolean tooLong = isTooLong(array, start, (int) length, request);
                scanned = at - start;
                if (tooLong) {
                    consumed += bytes - start;
                    bytesToSkip = length + 2;
                    state = State.SKIP_BULKS;
                    return null;
                }
                if (length > to - bytes - 2) {
                    missing = (int) Math.min(length + 2 - (to - bytes), Integer.MAX_VALUE);
                    return Result.INCOMPLETE;
                }
            }
            request.add(bytes - start, (int) length);
            scanned = bytes + (int) length + 2 - start;
        } while (--argumentsLeft > 0);
        return complete(array, start, request);
    }

    private Result decodeInline(byte[] array, int start, int to, Request request) {
        int lineEnd = indexOfLineFeed(array, start + scanned, Math.min(to, start + MAX_INLINE + 2));
        if (lineEnd < 0) {
            if (to - start >= MAX_INLINE + 2) {
                resp = true;
                return broken("too big inline request");
            }
            scanned = to - start;
            return Result.INCOMPLETE;
        }
        int textEnd = withoutCarriageReturn(array, start, lineEnd);
        consumed += lineEnd + 1 - start;
        nextRequest();
        if (textEnd == start) {
            return null;
        }
        resp = true;
        request.clear();
        request.resp(true);
        if (!InlineArguments.split(array, start, textEnd, request)) {
            return broken("unbalanced quotes in request");
        }
        return request.count() == 0 ? null : Result.REQUEST;
    }

    private Result skipLines(byte[] array, int start, int to) {
        int at = start;
        while (argumentsLeft > 0) {
            int lineEnd = indexOfLineFeed(array, at, to);
            if (lineEnd < 0) {
                consumed += to - start;
                return Result.INCOMPLETE;
            }
            at = lineEnd + 1;
            argumentsLeft--;
        }
        consumed += at - start;
        nextRequest();
        return Result.REJECTED;
    }

    private Result skipBulks(byte[] array, int start, int to) {
        int at = start;
        while (true) {
            int skipped = (int) Math.min(bytesToSkip, to - at);
            bytesToSkip -= skipped;
            at += skipped;
            consumed += skipped;
            if (bytesToSkip > 0) {
                return Result.INCOMPLETE;
            }
            if (--argumentsLeft == 0) {
                nextRequest();
                return Result.REJECTED;
            }
            int lineEnd = indexOfLineFeed(array, at, Math.min(to, at + MAX_HEADER));
            if (lineEnd < 0 && to - at < MAX_HEADER) {
                // Next time it goes on with the length of the next argument.
                argumentsLeft++;
                return Result.INCOMPLETE;
            }
            long length = lineEnd < 0 || array[at] != '$' || array[lineEnd - 1] != '\r' ? NO_COUNT
                    : parseCount(array, at + 1, lineEnd - 1);
            if (length < 0 || length > limits.value()) {
                return broken("invalid bulk length");
            }
            consumed += lineEnd + 1 - at;
            at = lineEnd + 1;
            bytesToSkip = length + 2;
        }
    }

    private Result complete(byte[] array, int start, Request request) {
        request.complete(array, start);
        consumed += scanned;
        nextRequest();
        return Result.REQUEST;
    }

    private void nextRequest() {
        state = State.START;
        scanned = 0;
    }

    // Limits

    /** Whether the current argument, or the whole request, is too long; {@link #scanned} covers what there is of them. */
    private boolean isTooLong(byte[] array, int start, int length, Request request) {
        // In RESP, the length is known before the bytes are there.
        long size = resp ? (long) scanned + length : scanned;
        if (length <= safeLength && size <= limits.request()) {
            return false;
        }
        int argument = request.count();
        boolean asKey = argument == 0 || keys.isKey(array, start + request.relativeOffset(0), request.length(0), argument,
                argument + argumentsLeft);
        int limit = asKey ? limits.key() : limits.value();
        if (length > limit) {
            error = prefix() + (argument == 0 ? "command name" : asKey ? "key" : "value") + " too long: at most " + limit
                    + " bytes are allowed";
            return true;
        }
        if (size > limits.request()) {
            error = prefix() + "request too long: at most " + limits.request() + " bytes are allowed";
            return true;
        }
        return false;
    }

    private String prefix() {
        return resp ? "ERR " : "";
    }

    private Result brokenHeader(byte[] array, int from, int to) {
        if (resp) {
            return broken("invalid multibulk length");
        }
        error = "ERR Protocol error: invalid multibulk length, expected *<number of lines> from *1 to *" + limits.arguments()
                + ", got " + printable(array, from, to);
        return Result.BROKEN;
    }

    private Result broken(String why) {
        error = "ERR Protocol error: " + why;
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

    /** An integer as Redis writes it, or {@link #NO_COUNT}. */
    private static long parseCount(byte[] array, int from, int to) {
        try {
            return Decimal.parseLong(array, from, to - from);
        } catch (NumberFormatException e) {
            return NO_COUNT;
        }
    }
}
