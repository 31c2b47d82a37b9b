package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Changes of an item, which all see it as it was before. Immutable. */
public final class UpdateExpression implements WithPaths {

    private final List<DocumentPath> paths;
    private final List<Change> changes;
    private final ChangeTree tree = new ChangeTree();

    /**
     * Of changes that are not in each other's way.
     *
     * @param changes one for each path
     */
    public UpdateExpression(List<DocumentPath> paths, List<Change> changes) {
        this.paths = List.copyOf(paths);
        this.changes = List.copyOf(changes);
        for (int i = 0; i < paths.size(); i++) {
            tree.add(paths.get(i), changes.get(i));
        }
    }

    /**
     * Checks whether paths are in each other's way.
     *
     * @throws DynamoDbException a ValidationException, if one is within another, or takes for a list what another one takes for
     *         a map
     */
    public static void requireApart(List<DocumentPath> paths) {
        PathOverlap.check(DynamoDbException::validation, paths);
    }

    /**
     * Reads an update expression.
     *
     * @throws DynamoDbException a ValidationException, if it makes no sense
     */
    public static UpdateExpression parse(String text, Placeholders placeholders) {
        return new UpdateBuilder(placeholders).build(UpdateSyntax.read(new Words(ExpressionKind.UPDATE, text)));
    }

    /**
     * The item afterwards; the one given stays as it is.
     *
     * @throws DynamoDbException a ValidationException, if the item does not have what the update expects
     */
    public Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
        return tree.apply(item);
    }

    /** What it changes, in the order in which it is written. */
    public List<DocumentPath> paths() {
        return paths;
    }

    @Override
    public void forEachPath(Consumer<DocumentPath> action) {
        paths.forEach(action);
    }

    /** The type that a whole attribute will have; null if that depends on the item, or if it does not change. */
    public AttributeType knownType(String attribute) {
        for (int i = 0; i < paths.size(); i++) {
            if (!paths.get(i).isNested() && paths.get(i).topLevelName().equals(attribute)) {
                return changes.get(i).knownType();
            }
        }
        return null;
    }

    /**
     * What an item has at the places that are changed: for UPDATED_OLD of the item before, for UPDATED_NEW of the one after.
     */
    public Map<String, AttributeValue> project(Map<String, AttributeValue> item) {
        return Projection.ofPaths(paths).apply(item);
    }
}
