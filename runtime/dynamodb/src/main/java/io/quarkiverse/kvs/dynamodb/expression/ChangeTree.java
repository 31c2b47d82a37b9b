package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * The changes of an update by their paths. All of them see the item as it was; so an index means the element that had
 * it, whatever is removed in front of it, and what is set beyond the end of a list comes after its last element.
 */
final class ChangeTree {

    private final Map<String, ChangeTree> names = new LinkedHashMap<>();
    /** By their indexes, so that those beyond the end are appended in their order. */
    private final Map<Integer, ChangeTree> indexes = new TreeMap<>();
    private Change change;

    void add(DocumentPath path, Change made) {
        ChangeTree node = this;
        for (PathElement element : path.elements()) {
            node = element instanceof PathElement.Name name ? node.names.computeIfAbsent(name.name(), n -> new ChangeTree())
                    : node.indexes.computeIfAbsent(((PathElement.Index) element).index(), i -> new ChangeTree());
        }
        node.change = made;
    }

    /** The item after all changes. */
    Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
        return changedMap(item, item);
    }

    private AttributeValue changed(AttributeValue before, Map<String, AttributeValue> item) {
        if (change != null) {
            return change.apply(before, item);
        }
        if (!names.isEmpty() && before instanceof AttributeValue.M map) {
            return new AttributeValue.M(changedMap(map.values(), item));
        }
        if (!indexes.isEmpty() && before instanceof AttributeValue.L list) {
            return new AttributeValue.L(changedList(list.values(), item));
        }
        throw DynamoDbException.validation("The document path provided in the update expression is invalid for update");
    }

    private Map<String, AttributeValue> changedMap(Map<String, AttributeValue> before, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> after = new LinkedHashMap<>(before);
        names.forEach((name, child) -> {
            AttributeValue value = child.changed(before.get(name), item);
            if (value == null) {
                after.remove(name);
            } else {
                after.put(name, value);
            }
        });
        return after;
    }

    private List<AttributeValue> changedList(List<AttributeValue> before, Map<String, AttributeValue> item) {
        List<AttributeValue> after = new ArrayList<>(before.size() + indexes.size());
        for (int i = 0; i < before.size(); i++) {
            ChangeTree child = indexes.get(i);
            AttributeValue value = child == null ? before.get(i) : child.changed(before.get(i), item);
            if (value != null) {
                after.add(value);
            }
        }
        indexes.forEach((index, child) -> {
            AttributeValue value = index < before.size() ? null : child.changed(null, item);
            if (value != null) {
                after.add(value);
            }
        });
        return after;
    }
}
