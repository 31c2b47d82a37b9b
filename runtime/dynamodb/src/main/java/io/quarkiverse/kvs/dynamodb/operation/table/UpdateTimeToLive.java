package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Names the attribute that says when items expire, or lets them stay. */
public final class UpdateTimeToLive implements Operation {

    @Override
    public String name() {
        return "UpdateTimeToLive";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.UPDATE_TIME_TO_LIVE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        Table table = TableLookup.toChange(context, input.string("TableName"));
        Input specification = input.structure("TimeToLiveSpecification");
        boolean enabled = specification.isTrue("Enabled");
        String attribute = specification.string("AttributeName");
        long record = context.tables().change(table, before -> {
            check(before.ttl(), enabled, attribute);
            TableDescription.Draft draft = before.change();
            draft.ttl = enabled ? attribute : null;
            return draft.done();
        });
        return new Answer(out -> out.startObject("TimeToLiveSpecification").field("Enabled", enabled)
                .field("AttributeName", attribute).endObject(), record);
    }

    /** @param current the attribute that says it so far; null for none */
    private static void check(String current, boolean enabled, String attribute) {
        if (current != null && !current.equals(attribute)) {
            throw DynamoDbException.validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is " + current);
        }
        if (enabled == (current != null)) {
            throw DynamoDbException.validation("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
        }
    }
}
