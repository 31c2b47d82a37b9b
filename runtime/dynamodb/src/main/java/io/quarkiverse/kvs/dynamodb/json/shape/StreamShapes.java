package io.quarkiverse.kvs.dynamodb.json.shape;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static io.quarkiverse.kvs.dynamodb.json.Shape.required;

import io.quarkiverse.kvs.dynamodb.json.Shape;

/** The requests of streams. */
public final class StreamShapes {

    private static final Shape.Text STREAM_ARN = Shape.text(37, 1024);
    private static final Shape.Text SHARD_ID = Shape.text(28, 65);
    private static final Shape.Whole LIMIT = Shape.INTEGER.from(1);

    public static final Shape.Structure LIST_STREAMS = Shape.structure("ListStreamsInput",
            optional("TableName", CommonShapes.PLAIN_TABLE_NAME),
            optional("Limit", LIMIT),
            optional("ExclusiveStartStreamArn", STREAM_ARN));

    public static final Shape.Structure DESCRIBE_STREAM = Shape.structure("DescribeStreamInput",
            required("StreamArn", STREAM_ARN),
            optional("Limit", LIMIT),
            optional("ExclusiveStartShardId", SHARD_ID),
            optional("ShardFilter", Shape.structure("ShardFilter",
                    optional("Type", Shape.oneOf("CHILD_SHARDS")),
                    optional("ShardId", SHARD_ID))));

    public static final Shape.Structure GET_SHARD_ITERATOR = Shape.structure("GetShardIteratorInput",
            required("StreamArn", STREAM_ARN),
            required("ShardId", SHARD_ID),
            required("ShardIteratorType",
                    Shape.oneOf("AFTER_SEQUENCE_NUMBER", "LATEST", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON")),
            optional("SequenceNumber", Shape.text(21, 40)));

    public static final Shape.Structure GET_RECORDS = Shape.structure("GetRecordsInput",
            required("ShardIterator", Shape.text(1, 2048)),
            optional("Limit", LIMIT));

    private StreamShapes() {
    }
}
