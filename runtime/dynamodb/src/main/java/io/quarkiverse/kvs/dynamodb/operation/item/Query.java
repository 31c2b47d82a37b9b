package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.expression.KeyConditions;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Reads the items of one partition of a table or of an index, or those of a range of it, in the order of their sort keys. */
public final class Query implements Operation {

    @Override
    public String name() {
        return "Query";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.QUERY;
    }

    /** What finds many items is left to workers once that is known. */
    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        RequestExpressions expressions = RequestExpressions.ofQuery(input);
        Map<String, AttributeValue> start = ReadRequest.start(input);
        KeyConditions conditions = expressions.keys();
        expressions.filter();
        expressions.projection();
        expressions.done();
        ReadRequest.check(input, "1 validation error detected: ");
        ReadRequest request = ReadRequest.of(context, input, expressions, start);
        request.requireStart(true);
        KeySchema keys = request.keys();
        KeyCondition condition = conditions.on(KeyRange.names(keys));
        requireWithin(request, condition);
        expressions.requireScalar(request.table());
        requireNoKeys(input, request);
        request.requireShown();
        boolean forward = !Boolean.FALSE.equals(input.bool("ScanIndexForward"));
        return request.run(context, KeyRange.from(condition), KeyRange.to(condition), forward);
    }

    private static void requireWithin(ReadRequest request, KeyCondition condition) {
        if (request.start() == null) {
            return;
        }
        boolean samePartition = condition.isOfPartition(request.start());
        if (condition.ranges().isEmpty()) {
            if (!samePartition) {
                throw DynamoDbException.validation(
                        "The provided starting key is outside query boundaries based on provided conditions");
            }
        } else if (!condition.isInRange(request.start())) {
            throw DynamoDbException.validation("The provided starting key does not match the range key predicate");
        } else if (!samePartition) {
            throw DynamoDbException.validation("The query can return at most one row and cannot be restarted");
        }
    }

    /** What is asked of keys stands in the key condition. */
    private static void requireNoKeys(Input input, ReadRequest request) {
        if (request.filter() == null) {
            return;
        }
        String parameter = input.has("QueryFilter") ? "QueryFilter" : "Filter Expression";
        for (KeyAttribute attribute : request.keys().attributes()) {
            if (request.filter().topLevelNames().contains(attribute.name())) {
                throw DynamoDbException.validation(parameter + " can only contain non-primary key attributes: Primary key "
                        + "attribute: " + attribute.name());
            }
        }
    }
}
