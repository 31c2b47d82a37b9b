package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;

/** Tells what is known of a table. */
public final class DescribeTable implements Operation {

    @Override
    public String name() {
        return "DescribeTable";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.DESCRIBE_TABLE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        TableReply reply = new TableReply(context.service(), TableLookup.of(context, input.string("TableName")), null);
        return Answer.of(out -> reply.writeTo(out, "Table"));
    }
}
