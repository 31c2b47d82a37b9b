package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Makes conditions: of the text of an expression, or of their parts. */
public final class Conditions {

    private Conditions() {
    }

    /**
     * Reads a condition or a filter.
     *
     * @throws DynamoDbException a ValidationException, if it makes no sense
     */
    public static Condition parse(ExpressionKind kind, String text, Placeholders placeholders) {
        Syntax syntax = ConditionSyntax.read(new Words(kind, text));
        return new ConditionBuilder(kind, placeholders).build(syntax);
    }

    /**
     * The type of an operand that has no order with any item; null if there is none.
     *
     * @param operands of a comparison by order
     */
    public static AttributeType withoutOrder(List<Operand> operands) {
        for (Operand operand : operands) {
            if (operand.knownType() != null && !Comparisons.isOrdered(operand.knownType())) {
                return operand.knownType();
            }
        }
        return null;
    }

    /** True if all are; if there are none, too. */
    public static Condition and(List<Condition> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new All(List.copyOf(conditions));
    }

    /** True if one is. */
    public static Condition or(List<Condition> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new Any(List.copyOf(conditions));
    }

    /** True if it is not. */
    public static Condition not(Condition condition) {
        return new Not(condition);
    }

    public static Condition compare(Operand left, Comparator comparator, Operand right) {
        return new Comparison(left, comparator, right);
    }

    /** True if it is neither less than the one nor greater than the other. */
    public static Condition between(Operand operand, Operand low, Operand high) {
        return new Between(operand, low, high);
    }

    /** True if it is equal to one of them. */
    public static Condition in(Operand operand, List<Operand> candidates) {
        return new In(operand, List.copyOf(candidates));
    }

    public static Condition exists(DocumentPath path) {
        return new Exists(path);
    }

    public static Condition hasType(Operand operand, AttributeType type) {
        return new HasType(operand, type);
    }

    public static Condition beginsWith(Operand operand, Operand prefix) {
        return new BeginsWith(operand, prefix);
    }

    public static Condition contains(Operand operand, Operand part) {
        return new Contains(operand, part);
    }

    record All(List<Condition> conditions) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            for (Condition condition : conditions) {
                if (!condition.matches(item)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            conditions.forEach(condition -> condition.forEachPath(action));
        }
    }

    record Any(List<Condition> conditions) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            for (Condition condition : conditions) {
                if (condition.matches(item)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            conditions.forEach(condition -> condition.forEachPath(action));
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            return !condition.matches(item);
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            condition.forEachPath(action);
        }
    }

    record Comparison(Operand left, Comparator comparator, Operand right) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            return comparator.matches(left.valueIn(item), right.valueIn(item));
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            left.forEachPath(action);
            right.forEachPath(action);
        }
    }

    record Between(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            AttributeValue value = operand.valueIn(item);
            return Comparator.GREATER_OR_EQUAL.matches(value, low.valueIn(item))
                    && Comparator.LESS_OR_EQUAL.matches(value, high.valueIn(item));
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            operand.forEachPath(action);
            low.forEachPath(action);
            high.forEachPath(action);
        }
    }

    record In(Operand operand, List<Operand> candidates) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            AttributeValue value = operand.valueIn(item);
            if (value == null) {
                return false;
            }
            for (Operand candidate : candidates) {
                if (value.equals(candidate.valueIn(item))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            operand.forEachPath(action);
            candidates.forEach(candidate -> candidate.forEachPath(action));
        }
    }

    record Exists(DocumentPath path) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            return path.in(item) != null;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            action.accept(path);
        }
    }

    record HasType(Operand operand, AttributeType type) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            AttributeValue value = operand.valueIn(item);
            return value != null && value.type() == type;
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            operand.forEachPath(action);
        }
    }

    record BeginsWith(Operand operand, Operand prefix) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            AttributeValue value = operand.valueIn(item);
            AttributeValue start = prefix.valueIn(item);
            return value != null && start != null && Comparisons.beginsWith(value, start);
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            operand.forEachPath(action);
            prefix.forEachPath(action);
        }
    }

    record Contains(Operand operand, Operand part) implements Condition {
        @Override
        public boolean matches(Map<String, AttributeValue> item) {
            AttributeValue value = operand.valueIn(item);
            AttributeValue element = part.valueIn(item);
            return value != null && element != null && Comparisons.contains(value, element);
        }

        @Override
        public void forEachPath(Consumer<DocumentPath> action) {
            operand.forEachPath(action);
            part.forEachPath(action);
        }
    }
}
