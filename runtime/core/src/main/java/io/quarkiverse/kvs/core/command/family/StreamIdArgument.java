package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.StreamId;

/**
 * Ids of entries of streams, as clients write them: {@code 1526919030474-55}; {@code 1526919030474}, with a second number that
 * depends on the command; {@code -} and {@code +} for the lowest and the highest, where a command allows it; and with a bracket
 * in front for an end of a range that does not belong to it. Numbers are those of C's {@code strtoull}, as in Redis: with
 * blanks, signs and zeros in front.
 */
final class StreamIdArgument {

    private static final CommandException INVALID = new CommandException(
            "ERR Invalid stream ID specified as stream command argument");
    private static final CommandException INVALID_START = new CommandException("ERR invalid start ID for the interval");
    private static final CommandException INVALID_END = new CommandException("ERR invalid end ID for the interval");

    private static final int MAX_LENGTH = 127;
    /** So many digits never exceed a long. */
    private static final int SAFE_DIGITS = 18;

    private StreamIdArgument() {
    }

    /** An id; without a second number, that is 0. */
    static StreamId exact(CommandContext c, int argument) {
        StreamId id = parse(c.argument(argument), 0, true);
        if (id == null) {
            throw INVALID;
        }
        return id;
    }

    /** The same, or null where it is none. */
    static StreamId exactOrNull(CommandContext c, int argument) {
        return parse(c.argument(argument), 0, true);
    }

    /** The same; {@code -} and {@code +} are ids, too. */
    static StreamId any(CommandContext c, int argument) {
        StreamId id = parse(c.argument(argument), 0, false);
        if (id == null) {
            throw INVALID;
        }
        return id;
    }

    /** The first id of a range. */
    static StreamId start(CommandContext c, int argument) {
        Bytes text = c.argument(argument);
        if (!isExclusive(text)) {
            return any(c, argument);
        }
        StreamId id = behindBracket(text, 0);
        if (id.equals(StreamId.MAX)) {
            throw INVALID_START;
        }
        return id.next();
    }

    /** The last id of a range. */
    static StreamId end(CommandContext c, int argument) {
        Bytes text = c.argument(argument);
        if (isExclusive(text)) {
            StreamId id = behindBracket(text, -1);
            if (id.isZero()) {
                throw INVALID_END;
            }
            return id.previous();
        }
        StreamId id = parse(text, -1, false);
        if (id == null) {
            throw INVALID;
        }
        return id;
    }

    private static boolean isExclusive(Bytes text) {
        return text.length() > 1 && text.array()[text.offset()] == '(';
    }

    private static StreamId behindBracket(Bytes text, long missing) {
        StreamId id = parse(new Bytes().show(text.array(), text.offset() + 1, text.length() - 1), missing, true);
        if (id == null) {
            throw INVALID;
        }
        return id;
    }

    /** The milliseconds of an id whose second number is to be found: {@code 1526919030474-*}; or null if it is no such one. */
    static StreamId withoutSequence(Bytes text) {
        int length = text.length();
        if (length < 3 || length > MAX_LENGTH || text.array()[text.offset() + length - 2] != '-'
                || text.array()[text.offset() + length - 1] != '*') {
            return null;
        }
        String ms = text.latin1().substring(0, length - 2);
        Long number = ms.indexOf('-') >= 0 || ms.indexOf('\0') >= 0 ? null : unsigned(ms);
        return number == null ? null : new StreamId(number, 0);
    }

    /**
     * @param missing the second number where there is none
     * @param strict whether {@code -} and {@code +} are none
     */
    private static StreamId parse(Bytes text, long missing, boolean strict) {
        byte[] array = text.array();
        int end = text.offset() + text.length();
        int dash = digits(array, text.offset(), end);
        if (dash == end && dash - text.offset() <= SAFE_DIGITS && dash > text.offset()) {
            return new StreamId(number(array, text.offset(), dash), missing);
        }
        if (dash < end && dash > text.offset() && dash - text.offset() <= SAFE_DIGITS && array[dash] == '-'
                && digits(array, dash + 1, end) == end && end > dash + 1 && end - dash <= SAFE_DIGITS) {
            return new StreamId(number(array, text.offset(), dash), number(array, dash + 1, end));
        }
        return parseAny(text, missing, strict);
    }

    private static int digits(byte[] array, int from, int end) {
        int at = from;
        while (at < end && array[at] >= '0' && array[at] <= '9') {
            at++;
        }
        return at;
    }

    private static long number(byte[] array, int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            number = number * 10 + array[i] - '0';
        }
        return number;
    }

    private static StreamId parseAny(Bytes text, long missing, boolean strict) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        String word = text.latin1();
        if (word.indexOf('\0') >= 0) {
            word = word.substring(0, word.indexOf('\0'));
        }
        if (word.equals("-") || word.equals("+")) {
            return strict ? null : word.equals("-") ? StreamId.MIN : StreamId.MAX;
        }
        int dash = word.indexOf('-');
        Long ms = unsigned(dash < 0 ? word : word.substring(0, dash));
        Long seq = dash < 0 ? Long.valueOf(missing) : unsigned(word.substring(dash + 1));
        return ms == null || seq == null ? null : new StreamId(ms, seq);
    }

    /** The number that C's {@code strtoull} reads, or null. */
    private static Long unsigned(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) >= '\t' && text.charAt(at) <= '\r')) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        int from = negative || at < text.length() && text.charAt(at) == '+' ? at + 1 : at;
        String digits = text.substring(from);
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return null;
        }
        // What is written in the plain way is read as a signed number, of which there are no negative ones.
        if (negative && at == 0 && digits.charAt(0) != '0' && isSigned(digits)) {
            return null;
        }
        try {
            long number = Long.parseUnsignedLong(digits);
            return negative ? Long.valueOf(-number) : Long.valueOf(number);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isSigned(String digits) {
        try {
            Long.parseLong("-" + digits);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
