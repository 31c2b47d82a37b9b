package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Tells which attribute says when items expire. */
public final class DescribeTimeToLive implements Operation {

    @Override
    public String name() {
        return "DescribeTimeToLive";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.DESCRIBE_TIME_TO_LIVE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        TableDescription table = TableLookup.of(context, input.string("TableName")).description();
        String status = table.status(context.now());
        if (status.equals("CREATING") || status.equals("DELETING")) {
            throw DynamoDbException.validation("Cannot describe time to live while table is in " + status
                    + " state: Current table state is " + status);
        }
        String attribute = table.ttl();
        return Answer.of(out -> out.startObject("TimeToLiveDescription")
                .field("TimeToLiveStatus", attribute == null ? "DISABLED" : "ENABLED")
                .field("AttributeName", attribute)
                .endObject());
    }
}
