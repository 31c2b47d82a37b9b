package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What a query may ask of a key; only EQ of a partition key. The names are those of the legacy comparison operators. */
public enum KeyOperator {
    EQ,
    LT,
    LE,
    GT,
    GE,
    BETWEEN,
    BEGINS_WITH,
    /** A legacy operator that asks something that no key can answer, such as NE. */
    NOT_INDEXABLE;

    /** Whether a value is one that is asked for. */
    boolean matches(AttributeValue value, AttributeValue low, AttributeValue high) {
        switch (this) {
            case EQ:
                return Comparator.EQUAL.matches(value, low);
            case LT:
                return Comparator.LESS.matches(value, low);
            case LE:
                return Comparator.LESS_OR_EQUAL.matches(value, low);
            case GT:
                return Comparator.GREATER.matches(value, low);
            case GE:
                return Comparator.GREATER_OR_EQUAL.matches(value, low);
            case BETWEEN:
                return Comparator.GREATER_OR_EQUAL.matches(value, low) && Comparator.LESS_OR_EQUAL.matches(value, high);
            case BEGINS_WITH:
                return Comparisons.beginsWith(value, low);
            default:
                return false;
        }
    }

    /** The one for a comparator. */
    public static KeyOperator of(Comparator comparator) {
        switch (comparator) {
            case EQUAL:
                return EQ;
            case LESS:
                return LT;
            case LESS_OR_EQUAL:
                return LE;
            case GREATER:
                return GT;
            case GREATER_OR_EQUAL:
                return GE;
            default:
                return NOT_INDEXABLE;
        }
    }
}
