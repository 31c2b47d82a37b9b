package io.quarkiverse.kvs.dynamodb.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The value of an attribute. Two are equal if DynamoDB says so: numbers by their value, sets in any order. An item is a
 * {@code Map<String, AttributeValue>}.
 * <p>
 * Immutable, and safe for use by several threads, as long as those who made it leave the collections alone.
 */
public sealed interface AttributeValue {

    AttributeType type();

    /** A string. */
    record S(String value) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.S;
        }
    }

    /** A number, as {@link Numbers} makes it: of up to 38 digits, without zeros at its end. */
    record N(BigDecimal value) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.N;
        }
    }

    /** Bytes. */
    record B(Binary value) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.B;
        }
    }

    /** True or false. */
    record Bool(boolean value) implements AttributeValue {
        public static final Bool TRUE = new Bool(true);
        public static final Bool FALSE = new Bool(false);

        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public AttributeType type() {
            return AttributeType.BOOL;
        }
    }

    /** Null, which is a value of its own: the attribute is there. */
    record Null() implements AttributeValue {
        public static final Null INSTANCE = new Null();

        @Override
        public AttributeType type() {
            return AttributeType.NULL;
        }
    }

    /** A list of values of any types. */
    record L(List<AttributeValue> values) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.L;
        }
    }

    /** A map of names to values of any types. */
    record M(Map<String, AttributeValue> values) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.M;
        }
    }

    /** A set of strings. It is not empty where it is stored. */
    record SS(Set<String> values) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.SS;
        }
    }

    /** A set of numbers, as {@link N} has them. */
    record NS(Set<BigDecimal> values) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.NS;
        }
    }

    /** A set of bytes. */
    record BS(Set<Binary> values) implements AttributeValue {
        @Override
        public AttributeType type() {
            return AttributeType.BS;
        }
    }
}
