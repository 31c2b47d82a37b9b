package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;

/** Tells the limits of throughput of an account and of a table: those of a new account. */
public final class DescribeLimits implements Operation {

    private static final long OF_ACCOUNT = 80_000;
    private static final long OF_TABLE = 40_000;

    @Override
    public String name() {
        return "DescribeLimits";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.DESCRIBE_LIMITS;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        return Answer.of(out -> out.field("AccountMaxReadCapacityUnits", OF_ACCOUNT)
                .field("AccountMaxWriteCapacityUnits", OF_ACCOUNT)
                .field("TableMaxReadCapacityUnits", OF_TABLE)
                .field("TableMaxWriteCapacityUnits", OF_TABLE));
    }

    @Override
    public boolean isShort() {
        return true;
    }
}
