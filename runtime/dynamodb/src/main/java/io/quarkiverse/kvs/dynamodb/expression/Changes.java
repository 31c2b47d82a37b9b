package io.quarkiverse.kvs.dynamodb.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/** The kinds of changes that updates make. */
public final class Changes {

    private static final String WRONG_TYPE = "An operand in the update expression has an incorrect data type";

    private Changes() {
    }

    /** Puts a value there. */
    public static Change set(UpdateValue value) {
        return new SetTo(value);
    }

    /** Takes it away. */
    public static Change remove() {
        return new Remove();
    }

    /** Adds a number, or elements to a set; what is not there is zero, or an empty set. */
    public static Change add(AttributeValue value) {
        return add(value, WRONG_TYPE);
    }

    /**
     * The same, and for lists, too.
     *
     * @param mismatch the text of the error for a value of another type
     */
    public static Change add(AttributeValue value, String mismatch) {
        return new Add(value, mismatch);
    }

    /** Takes elements from a set, which is gone when it is empty. */
    public static Change delete(AttributeValue value) {
        return delete(value, WRONG_TYPE);
    }

    /** @param mismatch the text of the error for a value of another type */
    public static Change delete(AttributeValue value, String mismatch) {
        return new Delete(value, mismatch);
    }

    record SetTo(UpdateValue value) implements Change {
        @Override
        public AttributeValue apply(AttributeValue before, Map<String, AttributeValue> item) {
            return value.valueIn(item);
        }

        @Override
        public AttributeType knownType() {
            return value.knownType();
        }
    }

    record Remove() implements Change {
        @Override
        public AttributeValue apply(AttributeValue before, Map<String, AttributeValue> item) {
            return null;
        }

        @Override
        public AttributeType knownType() {
            return null;
        }
    }

    /** @param mismatch the text of the error for a value of another type */
    record Add(AttributeValue value, String mismatch) implements Change {
        @Override
        public AttributeValue apply(AttributeValue before, Map<String, AttributeValue> item) {
            if (before == null) {
                return value;
            }
            if (before.type() != value.type()) {
                throw DynamoDbException.validation(mismatch);
            }
            if (before instanceof AttributeValue.N number) {
                return new AttributeValue.N(Numbers.add(number.value(), ((AttributeValue.N) value).value()));
            }
            if (before instanceof AttributeValue.L list) {
                List<AttributeValue> values = new ArrayList<>(list.values());
                values.addAll(((AttributeValue.L) value).values());
                return new AttributeValue.L(values);
            }
            return union(before);
        }

        private AttributeValue union(AttributeValue before) {
            if (before instanceof AttributeValue.SS strings) {
                return new AttributeValue.SS(both(strings.values(), ((AttributeValue.SS) value).values()));
            }
            if (before instanceof AttributeValue.NS numbers) {
                return new AttributeValue.NS(both(numbers.values(), ((AttributeValue.NS) value).values()));
            }
            return new AttributeValue.BS(both(((AttributeValue.BS) before).values(), ((AttributeValue.BS) value).values()));
        }

        private static <T> Set<T> both(Set<T> first, Set<T> second) {
            Set<T> both = new LinkedHashSet<>(first);
            both.addAll(second);
            return both;
        }

        @Override
        public AttributeType knownType() {
            return value.type();
        }
    }

    /** @param mismatch the text of the error for a value of another type */
    record Delete(AttributeValue value, String mismatch) implements Change {
        @Override
        public AttributeValue apply(AttributeValue before, Map<String, AttributeValue> item) {
            if (before == null) {
                return null;
            }
            if (before.type() != value.type()) {
                throw DynamoDbException.validation(mismatch);
            }
            if (before instanceof AttributeValue.SS strings) {
                Set<String> rest = without(strings.values(), ((AttributeValue.SS) value).values());
                return rest.isEmpty() ? null : new AttributeValue.SS(rest);
            }
            if (before instanceof AttributeValue.NS numbers) {
                Set<BigDecimal> rest = without(numbers.values(), ((AttributeValue.NS) value).values());
                return rest.isEmpty() ? null : new AttributeValue.NS(rest);
            }
            Set<Binary> rest = without(((AttributeValue.BS) before).values(),
                    ((AttributeValue.BS) value).values());
            return rest.isEmpty() ? null : new AttributeValue.BS(rest);
        }

        private static <T> Set<T> without(Set<T> all, Set<T> some) {
            Set<T> rest = new LinkedHashSet<>(all);
            rest.removeAll(some);
            return rest;
        }

        @Override
        public AttributeType knownType() {
            return value.type();
        }
    }
}
