package io.quarkiverse.kvs.dynamodb.expression;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What a condition compares. Immutable. */
public sealed interface Operand {

    /** Its value for an item; null if it has none. */
    AttributeValue valueIn(Map<String, AttributeValue> item);

    /** Its type; null if that depends on the item. */
    AttributeType knownType();

    /** Tells the document paths in it. */
    void forEachPath(Consumer<DocumentPath> action);

    /** A part of the item. */
    record AtPath(DocumentPath path) implements Operand {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            return path.in(item);
        }

        @Override
        public AttributeType knownType() {
            return null;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            action.accept(path);
        }
    }

    /** A value of the request. */
    record Constant(AttributeValue value) implements Operand {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            return value;
        }

        @Override
        public AttributeType knownType() {
            return value.type();
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            // There are none in it.
        }
    }

    /** The length of a string, the bytes of a binary value, the elements of a set, a list or a map. */
    record SizeOf(Operand operand) implements Operand {
        @Override
        public AttributeValue valueIn(Map<String, AttributeValue> item) {
            AttributeValue value = operand.valueIn(item);
            int size = value == null ? -1 : Comparisons.size(value);
            return size < 0 ? null : new AttributeValue.N(normal(size));
        }

        private static BigDecimal normal(int size) {
            return size == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(size).stripTrailingZeros();
        }

        @Override
        public AttributeType knownType() {
            return AttributeType.N;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            operand.forEachPath(action);
        }
    }
}
