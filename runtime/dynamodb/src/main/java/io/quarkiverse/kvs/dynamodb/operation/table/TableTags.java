package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;

/** Reads the tags of a table from requests. */
final class TableTags {

    /** So many may a table have. */
    private static final int MOST = 50;
    /** Those of the service itself begin so. */
    private static final String OWN = "aws:";

    private TableTags() {
    }

    /** @throws DynamoDbException a ValidationException, if one has no key that a client may choose, or is there twice */
    static Map<String, String> of(Input input) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (input.has("Tags")) {
            for (Input tag : input.structures("Tags")) {
                String key = tag.string("Key");
                if (key.startsWith(OWN)) {
                    throw DynamoDbException.validation("Tag Key cannot be prefixed with aws:, Key: " + key);
                }
                if (tags.put(key, tag.string("Value")) != null) {
                    throw DynamoDbException
                            .validation("Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key);
                }
            }
        }
        return requireFew(tags);
    }

    /** @throws DynamoDbException a ValidationException, if there are too many */
    static Map<String, String> requireFew(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw DynamoDbException.validation("Number of Tags exceed the current limit for the provided ResourceArn");
        }
        return tags;
    }
}
