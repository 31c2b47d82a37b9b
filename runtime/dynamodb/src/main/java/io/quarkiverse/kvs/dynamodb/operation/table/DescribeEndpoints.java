package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;

/** Tells the name of the endpoint of the region, and how many minutes clients may remember it. */
public final class DescribeEndpoints implements Operation {

    private static final long MINUTES = 1_440;

    @Override
    public String name() {
        return "DescribeEndpoints";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.DESCRIBE_ENDPOINTS;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        String address = "dynamodb." + context.service().region() + ".amazonaws.com";
        return Answer.of(out -> out.startArray("Endpoints")
                .startObject().field("Address", address).field("CachePeriodInMinutes", MINUTES).endObject()
                .endArray());
    }

    @Override
    public boolean isShort() {
        return true;
    }
}
