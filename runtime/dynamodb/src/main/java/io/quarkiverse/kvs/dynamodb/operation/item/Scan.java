package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Arrays;
import java.util.Map;

import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/** Reads all items of a table or of an index, or those of one of several segments of it: a range of the hashes of keys. */
public final class Scan implements Operation {

    private static final long HASHES = 1L << 32;

    @Override
    public String name() {
        return "Scan";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.SCAN;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        RequestExpressions expressions = RequestExpressions.ofScan(input);
        Map<String, AttributeValue> start = ReadRequest.start(input);
        requireSegments(input);
        expressions.filter();
        expressions.projection();
        expressions.done();
        ReadRequest.check(input, "");
        ReadRequest request = ReadRequest.of(context, input, expressions, start);
        request.requireStart(false);
        request.requireShown();
        expressions.requireScalar(request.table());
        Integer segments = input.integer("TotalSegments");
        if (segments == null) {
            return request.run(context, KeyBound.START, KeyBound.END, true);
        }
        KeyBound from = bound(input.integer("Segment"), segments);
        KeyBound to = bound(input.integer("Segment") + 1, segments);
        if (start != null) {
            requireInSegment(request, input);
        }
        return request.run(context, from, to, true);
    }

    private static void requireSegments(Input input) {
        Integer segment = input.integer("Segment");
        Integer segments = input.integer("TotalSegments");
        if (segment != null && segments == null) {
            throw DynamoDbException
                    .validation("The TotalSegments parameter is required but was not present in the request when "
                            + "Segment parameter is present");
        }
        if (segments != null && segment == null) {
            throw DynamoDbException
                    .validation("The Segment parameter is required but was not present in the request when parameter "
                            + "TotalSegments is present");
        }
        if (segments != null && segment >= segments) {
            throw DynamoDbException
                    .validation("The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                            + "Segment: " + segment + " is not less than TotalSegments: " + segments);
        }
    }

    private static KeyBound bound(int segment, int segments) {
        return segment == 0 ? KeyBound.START : segment == segments ? KeyBound.END : KeyBound.before(hash(segment, segments));
    }

    /** The first hash of a segment. */
    private static byte[] hash(int segment, int segments) {
        long first = HASHES * segment / segments;
        byte[] hash = new byte[KeyEncoding.HASH_BYTES];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) (first >>> 24 - 8 * i);
        }
        return hash;
    }

    private static void requireInSegment(ReadRequest request, Input input) {
        int segment = input.integer("Segment");
        int segments = input.integer("TotalSegments");
        byte[] key = request.startKey();
        boolean behind = segment == 0 || Arrays.compareUnsigned(key, hash(segment, segments)) >= 0;
        boolean before = segment + 1 == segments || Arrays.compareUnsigned(key, hash(segment + 1, segments)) < 0;
        if (!behind || !before) {
            throw DynamoDbException.validation(ReadRequest.INVALID_START + ": Invalid ExclusiveStartKey. Please use "
                    + "ExclusiveStartKey with correct Segment. TotalSegments: " + segments + " Segment: " + segment);
        }
    }
}
