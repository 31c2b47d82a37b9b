package io.quarkiverse.kvs.dynamodb.expression;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** A condition on an item. {@link Conditions} makes them. Immutable. */
public interface Condition {

    /** @param item empty if it does not exist */
    boolean matches(Map<String, AttributeValue> item);

    /** Tells the document paths in it, from left to right, each as often as it is there. */
    void forEachPath(Consumer<DocumentPath> action);

    /** The names of the attributes in it. */
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
