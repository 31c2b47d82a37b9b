package io.quarkiverse.kvs.dynamodb.operation.stream;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StreamShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.KeySchemaReply;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Tells what is known of a stream, and its shard. */
public final class DescribeStream implements Operation {

    @Override
    public String name() {
        return "DescribeStream";
    }

    @Override
    public Shape.Structure shape() {
        return StreamShapes.DESCRIBE_STREAM;
    }

    @Override
    public boolean isOfStreams() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        String arn = input.string("StreamArn");
        StreamLookup found = StreamLookup.of(context, arn);
        TableDescription table = found.table().description();
        boolean shown = !found.shard().equals(input.string("ExclusiveStartShardId"));
        return Answer.of(out -> {
            out.startObject("StreamDescription");
            out.field("StreamArn", arn);
            out.field("StreamLabel", found.stream().label());
            out.field("StreamStatus", found.enabled() ? "ENABLED" : "DISABLED");
            out.field("StreamViewType", found.stream().view().name());
            out.time("CreationRequestDateTime", found.createdAt());
            out.field("TableName", table.name());
            KeySchemaReply.writeTo(out, table.keys());
            out.startArray("Shards");
            if (shown) {
                out.startObject().field("ShardId", found.shard());
                out.startObject("SequenceNumberRange");
                out.field("StartingSequenceNumber", StreamLookup.text(found.firstSequence()));
                if (!found.enabled()) {
                    out.field("EndingSequenceNumber", StreamLookup.text(found.table().lastSequence()));
                }
                out.endObject().endObject();
            }
            out.endArray();
            out.endObject();
        });
    }
}
