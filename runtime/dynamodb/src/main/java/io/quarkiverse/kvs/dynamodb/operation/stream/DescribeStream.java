package io.quarkiverse.kvs.dynamodb.operation.stream;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StreamShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
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
            out.time("CreationRequestDateTime", found.firstSequence() / 1_000_000);
            out.field("TableName", table.name());
            out.startArray("KeySchema");
            List<KeyAttribute> keys = table.keys().attributes();
            for (int i = 0; i < keys.size(); i++) {
                out.startObject().field("AttributeName", keys.get(i).name()).field("KeyType", i == 0 ? "HASH" : "RANGE")
                        .endObject();
            }
            out.endArray();
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
