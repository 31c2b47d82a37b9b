package io.quarkiverse.kvs.dynamodb.operation.stream;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.StreamRecord;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;

/**
 * A stream of a table, by its ARN. It has one shard, which is open as long as the stream is enabled.
 *
 * @param enabled whether more records may come
 */
record StreamLookup(Table table, StreamDescription stream, boolean enabled) {

    private static final String STREAM = "/stream/";
    private static final int DIGITS = 21;

    /** @throws DynamoDbException a ResourceNotFoundException, if there is none */
    static StreamLookup of(OperationContext context, String arn) {
        int at = arn.indexOf(STREAM);
        Table table = at < 0 ? null : context.tables().find(Service.tableName(arn.substring(0, at)));
        if (table != null) {
            String label = arn.substring(at + STREAM.length());
            StreamDescription current = table.description().stream();
            StreamDescription former = table.description().formerStream();
            if (current != null && current.label().equals(label)) {
                return new StreamLookup(table, current, true);
            }
            if (former != null && former.label().equals(label)) {
                return new StreamLookup(table, former, false);
            }
        }
        throw DynamoDbException.resourceNotFound("Requested resource not found: Stream: " + arn + " not found");
    }

    /** Milliseconds since 1970. */
    long createdAt() {
        return LocalDateTime.parse(stream.label()).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** The number that the first record has at least. */
    long firstSequence() {
        return StreamRecord.firstSequence(createdAt());
    }

    /** As long as those of real shards. */
    String shard() {
        return String.format(Locale.ROOT, "shardId-%020d-%08x", createdAt(), table.name().hashCode());
    }

    /** A sequence number in the form that clients see. */
    static String text(long sequence) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", sequence);
    }

    /** @throws DynamoDbException a ValidationException, if it is none */
    static long sequence(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw DynamoDbException.validation("Invalid SequenceNumber");
        }
    }
}
