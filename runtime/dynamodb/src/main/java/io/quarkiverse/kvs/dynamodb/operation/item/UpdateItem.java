package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Changes attributes of an item, which is made if there is none. */
public final class UpdateItem implements Operation {

    @Override
    public String name() {
        return "UpdateItem";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.UPDATE_ITEM;
    }

    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        RequestExpressions expressions = RequestExpressions.ofWrite(input, true);
        Map<String, AttributeValue> key = input.item("Key");
        UpdateExpression update = expressions.update();
        Condition condition = expressions.condition();
        expressions.done();
        Table table = context.table(input.string("TableName"));
        byte[] bytes = ItemKeys.ofKey(table.description(), key);
        if (update != null) {
            ItemKeys.requireNotUpdated(table.description(), update.topLevelNames());
            IndexKeys.requireTypes(table.description(), update);
        }
        expressions.requireScalar(table.description());
        context.requireRoom();
        context.requireWrites(table.description());
        ItemWrite write = new ItemWrite(table, bytes, condition, RequestExpressions.tellsItem(input),
                ItemEdits.update(table.description(), key, update));
        ItemWrite.Outcome outcome = context.session().change(table, write::run);
        return WriteReply.of(context, input, write, outcome, told(input.string("ReturnValues"), update, outcome));
    }

    private static Map<String, AttributeValue> told(String returned, UpdateExpression update, ItemWrite.Outcome outcome) {
        if (returned == null) {
            return null;
        }
        switch (returned) {
            case "ALL_OLD":
                return outcome.before();
            case "ALL_NEW":
                return outcome.after();
            case "UPDATED_OLD":
                return update == null || outcome.before() == null ? null : update.project(outcome.before());
            case "UPDATED_NEW":
                return update == null ? null : update.project(outcome.after());
            default:
                return null;
        }
    }
}
