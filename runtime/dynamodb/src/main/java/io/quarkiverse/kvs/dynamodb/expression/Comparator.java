package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** How two operands are compared. */
public enum Comparator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Comparator(String sign) {
        this.sign = sign;
    }

    /** As it is written in expressions. */
    public String sign() {
        return sign;
    }

    /** The one that is written so; null if there is none. */
    public static Comparator of(String sign) {
        for (Comparator comparator : values()) {
            if (comparator.sign.equals(sign)) {
                return comparator;
            }
        }
        return null;
    }

    /** Whether it asks for an order, and not only whether two are equal. */
    public boolean isOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /** The one for operands that have changed places. */
    public Comparator mirrored() {
        switch (this) {
            case LESS:
                return GREATER;
            case LESS_OR_EQUAL:
                return GREATER_OR_EQUAL;
            case GREATER:
                return LESS;
            case GREATER_OR_EQUAL:
                return LESS_OR_EQUAL;
            default:
                return this;
        }
    }

    /**
     * Compares two values. What is not there is unequal to everything; values of different types are unequal, and none is less.
     *
     * @param left null if it is not there
     * @param right null if it is not there
     */
    boolean matches(AttributeValue left, AttributeValue right) {
        if (this == EQUAL) {
            return left != null && left.equals(right);
        }
        if (this == NOT_EQUAL) {
            return left == null || !left.equals(right);
        }
        if (!Comparisons.areOrdered(left, right)) {
            return false;
        }
        int order = Comparisons.compare(left, right);
        switch (this) {
            case LESS:
                return order < 0;
            case LESS_OR_EQUAL:
                return order <= 0;
            case GREATER:
                return order > 0;
            default:
                return order >= 0;
        }
    }
}
