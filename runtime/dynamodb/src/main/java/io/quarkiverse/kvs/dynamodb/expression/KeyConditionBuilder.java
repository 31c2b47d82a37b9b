package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Makes key conditions of the syntax of conditions, of which they may use little. */
final class KeyConditionBuilder {

    private static final String BEGINS_WITH = "begins_with";

    private final ConditionBuilder builder;
    private final Map<String, KeyPredicate> predicates = new LinkedHashMap<>();

    KeyConditionBuilder(Placeholders placeholders) {
        builder = new ConditionBuilder(ExpressionKind.KEY_CONDITION, placeholders);
    }

    KeyConditions build(Syntax syntax) {
        builder.build(syntax);
        collect(syntax);
        return new KeyConditions(predicates);
    }

    private void collect(Syntax syntax) {
        if (syntax instanceof Syntax.And and) {
            and.conditions().forEach(this::collect);
            return;
        }
        String operator = operator(syntax);
        boolean keyFirst = syntax instanceof Syntax.Between || syntax instanceof Syntax.Call;
        List<Syntax> operands = Syntax.parts(syntax);
        if (keyFirst && !(operands.get(0) instanceof Syntax.Path)) {
            throw invalid(operator + " operator must have the key attribute as its first operand");
        }
        String name = null;
        boolean mirrored = false;
        List<AttributeValue> values = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Operand operand = builder.operand(operands.get(i));
            if (operand instanceof Operand.SizeOf) {
                throw DynamoDbException.validation("KeyConditionExpressions cannot contain nested operations");
            }
            if (operand instanceof Operand.AtPath atPath) {
                if (name != null) {
                    throw invalid("Multiple attribute names used in one condition");
                }
                if (atPath.path().isNested()) {
                    throw DynamoDbException.validation("KeyConditionExpressions cannot have conditions on nested attributes");
                }
                name = atPath.path().topLevelName();
                mirrored = i > 0;
            } else {
                values.add(((Operand.Constant) operand).value());
            }
        }
        if (name == null) {
            throw invalid("No key attribute specified");
        }
        KeyPredicate predicate = new KeyPredicate(keyOperator(syntax, mirrored), values.get(0),
                values.size() > 1 ? values.get(1) : null);
        if (predicates.putIfAbsent(name, predicate) != null) {
            throw DynamoDbException.validation("KeyConditionExpressions must only contain one condition per key");
        }
    }

    /** The name of the operator, which must be one that keys have. */
    private static String operator(Syntax syntax) {
        String operator;
        boolean supported = false;
        if (syntax instanceof Syntax.Or) {
            operator = "OR";
        } else if (syntax instanceof Syntax.Not) {
            operator = "NOT";
        } else if (syntax instanceof Syntax.In) {
            operator = "IN";
        } else if (syntax instanceof Syntax.Between) {
            operator = "BETWEEN";
            supported = true;
        } else if (syntax instanceof Syntax.Compare compare) {
            operator = compare.comparator();
            supported = !operator.equals("<>");
        } else {
            operator = ((Syntax.Call) syntax).function();
            supported = operator.equals(BEGINS_WITH);
        }
        if (!supported) {
            throw DynamoDbException.validation("Invalid operator used in KeyConditionExpression: " + operator);
        }
        return operator;
    }

    private static KeyOperator keyOperator(Syntax syntax, boolean mirrored) {
        if (syntax instanceof Syntax.Compare compare) {
            Comparator comparator = Comparator.of(compare.comparator());
            return KeyOperator.of(mirrored ? comparator.mirrored() : comparator);
        }
        return syntax instanceof Syntax.Between ? KeyOperator.BETWEEN : KeyOperator.BEGINS_WITH;
    }

    private static DynamoDbException invalid(String text) {
        return DynamoDbException.validation("Invalid condition in KeyConditionExpression: " + text);
    }
}
