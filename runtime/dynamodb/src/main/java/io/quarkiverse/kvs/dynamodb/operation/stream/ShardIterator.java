package io.quarkiverse.kvs.dynamodb.operation.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;

/**
 * A place in a stream, as clients hand it around.
 *
 * @param arn of the stream
 * @param sequence of the next record, or of one in front of it
 * @param at when it was made, in milliseconds since 1970
 */
record ShardIterator(String arn, long sequence, long at) {

    /** So long it can be used. */
    private static final long MILLIS = 15 * 60 * 1000L;

    String text() {
        String content = sequence + "|" + at;
        return arn + "|1|" + Base64.getEncoder().encodeToString(content.getBytes(UTF_8));
    }

    /** @throws DynamoDbException a ValidationException, if it is none; an ExpiredIteratorException, if it is too old */
    static ShardIterator parse(String text, long now) {
        try {
            String[] parts = text.split("\\|", 3);
            String[] content = new String(Base64.getDecoder().decode(parts[2]), UTF_8).split("\\|");
            ShardIterator iterator = new ShardIterator(parts[0], Long.parseLong(content[0]), Long.parseLong(content[1]));
            if (now - iterator.at > MILLIS) {
                throw DynamoDbException.of(ErrorType.EXPIRED_ITERATOR, "Iterator expired. The iterator was created at time "
                        + iterator.at + " while right now it is " + now
                        + " which is further in the future than the tolerated delay");
            }
            return iterator;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw DynamoDbException.validation("Invalid ShardIterator");
        }
    }
}
