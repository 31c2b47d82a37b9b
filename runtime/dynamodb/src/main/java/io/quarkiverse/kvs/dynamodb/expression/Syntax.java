package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;

/** An expression as it is written, before its placeholders are known and its functions are checked. */
sealed interface Syntax {

    /** A document path. */
    record Path(List<Step> steps) implements Syntax {
    }

    /**
     * A part of a document path.
     *
     * @param text the name, the placeholder with its number sign, or the digits
     */
    record Step(Kind kind, String text) {

        /** What a part of a path is. */
        enum Kind {
            NAME,
            PLACEHOLDER,
            INDEX
        }
    }

    /** The placeholder of a value, with its colon. */
    record Value(String name) implements Syntax {
    }

    /** A call of a function; plus and minus of updates are functions, too. */
    record Call(String function, List<Syntax> operands) implements Syntax {
    }

    /** Two operands and a comparator between them. */
    record Compare(String comparator, Syntax left, Syntax right) implements Syntax {
    }

    /** BETWEEN. */
    record Between(Syntax operand, Syntax low, Syntax high) implements Syntax {
    }

    /** IN. */
    record In(Syntax operand, List<Syntax> candidates) implements Syntax {
    }

    /** Conditions that must all be true. */
    record And(List<Syntax> conditions) implements Syntax {
    }

    /** Conditions of which one must be true. */
    record Or(List<Syntax> conditions) implements Syntax {
    }

    /** A condition that must not be true. */
    record Not(Syntax condition) implements Syntax {
    }

    /** The parts that it is made of, from left to right. */
    static List<Syntax> parts(Syntax syntax) {
        if (syntax instanceof Call call) {
            return call.operands();
        }
        if (syntax instanceof Compare compare) {
            return List.of(compare.left(), compare.right());
        }
        if (syntax instanceof Between between) {
            return List.of(between.operand(), between.low(), between.high());
        }
        if (syntax instanceof In in) {
            List<Syntax> parts = new ArrayList<>();
            parts.add(in.operand());
            parts.addAll(in.candidates());
            return parts;
        }
        if (syntax instanceof And and) {
            return and.conditions();
        }
        if (syntax instanceof Or or) {
            return or.conditions();
        }
        if (syntax instanceof Not not) {
            return List.of(not.condition());
        }
        return List.of();
    }
}
