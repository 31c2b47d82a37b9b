package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;
import java.util.function.Function;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/** Whether the paths of an update or of a projection are apart from each other. */
final class PathOverlap {

    private PathOverlap() {
    }

    /** One within another is worse than one that takes for a map what another one takes for a list. */
    static void check(Function<String, DynamoDbException> error, List<DocumentPath> paths) {
        check(error, paths, false, "overlap");
        check(error, paths, true, "conflict");
    }

    private static void check(Function<String, DynamoDbException> error, List<DocumentPath> paths, boolean conflicts,
            String problem) {
        PathTree tree = new PathTree();
        for (DocumentPath path : paths) {
            DocumentPath other = conflicts ? tree.conflicting(path) : tree.overlapping(path);
            if (other != null) {
                throw error.apply("Two document paths " + problem
                        + " with each other; must remove or rewrite one of these paths; path one: " + other + ", path two: "
                        + path);
            }
            tree.add(path);
        }
    }
}
