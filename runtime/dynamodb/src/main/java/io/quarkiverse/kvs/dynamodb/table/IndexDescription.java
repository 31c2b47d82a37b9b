package io.quarkiverse.kvs.dynamodb.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * A secondary index.
 *
 * @param global whether it has a partition key of its own; a local one has that of the table
 * @param projection which attributes it shows
 * @param included names of attributes besides those of the keys, for {@link Projection#INCLUDE}
 * @param throughput of a global index
 * @param activeAt from when on it can be queried, in milliseconds since 1970
 */
public record IndexDescription(String name, boolean global, KeySchema keys, Projection projection, List<String> included,
        Throughput throughput, long activeAt) {

    /** Which attributes of an item an index shows. */
    public enum Projection {
        ALL,
        KEYS_ONLY,
        INCLUDE
    }

    /** What the index shows of an item. */
    public Map<String, AttributeValue> project(Map<String, AttributeValue> item, Set<String> keysOfTable) {
        if (projection == Projection.ALL) {
            return item;
        }
        Map<String, AttributeValue> shown = new LinkedHashMap<>();
        item.forEach((name, value) -> {
            if (shows(name, keysOfTable)) {
                shown.put(name, value);
            }
        });
        return shown;
    }

    /** Whether the index shows an attribute. */
    public boolean shows(String attribute, Set<String> keysOfTable) {
        return projection == Projection.ALL || keysOfTable.contains(attribute) || keys.has(attribute)
                || included.contains(attribute);
    }

    /** The same with another throughput. */
    public IndexDescription with(Throughput changed) {
        return new IndexDescription(name, global, keys, projection, included, changed, activeAt);
    }
}
