package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Makes an update of its syntax, after it has checked what does not depend on items. */
final class UpdateBuilder {

    private static final String IF_NOT_EXISTS = "if_not_exists";
    private static final Map<String, Integer> OPERANDS = Map.of(IF_NOT_EXISTS, 2, "list_append", 2, "+", 2, "-", 2);
    /** How errors about the types of ADD and DELETE name them. */
    private static final Map<AttributeType, String> TYPES = Map.of(AttributeType.S, "STRING", AttributeType.N, "NUMBER",
            AttributeType.B, "BINARY", AttributeType.NULL, "NULL", AttributeType.BOOL, "BOOLEAN", AttributeType.L, "LIST",
            AttributeType.M, "MAP");

    private final ExpressionKind kind = ExpressionKind.UPDATE;
    private final Placeholders placeholders;
    private final PathBuilder paths;

    UpdateBuilder(Placeholders placeholders) {
        this.placeholders = placeholders;
        this.paths = new PathBuilder(kind, placeholders);
    }

    UpdateExpression build(UpdateSyntax.Update update) {
        for (UpdateSyntax.Action action : update.actions()) {
            PathBuilder.checkNames(kind, action.path());
            if (action.value() != null) {
                PathBuilder.checkAllNames(kind, action.value());
            }
        }
        for (UpdateSyntax.Action action : update.actions()) {
            if (action.value() != null) {
                checkFunctions(action.value());
            }
        }
        if (update.repeated() != null) {
            throw kind.error("The \"" + update.repeated() + "\" section can only be used once in an update expression;");
        }
        List<DocumentPath> targets = new ArrayList<>();
        for (UpdateSyntax.Action action : update.actions()) {
            targets.add(paths.build(action.path()));
        }
        for (UpdateSyntax.Action action : update.actions()) {
            if (action.value() != null) {
                resolve(action.value());
            }
        }
        PathOverlap.check(kind::error, targets);
        return new UpdateExpression(targets, changes(update.actions()));
    }

    private void checkFunctions(Syntax syntax) {
        if (syntax instanceof Syntax.Call call && !OPERANDS.containsKey(call.function())) {
            Set<String> ofConditions = ConditionFunctions.OPERANDS.keySet();
            throw kind.error((ofConditions.contains(call.function())
                    ? "The function is not allowed in an update expression; function: "
                    : "Invalid function name; function: ") + call.function());
        }
        Syntax.parts(syntax).forEach(this::checkFunctions);
    }

    /** Whether all placeholders are there. */
    private void resolve(Syntax syntax) {
        if (syntax instanceof Syntax.Path path) {
            paths.build(path);
        } else if (syntax instanceof Syntax.Value value) {
            placeholders.value(kind, value.name());
        }
        Syntax.parts(syntax).forEach(this::resolve);
    }

    /** ADD and DELETE are checked before functions are. */
    private List<Change> changes(List<UpdateSyntax.Action> actions) {
        for (UpdateSyntax.Action action : actions) {
            if (action.clause() == UpdateSyntax.Clause.ADD || action.clause() == UpdateSyntax.Clause.DELETE) {
                checkOperand(action.clause(), constant(action));
            }
        }
        List<Change> changes = new ArrayList<>();
        for (UpdateSyntax.Action action : actions) {
            changes.add(change(action));
        }
        return changes;
    }

    private void checkOperand(UpdateSyntax.Clause clause, AttributeValue value) {
        AttributeType type = value.type();
        if (!type.isSet() && !(clause == UpdateSyntax.Clause.ADD && type == AttributeType.N)) {
            throw kind.error("Incorrect operand type for operator or function; operator: " + clause + ", operand type: "
                    + TYPES.get(type) + ", typeSet: ALLOWED_FOR_" + clause + "_OPERAND");
        }
    }

    private AttributeValue constant(UpdateSyntax.Action action) {
        return placeholders.value(kind, ((Syntax.Value) action.value()).name());
    }

    private Change change(UpdateSyntax.Action action) {
        switch (action.clause()) {
            case SET:
                return Changes.set(value(action.value()));
            case REMOVE:
                return Changes.remove();
            case ADD:
                return Changes.add(constant(action));
            default:
                return Changes.delete(constant(action));
        }
    }

    private UpdateValue value(Syntax syntax) {
        if (syntax instanceof Syntax.Path path) {
            return new UpdateValue.AtPath(paths.build(path));
        }
        if (syntax instanceof Syntax.Value value) {
            return new UpdateValue.Constant(placeholders.value(kind, value.name()));
        }
        Syntax.Call call = (Syntax.Call) syntax;
        List<UpdateValue> operands = new ArrayList<>();
        for (Syntax operand : call.operands()) {
            operands.add(value(operand));
        }
        if (operands.size() != OPERANDS.get(call.function())) {
            throw kind.error("Incorrect number of operands for operator or function; operator or function: " + call.function()
                    + ", number of operands: " + operands.size());
        }
        return called(call.function(), operands.get(0), operands.get(1));
    }

    private UpdateValue called(String function, UpdateValue first, UpdateValue second) {
        switch (function) {
            case IF_NOT_EXISTS:
                if (first instanceof UpdateValue.AtPath path) {
                    return new UpdateValue.IfNotExists(path.path(), second);
                }
                throw kind.error("Operator or function requires a document path; operator or function: " + function);
            case "list_append":
                requireType(function, first, AttributeType.L);
                requireType(function, second, AttributeType.L);
                return new UpdateValue.ListAppend(first, second);
            default:
                requireType(function, first, AttributeType.N);
                requireType(function, second, AttributeType.N);
                return new UpdateValue.Sum(first, function.equals("-"), second);
        }
    }

    private void requireType(String function, UpdateValue operand, AttributeType type) {
        AttributeType known = operand.knownType();
        if (known != null && known != type) {
            throw operandType(function, known);
        }
    }

    private DynamoDbException operandType(String function, AttributeType type) {
        return kind.error("Incorrect operand type for operator or function; operator or function: " + function
                + ", operand type: " + type.name());
    }
}
