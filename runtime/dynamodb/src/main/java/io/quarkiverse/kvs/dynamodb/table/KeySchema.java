package io.quarkiverse.kvs.dynamodb.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/**
 * Which attributes are the key of a table or of an index.
 *
 * @param hash the partition key
 * @param range the sort key; null if there is none
 */
public record KeySchema(KeyAttribute hash, KeyAttribute range) {

    /** The partition key, and the sort key if there is one. */
    public List<KeyAttribute> attributes() {
        return range == null ? List.of(hash) : List.of(hash, range);
    }

    /**
     * The key of an item in bytes.
     *
     * @return null if the item lacks one of the attributes, or one has another type
     */
    public byte[] keyOf(Map<String, AttributeValue> item) {
        AttributeValue partition = valueOf(item, hash);
        if (partition == null) {
            return null;
        }
        byte[] first = KeyEncoding.partition(partition);
        if (range == null) {
            return first;
        }
        AttributeValue sort = valueOf(item, range);
        return sort == null ? null : KeyEncoding.concat(first, KeyEncoding.sort(sort));
    }

    private static AttributeValue valueOf(Map<String, AttributeValue> item, KeyAttribute attribute) {
        AttributeValue value = item.get(attribute.name());
        return value == null || value.type() != attribute.type() ? null : value;
    }

    /** The attributes of an item that are its key. */
    public Map<String, AttributeValue> attributesOf(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>(4);
        for (KeyAttribute attribute : attributes()) {
            AttributeValue value = item.get(attribute.name());
            if (value != null) {
                key.put(attribute.name(), value);
            }
        }
        return key;
    }
}
