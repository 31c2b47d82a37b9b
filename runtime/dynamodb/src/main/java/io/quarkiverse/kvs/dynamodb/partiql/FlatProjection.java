package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.PathElement;
import io.quarkiverse.kvs.dynamodb.expression.WithPaths;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * The parts of items that a SELECT wants. Other than with the projections of other requests, a part of a document
 * becomes an attribute: {@code a.b} is named {@code b}, and {@code a.b[0]} is named {@code b[0]}.
 */
public final class FlatProjection implements WithPaths {

    private final List<DocumentPath> paths;

    FlatProjection(List<DocumentPath> paths) {
        this.paths = List.copyOf(paths);
    }

    /** What an item has of these parts. */
    public Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> result = new LinkedHashMap<>();
        for (DocumentPath path : paths) {
            AttributeValue value = path.in(item);
            if (value != null) {
                result.put(name(path), value);
            }
        }
        return result;
    }

    public List<DocumentPath> paths() {
        return paths;
    }

    @Override
    public void forEachPath(Consumer<DocumentPath> action) {
        paths.forEach(action);
    }

    private static String name(DocumentPath path) {
        int last = path.elements().size() - 1;
        while (path.elements().get(last) instanceof PathElement.Index) {
            last--;
        }
        StringBuilder name = new StringBuilder();
        path.elements().subList(last, path.elements().size()).forEach(name::append);
        return name.toString();
    }
}
