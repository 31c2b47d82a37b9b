package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.Conditions;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.Operand;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Makes conditions of expressions. */
final class ConditionCompiler {

    /** The most values after IN. */
    private static final int MOST_CANDIDATES = 100;
    private static final Set<String> FUNCTIONS = Set.of("attribute_type", "begins_with", "contains");

    private ConditionCompiler() {
    }

    static Condition condition(Expr expr) {
        if (expr instanceof Expr.And and) {
            return Conditions.and(conditions(and.conditions()));
        }
        if (expr instanceof Expr.Or or) {
            return Conditions.or(conditions(or.conditions()));
        }
        if (expr instanceof Expr.Not not) {
            return Conditions.not(condition(not.condition()));
        }
        if (expr instanceof Expr.Compare compare) {
            List<Operand> operands = List.of(operand(compare.left()), operand(compare.right()));
            if (compare.comparator().isOrder()) {
                requireOrder(compare.comparator().sign(), operands);
            }
            return Conditions.compare(operands.get(0), compare.comparator(), operands.get(1));
        }
        if (expr instanceof Expr.Between between) {
            List<Operand> operands = operands(List.of(between.operand(), between.low(), between.high()));
            requireOrder("BETWEEN", operands);
            return Conditions.between(operands.get(0), operands.get(1), operands.get(2));
        }
        if (expr instanceof Expr.In in) {
            return in(in);
        }
        if (expr instanceof Expr.Is is) {
            DocumentPath path = path(is.operand());
            return is.types().isEmpty() ? Conditions.not(Conditions.exists(path))
                    : Conditions
                            .or(is.types().stream().map(type -> Conditions.hasType(new Operand.AtPath(path), type)).toList());
        }
        if (expr instanceof Expr.Call call) {
            return function(call);
        }
        throw DynamoDbException.validation("Unsupported expression in the where clause: it is no condition");
    }

    private static List<Condition> conditions(List<Expr> parts) {
        List<Condition> conditions = new ArrayList<>(parts.size());
        for (Expr part : parts) {
            conditions.add(condition(part));
        }
        return conditions;
    }

    private static Condition in(Expr.In in) {
        if (in.candidates().isEmpty()) {
            throw NotWellFormed.because("Expression group cannot be empty");
        }
        if (in.candidates().size() > MOST_CANDIDATES) {
            throw DynamoDbException.validation(
                    "The IN operator is provided with too many operands; number of operands: " + in.candidates().size());
        }
        return Conditions.in(operand(in.operand()), operands(in.candidates()));
    }

    private static Condition function(Expr.Call call) {
        String function = call.function();
        if (!FUNCTIONS.contains(function)) {
            throw invalidName(function);
        }
        requireNumber(call, 2);
        Operand first = operand(call.operands().get(0));
        Operand second = operand(call.operands().get(1));
        switch (function) {
            case "attribute_type":
                return Conditions.hasType(first, type(second));
            case "begins_with":
                AttributeType prefix = second.knownType();
                if (prefix != null && prefix != AttributeType.S && prefix != AttributeType.B) {
                    throw operandType(function, prefix.name());
                }
                return Conditions.beginsWith(first, second);
            default:
                return Conditions.contains(first, second);
        }
    }

    private static AttributeType type(Operand operand) {
        if (!(operand instanceof Operand.Constant constant && constant.value() instanceof AttributeValue.S name)) {
            throw operandType("attribute_type",
                    operand.knownType() == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : operand.knownType().name());
        }
        AttributeType type = AttributeType.named(name.value());
        if (type == null) {
            throw DynamoDbException.validation("Invalid attribute type name found; type: " + name.value()
                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        }
        return type;
    }

    private static List<Operand> operands(List<Expr> parts) {
        List<Operand> operands = new ArrayList<>(parts.size());
        for (Expr part : parts) {
            operands.add(operand(part));
        }
        return operands;
    }

    private static Operand operand(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return new Operand.Constant(literal.value());
        }
        if (expr instanceof Expr.Path path) {
            return new Operand.AtPath(path.path());
        }
        if (expr instanceof Expr.Call call) {
            if (!call.function().equals("size")) {
                throw FUNCTIONS.contains(call.function()) ? misplaced(call.function()) : invalidName(call.function());
            }
            requireNumber(call, 1);
            return new Operand.SizeOf(new Operand.AtPath(path(call.operands().get(0))));
        }
        throw DynamoDbException.validation("Unsupported expression in the where clause: it is no operand");
    }

    private static DocumentPath path(Expr expr) {
        if (expr instanceof Expr.Path path) {
            return path.path();
        }
        throw DynamoDbException.validation("Unsupported expression in the where clause: it is no document path");
    }

    private static void requireOrder(String operator, List<Operand> operands) {
        AttributeType type = Conditions.withoutOrder(operands);
        if (type != null) {
            throw operandType(operator, type.name());
        }
    }

    static void requireNumber(Expr.Call call, int operands) {
        if (call.operands().size() != operands) {
            throw DynamoDbException.validation("Incorrect number of operands for operator or function; operator or function: "
                    + call.function() + ", number of operands: " + call.operands().size());
        }
    }

    static DynamoDbException operandType(String function, String type) {
        return DynamoDbException.validation("Incorrect operand type for operator or function; operator or function: " + function
                + ", operand type: " + type);
    }

    static DynamoDbException invalidName(String function) {
        return DynamoDbException.validation("Invalid function name; function: " + function);
    }

    private static DynamoDbException misplaced(String function) {
        return DynamoDbException.validation(
                "The function is not allowed to be used this way in an expression; function: " + function);
    }
}
