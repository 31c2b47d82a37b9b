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

/** Puts an item, in the place of the one with the same key if there is one. */
public final class PutItem implements Operation {

    @Override
    public String name() {
        return "PutItem";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.PUT_ITEM;
    }

    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        RequestExpressions expressions = RequestExpressions.ofWrite(input, false);
        Map<String, AttributeValue> item = input.item("Item");
        boolean tellsOld = WriteReply.tellsOld(input);
        ItemEdits.requireSize(item);
        Condition condition = expressions.condition();
        expressions.done();
        Table table = context.table(input.string("TableName"));
        byte[] key = ItemKeys.ofItem(table.description(), item);
        expressions.requireScalar(table.description());
        context.requireRoom();
        context.requireWrites(table.description());
        ItemWrite write = new ItemWrite(table, key, condition, RequestExpressions.tellsItem(input), ItemEdits.put(item));
        ItemWrite.Outcome outcome = context.session().change(table, write::run);
        return WriteReply.of(context, input, write, outcome, tellsOld ? outcome.before() : null);
    }
}
