package io.quarkiverse.kvs.dynamodb.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/**
 * Which attributes are the key of a table or of an index. A global index may have several of both kinds.
 *
 * @param hashes the partition key
 * @param ranges the sort key; none if there is none
 */
public record KeySchema(List<KeyAttribute> hashes, List<KeyAttribute> ranges) {

    /** The most attributes of each kind. */
    public static final int MOST = 4;

    public KeySchema {
        hashes = List.copyOf(hashes);
        ranges = List.copyOf(ranges);
    }

    /** @param range null if there is no sort key */
    public KeySchema(KeyAttribute hash, KeyAttribute range) {
        this(List.of(hash), range == null ? List.of() : List.of(range));
    }

    /** The partition key, or the first attribute of it. */
    public KeyAttribute hash() {
        return hashes.get(0);
    }

    /** The sort key, or the first attribute of it; null if there is none. */
    public KeyAttribute range() {
        return ranges.isEmpty() ? null : ranges.get(0);
    }

    /** The partition key, and the sort key if there is one. */
    public List<KeyAttribute> attributes() {
        if (ranges.isEmpty()) {
            return hashes;
        }
        List<KeyAttribute> all = new ArrayList<>(hashes);
        all.addAll(ranges);
        return all;
    }

    /** Whether an attribute of it is of the partition key. */
    public boolean isHash(KeyAttribute attribute) {
        return hashes.contains(attribute);
    }

    /** Whether an attribute is part of it. */
    public boolean has(String name) {
        for (KeyAttribute attribute : hashes) {
            if (attribute.name().equals(name)) {
                return true;
            }
        }
        for (KeyAttribute attribute : ranges) {
            if (attribute.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The key of an item in bytes.
     *
     * @return null if the item lacks one of the attributes, or one has another type
     */
    public byte[] keyOf(Map<String, AttributeValue> item) {
        byte[] key = partitionOf(item);
        for (int i = 0; i < ranges.size() && key != null; i++) {
            AttributeValue sort = valueOf(item, ranges.get(i));
            key = sort == null ? null : KeyEncoding.concat(key, KeyEncoding.sort(sort));
        }
        return key;
    }

    private byte[] partitionOf(Map<String, AttributeValue> item) {
        if (hashes.size() == 1) {
            AttributeValue partition = valueOf(item, hashes.get(0));
            return partition == null ? null : KeyEncoding.partition(partition);
        }
        List<AttributeValue> values = new ArrayList<>();
        for (KeyAttribute hash : hashes) {
            AttributeValue value = valueOf(item, hash);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return KeyEncoding.partition(values);
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
