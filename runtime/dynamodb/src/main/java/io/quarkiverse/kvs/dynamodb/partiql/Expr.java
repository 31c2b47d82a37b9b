package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.List;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.expression.Comparator;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** An expression of a statement. Its parameters have their values already. */
sealed interface Expr {

    /** A value. */
    record Literal(AttributeValue value) implements Expr {
    }

    /** A part of the item. */
    record Path(DocumentPath path) implements Expr {
    }

    /** A call of a function, whose name is in small letters. */
    record Call(String function, List<Expr> operands) implements Expr {
    }

    /** The sum or the difference of two. */
    record Sum(Expr left, boolean minus, Expr right) implements Expr {
    }

    /** Two operands and a comparator between them. */
    record Compare(Comparator comparator, Expr left, Expr right) implements Expr {
    }

    /** BETWEEN. */
    record Between(Expr operand, Expr low, Expr high) implements Expr {
    }

    /** IN. */
    record In(Expr operand, List<Expr> candidates) implements Expr {
    }

    /**
     * IS.
     *
     * @param types one of which it must have; none if it must be missing
     */
    record Is(Expr operand, Set<AttributeType> types) implements Expr {
    }

    /** Conditions that must all be true. */
    record And(List<Expr> conditions) implements Expr {
    }

    /** Conditions of which one must be true. */
    record Or(List<Expr> conditions) implements Expr {
    }

    /** A condition that must not be true. */
    record Not(Expr condition) implements Expr {
    }
}
