package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * How many bytes Redis would take in a listpack: for what depends on that, such as where a node of a stream ends. {@code
 * ListpackWriter} shows the format.
 */
public final class ListpackSize {

    /** A listpack without elements. */
    static final int EMPTY = 7;
    private static final int MAX_BACKWARD = 5;
    private static final int MAX_DIGITS = 20;

    private ListpackSize() {
    }

    /** Whether it would be stored as an integer, and may be stored as one here. */
    static boolean isInteger(Bytes element) {
        int length = element.length();
        return length > 0 && length <= MAX_DIGITS && element.array()[element.offset()] <= '9' && Decimal.isLong(element);
    }

    static int of(Bytes element) {
        return isInteger(element) ? of(Decimal.parseLong(element)) : ofString(element.length());
    }

    static int ofString(int length) {
        int bytes = length + (length < 1 << 6 ? 1 : length < 1 << 12 ? 2 : 5);
        return bytes + backwardLength(bytes);
    }

    static int of(long number) {
        if (number >= 0 && number < 1 << 7) {
            return 2;
        }
        return (fits(number, 13) ? 2 : fits(number, 16) ? 3 : fits(number, 24) ? 4 : fits(number, 32) ? 5 : 9) + 1;
    }

    private static boolean fits(long number, int bits) {
        return number >> bits - 1 == number >> Long.SIZE - 1;
    }

    /**
     * The number of bytes that tell a length backwards. From 16383 on, Redis takes one more for what would just fit.
     */
    public static int backwardLength(int length) {
        if (length < 1 << 7) {
            return 1;
        }
        int bytes = 2;
        while (bytes < MAX_BACKWARD && length >= (1 << 7 * bytes) - 1) {
            bytes++;
        }
        return bytes;
    }
}
