package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Change;
import io.quarkiverse.kvs.dynamodb.expression.Changes;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.expression.UpdateValue;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;

/** Collects the changes of an UPDATE. */
final class UpdateCompiler {

    private final List<DocumentPath> paths = new ArrayList<>();
    /** What each of these becomes; null if it is removed. */
    private final List<Expr> values = new ArrayList<>();

    void set(DocumentPath path, Expr value) {
        paths.add(path);
        values.add(value);
    }

    void remove(DocumentPath path) {
        paths.add(path);
        values.add(null);
    }

    UpdateExpression build() {
        UpdateExpression.requireApart(paths);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            changes.add(values.get(i) == null ? Changes.remove() : change(paths.get(i), values.get(i)));
        }
        return new UpdateExpression(paths, changes);
    }

    /** The functions for sets change the set that they are given, which must be the one that is set. */
    private static Change change(DocumentPath path, Expr value) {
        if (!(value instanceof Expr.Call call && (call.function().equals("set_add") || call.function().equals("set_delete")))) {
            return Changes.set(value(value));
        }
        ConditionCompiler.requireNumber(call, 2);
        if (!(call.operands().get(0) instanceof Expr.Path same && same.path().equals(path))) {
            throw DynamoDbException
                    .validation("The first operand of the function must be the attribute that is set; function: "
                            + call.function());
        }
        if (!(call.operands().get(1) instanceof Expr.Literal set && set.value().type().isSet())) {
            AttributeType type = call.operands().get(1) instanceof Expr.Literal literal ? literal.value().type() : null;
            throw ConditionCompiler.operandType(call.function(), type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type.name());
        }
        return call.function().equals("set_add") ? Changes.add(set.value()) : Changes.delete(set.value());
    }

    private static UpdateValue value(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return new UpdateValue.Constant(literal.value());
        }
        if (expr instanceof Expr.Path path) {
            return new UpdateValue.AtPath(path.path());
        }
        if (expr instanceof Expr.Sum sum) {
            UpdateValue left = value(sum.left());
            UpdateValue right = value(sum.right());
            requireType(sum.minus() ? "-" : "+", AttributeType.N, left, right);
            return new UpdateValue.Sum(left, sum.minus(), right);
        }
        if (expr instanceof Expr.Call call) {
            if (!call.function().equals("list_append")) {
                throw ConditionCompiler.invalidName(call.function());
            }
            ConditionCompiler.requireNumber(call, 2);
            UpdateValue first = value(call.operands().get(0));
            UpdateValue second = value(call.operands().get(1));
            requireType(call.function(), AttributeType.L, first, second);
            return new UpdateValue.ListAppend(first, second);
        }
        throw DynamoDbException.validation("Unsupported expression in the set clause: it is no value");
    }

    private static void requireType(String function, AttributeType type, UpdateValue... operands) {
        for (UpdateValue operand : operands) {
            if (operand.knownType() != null && operand.knownType() != type) {
                throw ConditionCompiler.operandType(function, operand.knownType().name());
            }
        }
    }
}
