package io.quarkiverse.kvs.core.command.family;

import java.util.Arrays;
import java.util.Comparator;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/**
 * The order that SORT puts elements in: by themselves, or by what a pattern finds for each of them; as numbers, or byte by
 * byte.
 */
final class SortOrder {

    private static final CommandException NOT_A_NUMBER = new CommandException(
            "ERR One or more scores can't be converted into double");
    /** Where there is nothing to sort by, the number is 0, and the text comes before all others. */
    private static final Comparator<Element> BY_NUMBER = SortOrder::compareNumbers;
    private static final Comparator<Element> BY_TEXT = Comparator.comparing(element -> element.text,
            Comparator.nullsFirst(Arrays::compareUnsigned));

    /** An element with what it is sorted by: one of them. */
    static final class Element {
        final byte[] bytes;
        private byte[] text;
        private double number;

        private Element(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final boolean alphabetic;
    private final SortPattern by;
    private final Comparator<Element> comparator;

    /** @param by finds what to sort by, or null for the elements themselves */
    SortOrder(boolean alphabetic, SortPattern by, boolean descending) {
        this.alphabetic = alphabetic;
        this.by = by;
        Comparator<Element> ascending = alphabetic ? BY_TEXT : BY_NUMBER;
        comparator = descending ? ascending.reversed() : ascending;
    }

    /** Compares elements once they are {@link #weigh weighed}. */
    Comparator<Element> comparator() {
        return comparator;
    }

    /** Finds what an element is sorted by. */
    Element weigh(Reader reader, byte[] bytes) {
        Element element = new Element(bytes);
        if (by == null && alphabetic) {
            element.text = bytes;
            return element;
        }
        Bytes weight = by == null ? new Bytes().show(bytes) : by.find(reader, bytes);
        if (weight != null && alphabetic) {
            element.text = weight.copy();
        } else if (weight != null) {
            element.number = number(weight);
        }
        return element;
    }

    /** Elements of the same number in the order of their bytes. */
    private static int compareNumbers(Element one, Element other) {
        if (one.number == other.number) {
            return Arrays.compareUnsigned(one.bytes, other.bytes);
        }
        return one.number < other.number ? -1 : 1;
    }

    /** A number as strtod of C reads it: nothing at all is 0, blanks may stand in front, and a zero byte ends it. */
    private static double number(Bytes text) {
        byte[] array = text.array();
        int from = text.offset();
        int to = from;
        while (to < text.offset() + text.length() && array[to] != 0) {
            to++;
        }
        if (from == to) {
            return 0;
        }
        while (from < to && (array[from] == ' ' || array[from] >= '\t' && array[from] <= '\r')) {
            from++;
        }
        try {
            Bytes digits = new Bytes().show(array, from, to - from);
            double number = FloatingPoint.parse(digits);
            if (Math.abs(number) < Double.MIN_NORMAL && !isZero(digits)) {
                throw NOT_A_NUMBER;
            }
            return number;
        } catch (NumberFormatException e) {
            throw NOT_A_NUMBER;
        }
    }

    /** Whether a number is 0 as it is written, and has not become so, or nearly so, because it is too small for a double. */
    private static boolean isZero(Bytes digits) {
        for (int i = 0; i < digits.length(); i++) {
            byte digit = digits.array()[digits.offset() + i];
            if (digit == 'e' || digit == 'E') {
                return true;
            }
            if (digit >= '1' && digit <= '9') {
                return false;
            }
        }
        return true;
    }
}
