package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** The paths of a projection by their beginnings, so that each part of an item is visited once. */
final class ProjectionTree {

    private final Map<String, ProjectionTree> names = new LinkedHashMap<>();
    private final Map<Integer, ProjectionTree> indexes = new TreeMap<>();
    private boolean whole;

    void add(DocumentPath path) {
        ProjectionTree node = this;
        for (PathElement element : path.elements()) {
            node = element instanceof PathElement.Name name
                    ? node.names.computeIfAbsent(name.name(), n -> new ProjectionTree())
                    : node.indexes.computeIfAbsent(((PathElement.Index) element).index(), i -> new ProjectionTree());
        }
        node.whole = true;
    }

    /** What is wanted of a value; null if that is nothing. */
    private AttributeValue project(AttributeValue value) {
        if (whole || value == null) {
            return value;
        }
        if (value instanceof AttributeValue.M map) {
            Map<String, AttributeValue> result = new LinkedHashMap<>();
            projectMap(map.values(), result);
            return result.isEmpty() ? null : new AttributeValue.M(result);
        }
        if (value instanceof AttributeValue.L list) {
            List<AttributeValue> result = new ArrayList<>();
            indexes.forEach((index, child) -> {
                AttributeValue element = index < list.values().size() ? child.project(list.values().get(index)) : null;
                if (element != null) {
                    result.add(element);
                }
            });
            return result.isEmpty() ? null : new AttributeValue.L(result);
        }
        return null;
    }

    void projectMap(Map<String, AttributeValue> map, Map<String, AttributeValue> result) {
        names.forEach((name, child) -> {
            AttributeValue value = child.project(map.get(name));
            if (value != null) {
                result.put(name, value);
            }
        });
    }
}
