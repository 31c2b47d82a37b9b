package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * Makes conditions of syntax, after it has checked what does not depend on items, in the order of the service:
 * functions, reserved words, then, for one condition after the other, placeholders, numbers of operands, their
 * difference, and their types.
 */
final class ConditionBuilder {

    /** The most operands after IN. */
    private static final int MOST_CANDIDATES = 100;

    private final ExpressionKind kind;
    private final Placeholders placeholders;
    private final PathBuilder paths;

    ConditionBuilder(ExpressionKind kind, Placeholders placeholders) {
        this.kind = kind;
        this.placeholders = placeholders;
        this.paths = new PathBuilder(kind, placeholders);
    }

    Condition build(Syntax syntax) {
        check(syntax);
        return condition(syntax);
    }

    /** Checks what can be checked without placeholders. */
    void check(Syntax syntax) {
        ConditionFunctions functions = new ConditionFunctions(kind);
        functions.checkNames(syntax);
        functions.checkPlaces(syntax, true);
        PathBuilder.checkAllNames(kind, syntax);
    }

    private Condition condition(Syntax syntax) {
        if (syntax instanceof Syntax.And and) {
            return Conditions.and(conditions(and.conditions()));
        }
        if (syntax instanceof Syntax.Or or) {
            return Conditions.or(conditions(or.conditions()));
        }
        if (syntax instanceof Syntax.Not not) {
            return Conditions.not(condition(not.condition()));
        }
        if (syntax instanceof Syntax.Compare compare) {
            return comparison(compare);
        }
        if (syntax instanceof Syntax.Between between) {
            return between(between);
        }
        if (syntax instanceof Syntax.In in) {
            return in(in);
        }
        return function((Syntax.Call) syntax);
    }

    private List<Condition> conditions(List<Syntax> parts) {
        List<Condition> conditions = new ArrayList<>(parts.size());
        for (Syntax part : parts) {
            conditions.add(condition(part));
        }
        return conditions;
    }

    private Condition comparison(Syntax.Compare compare) {
        Operand left = operand(compare.left());
        Operand right = operand(compare.right());
        requireDistinct(compare.comparator(), left, List.of(right));
        Comparator comparator = Comparator.of(compare.comparator());
        if (comparator.isOrder()) {
            requireOrdered(compare.comparator(), List.of(left, right));
        }
        return Conditions.compare(left, comparator, right);
    }

    private Condition between(Syntax.Between between) {
        Operand operand = operand(between.operand());
        Operand low = operand(between.low());
        Operand high = operand(between.high());
        requireDistinct("BETWEEN", operand, List.of(low, high));
        requireOrdered("BETWEEN", List.of(operand, low, high));
        if (low instanceof Operand.Constant lowest && high instanceof Operand.Constant highest) {
            checkBounds(lowest.value(), highest.value());
        }
        return Conditions.between(operand, low, high);
    }

    private void checkBounds(AttributeValue low, AttributeValue high) {
        String bounds = "lower bound operand: AttributeValue: " + ValueText.of(low) + ", upper bound operand: AttributeValue: "
                + ValueText.of(high);
        if (low.type() != high.type()) {
            throw kind.error("The BETWEEN operator requires same data type for lower and upper bounds; " + bounds);
        }
        if (Comparisons.compare(low, high) > 0) {
            throw kind.error("The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + bounds);
        }
    }

    private Condition in(Syntax.In in) {
        Operand operand = operand(in.operand());
        List<Operand> candidates = operands(in.candidates());
        if (candidates.size() > MOST_CANDIDATES) {
            throw kind.error("The IN operator is provided with too many operands; number of operands: " + candidates.size());
        }
        requireDistinct("IN", operand, candidates);
        return Conditions.in(operand, candidates);
    }

    private Condition function(Syntax.Call call) {
        List<Operand> operands = callOperands(call);
        Operand first = operands.get(0);
        switch (call.function()) {
            case "attribute_exists":
                return Conditions.exists(requirePath(call, first));
            case "attribute_not_exists":
                return Conditions.not(Conditions.exists(requirePath(call, first)));
            case "attribute_type":
                requireDistinct(call.function(), first, operands.subList(1, 2));
                return Conditions.hasType(first, type(call, operands.get(1)));
            case "begins_with":
                requireDistinct(call.function(), first, operands.subList(1, 2));
                for (Operand operand : operands) {
                    if (operand.knownType() != null && operand.knownType() != AttributeType.S
                            && operand.knownType() != AttributeType.B) {
                        throw operandType(call.function(), operand.knownType().name());
                    }
                }
                return Conditions.beginsWith(first, operands.get(1));
            default:
                requireDistinct(call.function(), first, operands.subList(1, 2));
                return Conditions.contains(first, operands.get(1));
        }
    }

    /** The operands of a call, as many as the function takes. */
    private List<Operand> callOperands(Syntax.Call call) {
        List<Operand> operands = operands(call.operands());
        if (operands.size() != ConditionFunctions.OPERANDS.get(call.function())) {
            throw kind.error("Incorrect number of operands for operator or function; operator or function: " + call.function()
                    + ", number of operands: " + operands.size());
        }
        return operands;
    }

    private List<Operand> operands(List<Syntax> parts) {
        List<Operand> operands = new ArrayList<>(parts.size());
        for (Syntax part : parts) {
            operands.add(operand(part));
        }
        return operands;
    }

    /** What an operand stands for. */
    Operand operand(Syntax syntax) {
        if (syntax instanceof Syntax.Path path) {
            return new Operand.AtPath(paths.build(path));
        }
        if (syntax instanceof Syntax.Value value) {
            return new Operand.Constant(placeholders.value(kind, value.name()));
        }
        Operand sized = callOperands((Syntax.Call) syntax).get(0);
        AttributeType type = sized.knownType();
        if (type == AttributeType.N || type == AttributeType.BOOL || type == AttributeType.NULL) {
            throw operandType(ConditionFunctions.SIZE, type.name());
        }
        return new Operand.SizeOf(sized);
    }

    private DocumentPath requirePath(Syntax.Call call, Operand operand) {
        if (operand instanceof Operand.AtPath atPath) {
            return atPath.path();
        }
        throw kind.error("Operator or function requires a document path; operator or function: " + call.function());
    }

    private AttributeType type(Syntax.Call call, Operand operand) {
        if (operand.knownType() == null) {
            throw operandType(call.function(), "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
        }
        if (!(operand instanceof Operand.Constant constant && constant.value() instanceof AttributeValue.S name)) {
            throw operandType(call.function(), operand.knownType().name());
        }
        AttributeType type = AttributeType.named(name.value());
        if (type == null) {
            throw kind.error("Invalid attribute type name found; type: " + name.value()
                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        }
        return type;
    }

    private void requireDistinct(String operator, Operand first, List<Operand> others) {
        if (first instanceof Operand.AtPath path && others.contains(first)) {
            throw kind.error("The first operand must be distinct from the remaining operands for this operator or function; "
                    + "operator: " + operator + ", first operand: " + path.path());
        }
    }

    private void requireOrdered(String operator, List<Operand> operands) {
        AttributeType type = Conditions.withoutOrder(operands);
        if (type != null) {
            throw operandType(operator, type.name());
        }
    }

    private DynamoDbException operandType(String function, String type) {
        return kind.error("Incorrect operand type for operator or function; operator or function: " + function
                + ", operand type: " + type);
    }
}
