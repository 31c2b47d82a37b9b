package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What a query asks of the keys of a table or of an index: one partition, and possibly a range of its sort keys.
 *
 * @param hashes the values of the partition key, by the names of its attributes
 * @param ranges what it asks of the sort key, by the names of its attributes, from the first on: all but the last one have a
 *        value; none if it asks nothing of it
 */
public record KeyCondition(Map<String, AttributeValue> hashes, Map<String, KeyPredicate> ranges) {

    public KeyCondition {
        hashes = Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    /** On a key of one attribute of each kind; the last two are null if nothing is asked of the sort key. */
    public KeyCondition(String hashName, AttributeValue hashValue, String rangeName, KeyPredicate range) {
        this(Map.of(hashName, hashValue), range == null ? Map.of() : Map.of(rangeName, range));
    }

    /**
     * Reads a key condition expression.
     *
     * @throws io.quarkiverse.kvs.dynamodb.error.DynamoDbException a ValidationException, if it makes no sense, or not for this
     *         key
     */
    public static KeyCondition parse(String text, Placeholders placeholders, KeyNames keys) {
        return KeyConditions.parse(text, placeholders).on(keys);
    }

    public String hashName() {
        return hashes.keySet().iterator().next();
    }

    public AttributeValue hashValue() {
        return hashes.values().iterator().next();
    }

    /** Of the last attribute that it asks for; null if it asks nothing of the sort key. */
    public String rangeName() {
        List<String> names = new ArrayList<>(ranges.keySet());
        return names.isEmpty() ? null : names.get(names.size() - 1);
    }

    /** What it asks of that attribute; null if it asks nothing of the sort key. */
    public KeyPredicate range() {
        return ranges.get(rangeName());
    }

    /** Whether an item is in its partition. */
    public boolean isOfPartition(Map<String, AttributeValue> item) {
        return hashes.entrySet().stream().allMatch(hash -> hash.getValue().equals(item.get(hash.getKey())));
    }

    /** Whether the sort key of an item is in its range. */
    public boolean isInRange(Map<String, AttributeValue> item) {
        return ranges.entrySet().stream().allMatch(range -> range.getValue().matches(item.get(range.getKey())));
    }
}
