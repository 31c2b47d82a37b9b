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

/** Deletes a table with all its items, unless it is protected. */
public final class DeleteTable implements Operation {

    @Override
    public String name() {
        return "DeleteTable";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.DELETE_TABLE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        Table table = TableLookup.toChange(context, input.string("TableName"));
        if (table.description().deletionProtection()) {
            throw DynamoDbException.validation(
                    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");
        }
        long delay = context.service().delayMillis();
        long record = delay == 0 ? context.tables().remove(table) : context.tables().change(table, description -> {
            TableDescription.Draft draft = description.change();
            draft.goneAt = context.now() + delay;
            return draft.done();
        });
        TableReply reply = new TableReply(context.service(), table, "DELETING");
        return new Answer(out -> reply.writeTo(out, "TableDescription"), record);
    }
}
