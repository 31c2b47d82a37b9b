package io.quarkiverse.kvs.dynamodb.expression;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Something that has document paths in it. */
public interface WithPaths {

    /** Tells the document paths in it, from left to right, each as often as it is there. */
    void forEachPath(Consumer<DocumentPath> action);

    /** The names of the attributes of which it has something. */
    default Set<String> topLevelNames() {
        Set<String> names = new LinkedHashSet<>();
        forEachPath(path -> names.add(path.topLevelName()));
        return names;
    }

    /** The names of the attributes into which it looks: keys are not among them in a request that makes sense. */
    default Set<String> nestedNames() {
        Set<String> names = new LinkedHashSet<>();
        forEachPath(path -> {
            if (path.isNested()) {
                names.add(path.topLevelName());
            }
        });
        return names;
    }
}
