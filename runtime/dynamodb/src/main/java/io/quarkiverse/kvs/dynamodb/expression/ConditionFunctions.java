package io.quarkiverse.kvs.dynamodb.expression;

import java.util.Map;
import java.util.Set;

/** The functions of conditions: which there are, and where they may be called. */
final class ConditionFunctions {

    static final String SIZE = "size";
    /** How many operands each of them has. */
    static final Map<String, Integer> OPERANDS = Map.of("attribute_exists", 1, "attribute_not_exists", 1, "attribute_type", 2,
            "begins_with", 2, "contains", 2, SIZE, 1);
    static final Set<String> OF_UPDATES = Set.of("if_not_exists", "list_append");

    private final ExpressionKind kind;

    ConditionFunctions(ExpressionKind kind) {
        this.kind = kind;
    }

    /** Whether all that are called exist. */
    void checkNames(Syntax syntax) {
        if (syntax instanceof Syntax.Call call && !OPERANDS.containsKey(call.function())) {
            throw kind.error((OF_UPDATES.contains(call.function())
                    ? "The function is not allowed in a condition expression; function: "
                    : "Invalid function name; function: ") + call.function());
        }
        for (Syntax part : Syntax.parts(syntax)) {
            checkNames(part);
        }
    }

    /** Whether those that are conditions stand where a condition may be, and the size where an operand may be. */
    void checkPlaces(Syntax syntax, boolean condition) {
        if (syntax instanceof Syntax.Call call && condition == call.function().equals(SIZE)) {
            throw kind.error("The function is not allowed to be used this way in an expression; function: " + call.function());
        }
        boolean conditions = syntax instanceof Syntax.And || syntax instanceof Syntax.Or || syntax instanceof Syntax.Not;
        for (Syntax part : Syntax.parts(syntax)) {
            checkPlaces(part, conditions);
        }
    }
}
