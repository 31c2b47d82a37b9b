package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/** What SET puts somewhere. Immutable. */
public sealed interface UpdateValue {

    /**
     * Its value.
     *
     * @param item as it was before the update
     * @throws DynamoDbException a ValidationException, if there is none
     */
    AttributeValue valueIn(Map<String, AttributeValue> item);

    /** Its type; null if that depends on the item. */
    AttributeType knownType();

    private static DynamoDbException wrongType() {
        return DynamoDbException.validation("An operand in the update expression has an incorrect data type");
    }

    /** A value of the request. */
    record Constant(AttributeValue value) implements UpdateValue {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            return value;
        }

        @Override
        public AttributeType knownType() {
            return value.type();
        }
    }

    /** A part of the item. */
    record AtPath(DocumentPath path) implements UpdateValue {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            AttributeValue value = path.in(item);
            if (value == null) {
                throw DynamoDbException
                        .validation("The provided expression refers to an attribute that does not exist in the item");
            }
            return value;
        }

        @Override
        public AttributeType knownType() {
            return null;
        }
    }

    /** A part of the item, or something else if that is not there. */
    record IfNotExists(DocumentPath path, UpdateValue otherwise) implements UpdateValue {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            AttributeValue value = path.in(item);
            return value == null ? otherwise.valueIn(item) : value;
        }

        @Override
        public AttributeType knownType() {
            return null;
        }
    }

    /** The elements of two lists. */
    record ListAppend(UpdateValue first, UpdateValue second) implements UpdateValue {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            AttributeValue left = first.valueIn(item);
            AttributeValue right = second.valueIn(item);
            if (left instanceof AttributeValue.L start && right instanceof AttributeValue.L end) {
                List<AttributeValue> values = new ArrayList<>(start.values());
                values.addAll(end.values());
                return new AttributeValue.L(values);
            }
            throw wrongType();
        }

        @Override
        public AttributeType knownType() {
            return AttributeType.L;
        }
    }

    /** The sum of two numbers, or their difference. */
    record Sum(UpdateValue first, boolean minus, UpdateValue second) implements UpdateValue {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            AttributeValue left = first.valueIn(item);
            AttributeValue right = second.valueIn(item);
            if (left instanceof AttributeValue.N a && right instanceof AttributeValue.N b) {
                return new AttributeValue.N(minus ? Numbers.subtract(a.value(), b.value()) : Numbers.add(a.value(), b.value()));
            }
            throw wrongType();
        }

        @Override
        public AttributeType knownType() {
            return AttributeType.N;
        }
    }
}
