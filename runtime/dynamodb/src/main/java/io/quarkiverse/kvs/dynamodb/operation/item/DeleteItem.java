package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Deletes the item of a key, if there is one. */
public final class DeleteItem implements Operation {

    @Override
    public String name() {
        return "DeleteItem";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.DELETE_ITEM;
    }

    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        RequestExpressions expressions = RequestExpressions.ofWrite(input, false);
        Map<String, AttributeValue> key = input.item("Key");
        boolean tellsOld = WriteReply.tellsOld(input);
        Condition condition = expressions.condition();
        expressions.done();
        Table table = context.table(input.string("TableName"));
        byte[] bytes = ItemKeys.ofKey(table.description(), key);
        expressions.requireScalar(table.description());
        context.requireWrites(table.description());
        ItemWrite write = new ItemWrite(table, bytes, condition, RequestExpressions.tellsItem(input), ItemEdits.DELETE);
        ItemWrite.Outcome outcome = context.session().change(table, write::run);
        return WriteReply.of(context, input, write, outcome, tellsOld ? outcome.before() : null);
    }
}
