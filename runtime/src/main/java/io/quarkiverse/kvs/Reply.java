package io.quarkiverse.kvs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The reply to a command of {@link KeyValueStore#execute}: one of the types of RESP3, which is the one that Redis would use
 * there.
 * <p>
 * The methods here read the usual types without asking which it is; each throws an {@link IllegalStateException}
 * if the reply is of a type that cannot be read so. Immutable, except for the arrays of bytes.
 */
public sealed interface Reply {

    /** A short word such as {@code OK}. */
    record Status(String text) implements Reply {
    }

    /** A value. */
    record Bulk(byte[] bytes) implements Reply {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bulk bulk && java.util.Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + asString() + "]";
        }
    }

    record Int(long value) implements Reply {
    }

    /** A number with a fraction, or infinite. */
    record Decimal(double value) implements Reply {
    }

    record Bool(boolean value) implements Reply {
    }

    /** There is no value: the key does not exist, for example. */
    record Nil() implements Reply {
    }

    record Array(List<Reply> elements) implements Reply {
    }

    /** Different replies, in no order. */
    record Set(List<Reply> elements) implements Reply {
    }

    /** Pairs of replies, in the order of the reply. */
    record Pairs(Map<Reply, Reply> entries) implements Reply {
    }

    /** An error within a reply that as a whole is none, in Redis's words. */
    @SuppressWarnings("JavaLangClash") // as RESP calls it
    record Error(String message) implements Reply {
    }

    /** Whether there is no value. */
    default boolean isNil() {
        return this instanceof Nil;
    }

    /** A value or a status as text, decoded as UTF-8; numbers in digits; null if there is no value. */
    default @Nullable String asString() {
        if (this instanceof Bulk bulk) {
            return new String(bulk.bytes, StandardCharsets.UTF_8);
        }
        if (this instanceof Status status) {
            return status.text;
        }
        if (this instanceof Int number) {
            return Long.toString(number.value);
        }
        if (this instanceof Decimal number) {
            return Double.toString(number.value);
        }
        if (this instanceof Nil) {
            return null;
        }
        throw new IllegalStateException("not text: " + this);
    }

    /** The bytes of a value; null if there is none. */
    default byte @Nullable [] asBytes() {
        if (this instanceof Bulk bulk) {
            return bulk.bytes;
        }
        if (this instanceof Nil) {
            return null;
        }
        throw new IllegalStateException("not a value: " + this);
    }

    /** An integer, also where it comes as a value in digits. */
    default long asLong() {
        if (this instanceof Int number) {
            return number.value;
        }
        if (this instanceof Bool bool) {
            return bool.value ? 1 : 0;
        }
        if (this instanceof Bulk) {
            try {
                return Long.parseLong(asString());
            } catch (NumberFormatException e) {
                throw new IllegalStateException("not an integer: " + this, e);
            }
        }
        throw new IllegalStateException("not an integer: " + this);
    }

    /** A number, also where it comes as a value in digits. */
    default double asDouble() {
        if (this instanceof Decimal number) {
            return number.value;
        }
        if (this instanceof Bulk) {
            try {
                return Double.parseDouble(asString());
            } catch (NumberFormatException e) {
                throw new IllegalStateException("not a number: " + this, e);
            }
        }
        return asLong();
    }

    /** The elements of an array or a set. */
    default List<Reply> asList() {
        if (this instanceof Array array) {
            return array.elements;
        }
        if (this instanceof Set set) {
            return set.elements;
        }
        throw new IllegalStateException("not a list: " + this);
    }

    /** Pairs of replies. */
    default Map<Reply, Reply> asMap() {
        if (this instanceof Pairs pairs) {
            return pairs.entries;
        }
        throw new IllegalStateException("not pairs: " + this);
    }
}
