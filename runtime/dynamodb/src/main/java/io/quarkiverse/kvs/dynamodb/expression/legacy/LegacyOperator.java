package io.quarkiverse.kvs.dynamodb.expression.legacy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.expression.Comparator;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.Conditions;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.KeyOperator;
import io.quarkiverse.kvs.dynamodb.expression.Operand;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** The comparison operators of requests without expressions (API reference, "Condition"). */
enum LegacyOperator {
    EQ(1, 1),
    NE(1, 1),
    LE(1, 1),
    LT(1, 1),
    GE(1, 1),
    GT(1, 1),
    NOT_NULL(0, 0),
    NULL(0, 0),
    CONTAINS(1, 1),
    NOT_CONTAINS(1, 1),
    BEGINS_WITH(1, 1),
    IN(1, Integer.MAX_VALUE),
    BETWEEN(2, 2);

    private static final Set<AttributeType> SCALARS = EnumSet.of(AttributeType.S, AttributeType.N, AttributeType.B);

    private final int fewest;
    private final int most;

    LegacyOperator(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
    }

    /** Whether it takes so many values. */
    boolean takes(int values) {
        return values >= fewest && values <= most;
    }

    /** Whether it takes values of this type. */
    boolean takes(AttributeType type) {
        switch (this) {
            case EQ:
            case NE:
                return true;
            case BEGINS_WITH:
                return type == AttributeType.S || type == AttributeType.B;
            default:
                return SCALARS.contains(type);
        }
    }

    /** The condition on an attribute. */
    Condition condition(String attribute, List<AttributeValue> values) {
        DocumentPath path = DocumentPath.of(attribute);
        Operand operand = new Operand.AtPath(path);
        switch (this) {
            case NOT_NULL:
                return Conditions.exists(path);
            case NULL:
                return Conditions.not(Conditions.exists(path));
            case CONTAINS:
                return Conditions.contains(operand, constant(values, 0));
            case NOT_CONTAINS:
                return Conditions.not(Conditions.contains(operand, constant(values, 0)));
            case BEGINS_WITH:
                return Conditions.beginsWith(operand, constant(values, 0));
            case IN:
                return Conditions.in(operand, values.stream().<Operand> map(Operand.Constant::new).toList());
            case BETWEEN:
                return Conditions.between(operand, constant(values, 0), constant(values, 1));
            default:
                return Conditions.compare(operand, comparator(), constant(values, 0));
        }
    }

    private static Operand constant(List<AttributeValue> values, int index) {
        return new Operand.Constant(values.get(index));
    }

    private Comparator comparator() {
        switch (this) {
            case EQ:
                return Comparator.EQUAL;
            case NE:
                return Comparator.NOT_EQUAL;
            case LE:
                return Comparator.LESS_OR_EQUAL;
            case LT:
                return Comparator.LESS;
            case GE:
                return Comparator.GREATER_OR_EQUAL;
            default:
                return Comparator.GREATER;
        }
    }

    /** What it asks of a key. */
    KeyOperator keyOperator() {
        switch (this) {
            case EQ:
                return KeyOperator.EQ;
            case LE:
                return KeyOperator.LE;
            case LT:
                return KeyOperator.LT;
            case GE:
                return KeyOperator.GE;
            case GT:
                return KeyOperator.GT;
            case BEGINS_WITH:
                return KeyOperator.BEGINS_WITH;
            case BETWEEN:
                return KeyOperator.BETWEEN;
            default:
                return KeyOperator.NOT_INDEXABLE;
        }
    }
}
