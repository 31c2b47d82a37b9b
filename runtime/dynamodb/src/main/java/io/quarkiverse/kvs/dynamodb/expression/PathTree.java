package io.quarkiverse.kvs.dynamodb.expression;

import java.util.LinkedHashMap;
import java.util.Map;

/** Paths by their beginnings, to find those that are in each other's way without comparing each with each. */
final class PathTree {

    private final Map<PathElement, PathTree> children = new LinkedHashMap<>();
    /** The first path that leads here or further. */
    private DocumentPath first;
    /** The one that ends here. */
    private DocumentPath end;

    void add(DocumentPath path) {
        PathTree node = this;
        node.touch(path);
        for (PathElement element : path.elements()) {
            node = node.children.computeIfAbsent(element, e -> new PathTree());
            node.touch(path);
        }
        node.end = node.end == null ? path : node.end;
    }

    private void touch(DocumentPath path) {
        first = first == null ? path : first;
    }

    /** The first one that is the same, or leads to it, or into it; null if there is none. */
    DocumentPath overlapping(DocumentPath path) {
        PathTree node = this;
        for (PathElement element : path.elements()) {
            if (node.end != null) {
                return node.end;
            }
            node = node.children.get(element);
            if (node == null) {
                return null;
            }
        }
        return node.first;
    }

    /** One that has an index where it has a name, or the other way round; null if there is none. */
    DocumentPath conflicting(DocumentPath path) {
        PathTree node = this;
        for (PathElement element : path.elements()) {
            // All children are of one kind, since the first one of another kind is an error.
            PathElement child = node.children.isEmpty() ? element : node.children.keySet().iterator().next();
            if (child.getClass() != element.getClass()) {
                return node.children.get(child).first;
            }
            node = node.children.get(element);
            if (node == null) {
                return null;
            }
        }
        return null;
    }
}
