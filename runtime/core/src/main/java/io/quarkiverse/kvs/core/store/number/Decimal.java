package io.quarkiverse.kvs.core.store.number;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Integers as Redis reads and writes them: plain decimal digits with a minus sign if negative, no blanks, no plus
 * sign, no leading zeros, within 64 bits. Nothing else is an integer.
 */
public final class Decimal {

    /** The digits of a long, and its sign. */
    private static final int MAX_LENGTH = 20;
    private static final int SAFE_DIGITS = 18;
    /** The digits of 0 to 99, two each. */
    private static final byte[] PAIRS = pairs();

    /** What {@link #parse} returns for anything else, and for the smallest long itself, which its text tells apart. */
    private static final long NOT_A_LONG = Long.MIN_VALUE;
    private static final byte[] MIN_LONG = Long.toString(Long.MIN_VALUE).getBytes(US_ASCII);

    private Decimal() {
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    public static boolean isLong(Bytes text) {
        return parse(text.array(), text.offset(), text.length()) != NOT_A_LONG
                || isMinLong(text.array(), text.offset(), text.length());
    }

    /**
     * The integer that some bytes are.
     *
     * @throws NumberFormatException if they are none
     */
    public static long parseLong(Bytes text) {
        return parseLong(text.array(), text.offset(), text.length());
    }

    /**
     * The integer that some bytes are.
     *
     * @throws NumberFormatException if they are none
     */
    public static long parseLong(byte[] array, int offset, int length) {
        long number = parse(array, offset, length);
        if (number == NOT_A_LONG && !isMinLong(array, offset, length)) {
            throw NotALongException.INSTANCE;
        }
        return number;
    }

    private static long parse(byte[] array, int offset, int length) {
        if (length < 1 || length > MAX_LENGTH) {
            return NOT_A_LONG;
        }
        int at = offset;
        int end = offset + length;
        boolean negative = array[at] == '-';
        if (negative) {
            at++;
        }
        if (at == end || array[at] == '0') {
            return length == 1 && !negative ? 0 : NOT_A_LONG;
        }
        // So many digits never exceed a long; whether more of them do, has to be asked.
        int safe = Math.min(end, at + SAFE_DIGITS);
        long number = 0;
        for (; at < safe; at++) {
            int digit = array[at] - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_LONG;
            }
            number = number * 10 + digit;
        }
        for (; at < end; at++) {
            int digit = array[at] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return NOT_A_LONG;
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }

    private static boolean isMinLong(byte[] array, int offset, int length) {
        return Arrays.equals(array, offset, offset + length, MIN_LONG, 0, MIN_LONG.length);
    }

    /** The length of a number in digits, its sign included. */
    public static int length(long number) {
        if (number < 0) {
            return number == Long.MIN_VALUE ? MIN_LONG.length : 1 + length(-number);
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && number >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /**
     * Writes a number in digits.
     *
     * @param length {@link #length(long)} of the number
     */
    public static void write(long number, int length, byte[] target, int offset) {
        if (number == Long.MIN_VALUE) {
            System.arraycopy(MIN_LONG, 0, target, offset, MIN_LONG.length);
            return;
        }
        long rest = Math.abs(number);
        int at = offset + length;
        // A division takes long: two digits with each, and in 32 bits as soon as they do.
        while (rest > Integer.MAX_VALUE) {
            long hundreds = rest / 100;
            at = writePair((int) (rest - hundreds * 100), target, at);
            rest = hundreds;
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundreds = small / 100;
            at = writePair(small - hundreds * 100, target, at);
            small = hundreds;
        }
        if (small >= 10) {
            writePair(small, target, at);
        } else {
            target[at - 1] = (byte) ('0' + small);
        }
        if (number < 0) {
            target[offset] = '-';
        }
    }

    private static int writePair(int pair, byte[] target, int end) {
        target[end - 2] = PAIRS[2 * pair];
        target[end - 1] = PAIRS[2 * pair + 1];
        return end - 2;
    }

    /** Thrown often, by clients' mistakes, and caught at once. */
    private static final class NotALongException extends NumberFormatException {

        private static final long serialVersionUID = 1L;
        private static final NotALongException INSTANCE = new NotALongException();

        private NotALongException() {
            super("not an integer");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
