package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;

/** Tells whether a table could be restored as it was at an instant. It could not: that is accepted and told, no more. */
public final class DescribeContinuousBackups implements Operation {

    @Override
    public String name() {
        return "DescribeContinuousBackups";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.DESCRIBE_CONTINUOUS_BACKUPS;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        Table table = BackupReply.find(context, input.string("TableName"));
        return Answer.of(new BackupReply(table.description(), context.now())::writeTo);
    }
}
