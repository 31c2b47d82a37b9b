package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.expression.Projection;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Reads the item of a key. */
public final class GetItem implements Operation {

    @Override
    public String name() {
        return "GetItem";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.GET_ITEM;
    }

    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        RequestExpressions expressions = RequestExpressions.ofRead(input);
        Map<String, AttributeValue> key = input.item("Key");
        Projection projection = expressions.projection();
        expressions.done();
        Table table = context.table(input.string("TableName"));
        byte[] bytes = ItemKeys.ofKey(table.description(), key);
        expressions.requireScalar(table.description());
        context.requireReads(table.description(), null);
        Map<String, AttributeValue> item = context.session().get(table, bytes);
        Consumption consumption = new Consumption(context, table.description(), Consumption.Told.of(input), false);
        consumption.get(item, input.isTrue("ConsistentRead"));
        return new Answer(out -> {
            out.item("Item", item == null || projection == null ? item : projection.apply(item));
            consumption.writeTo(out);
        }, context.session().dependsOn());
    }
}
