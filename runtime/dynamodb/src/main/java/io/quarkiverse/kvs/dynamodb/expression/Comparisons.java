package io.quarkiverse.kvs.dynamodb.expression;

import java.util.Set;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** How values compare (developer guide, "Condition and filter expressions, operators, and functions"). */
final class Comparisons {

    private Comparisons() {
    }

    /** Whether values of this type have an order. */
    static boolean isOrdered(AttributeType type) {
        return type == AttributeType.S || type == AttributeType.N || type == AttributeType.B;
    }

    /** Whether two values have one order: they are of the same type, which has one. */
    static boolean areOrdered(AttributeValue first, AttributeValue second) {
        return first != null && second != null && first.type() == second.type() && isOrdered(first.type());
    }

    /** Compares two that have an order: strings by their bytes in UTF-8, numbers by their value, bytes without a sign. */
    static int compare(AttributeValue first, AttributeValue second) {
        if (first instanceof AttributeValue.S string) {
            return compareUtf8(string.value(), ((AttributeValue.S) second).value());
        }
        if (first instanceof AttributeValue.N number) {
            return number.value().compareTo(((AttributeValue.N) second).value());
        }
        return ((AttributeValue.B) first).value().compareTo(((AttributeValue.B) second).value());
    }

    /** In the order of the bytes in UTF-8, which is that of the code points: surrogates sort behind all other characters. */
    private static int compareUtf8(String first, String second) {
        int shorter = Math.min(first.length(), second.length());
        for (int i = 0; i < shorter; i++) {
            char a = first.charAt(i);
            char b = second.charAt(i);
            if (a != b) {
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b) ? a - b : (surrogate ? 1 : -1);
            }
        }
        return first.length() - second.length();
    }

    /** Whether a value begins with another one, both being strings or bytes. */
    static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
        if (value instanceof AttributeValue.S string) {
            return prefix instanceof AttributeValue.S start && string.value().startsWith(start.value());
        }
        return value instanceof AttributeValue.B binary && prefix instanceof AttributeValue.B start
                && binary.value().startsWith(start.value());
    }

    /** Whether a string or bytes have others in them, a set an element of its type, or a list an element. */
    static boolean contains(AttributeValue value, AttributeValue part) {
        if (value instanceof AttributeValue.L list) {
            return list.values().contains(part);
        }
        if (part instanceof AttributeValue.S string) {
            return (value instanceof AttributeValue.S whole && whole.value().contains(string.value()))
                    || (value instanceof AttributeValue.SS set && set.values().contains(string.value()));
        }
        if (part instanceof AttributeValue.B binary) {
            return (value instanceof AttributeValue.B whole && whole.value().contains(binary.value()))
                    || (value instanceof AttributeValue.BS set && set.values().contains(binary.value()));
        }
        return part instanceof AttributeValue.N number && value instanceof AttributeValue.NS set
                && set.values().contains(number.value());
    }

    /** What the function {@code size} says; -1 if the value has no size. */
    static int size(AttributeValue value) {
        if (value instanceof AttributeValue.S string) {
            return string.value().length();
        }
        if (value instanceof AttributeValue.B binary) {
            return binary.value().length();
        }
        if (value instanceof AttributeValue.L list) {
            return list.values().size();
        }
        if (value instanceof AttributeValue.M map) {
            return map.values().size();
        }
        Set<?> set = elements(value);
        return set == null ? -1 : set.size();
    }

    /** The elements of a set; null if it is none. */
    static Set<?> elements(AttributeValue value) {
        if (value instanceof AttributeValue.SS strings) {
            return strings.values();
        }
        if (value instanceof AttributeValue.NS numbers) {
            return numbers.values();
        }
        return value instanceof AttributeValue.BS binaries ? binaries.values() : null;
    }
}
