package io.quarkiverse.kvs.dynamodb.operation.stream;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StreamShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;

/** Answers a place in a stream to read from. */
public final class GetShardIterator implements Operation {

    @Override
    public String name() {
        return "GetShardIterator";
    }

    @Override
    public Shape.Structure shape() {
        return StreamShapes.GET_SHARD_ITERATOR;
    }

    @Override
    public boolean isOfStreams() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        String type = input.string("ShardIteratorType");
        boolean numbered = type.endsWith("SEQUENCE_NUMBER");
        if (numbered && !input.has("SequenceNumber")) {
            throw DynamoDbException
                    .validation("1 validation error detected: SequenceNumber is required for ShardIteratorType " + type);
        }
        StreamLookup found = StreamLookup.of(context, input.string("StreamArn"));
        if (!found.shard().equals(input.string("ShardId"))) {
            throw DynamoDbException.resourceNotFound("Requested resource not found: Shard does not exist");
        }
        long sequence;
        switch (type) {
            case "AT_SEQUENCE_NUMBER":
                sequence = StreamLookup.sequence(input.string("SequenceNumber"));
                break;
            case "AFTER_SEQUENCE_NUMBER":
                sequence = StreamLookup.sequence(input.string("SequenceNumber")) + 1;
                break;
            case "LATEST":
                sequence = found.table().lastSequence() + 1;
                break;
            default:
                sequence = found.firstSequence();
        }
        if (numbered && sequence < found.firstSequence()) {
            throw DynamoDbException.of(ErrorType.TRIMMED_DATA,
                    "The operation attempted to read past the oldest stream record in a shard.");
        }
        String iterator = new ShardIterator(input.string("StreamArn"), Math.max(sequence, found.firstSequence()), context.now())
                .text();
        return Answer.of(out -> out.field("ShardIterator", iterator));
    }
}
