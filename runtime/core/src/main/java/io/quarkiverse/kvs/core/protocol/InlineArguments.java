package io.quarkiverse.kvs.core.protocol;

import java.util.Arrays;

/**
 * Splits an inline command into its arguments, as Redis does: at blanks, except within quotes. Within double
 * quotes, {@code \n \r \t \b \a}, {@code \xhh} and an escaped character stand for a byte; within single quotes,
 * {@code \'} for a quote. A closing quote ends the argument.
 */
public final class InlineArguments {

    private final byte[] line;
    private final int end;
    private final byte[] text;
    private int at;
    private int size;

    private InlineArguments(byte[] array, int from, int to) {
        line = array;
        at = from;
        end = to;
        text = new byte[to - from];
    }

    /**
     * Adds the arguments of a line to a request, and completes it.
     *
     * @return false if a quote is not closed, or closed in the midst of an argument
     */
    public static boolean split(byte[] array, int from, int to, Request request) {
        InlineArguments arguments = new InlineArguments(array, from, to);
        while (arguments.skipBlanks()) {
            int start = arguments.size;
            if (!arguments.readOne()) {
                return false;
            }
            request.add(start, arguments.size - start);
        }
        request.complete(Arrays.copyOf(arguments.text, arguments.size), 0);
        return true;
    }

    private boolean skipBlanks() {
        while (at < end && isBlank(line[at])) {
            at++;
        }
        return at < end;
    }

    private boolean readOne() {
        while (at < end && !isBlank(line[at])) {
            byte b = line[at++];
            if (b == '"' || b == '\'') {
                return readQuoted(b) && (at == end || isBlank(line[at]));
            }
            text[size++] = b;
        }
        return true;
    }

    private boolean readQuoted(byte quote) {
        while (at < end) {
            byte b = line[at++];
            if (b == quote) {
                return true;
            }
            if (b == '\\' && at < end && (quote == '"' || line[at] == '\'')) {
                b = readEscaped(quote);
            }
            text[size++] = b;
        }
        return false;
    }

    private byte readEscaped(byte quote) {
        byte b = line[at++];
        if (quote == '\'') {
            return b;
        }
        if (b == 'x' && at + 1 < end && hex(line[at]) >= 0 && hex(line[at + 1]) >= 0) {
            at += 2;
            return (byte) (hex(line[at - 2]) << 4 | hex(line[at - 1]));
        }
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }

    /** What isspace() of C takes for one, and the zero byte. */
    private static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r' || b == 0;
    }
}
