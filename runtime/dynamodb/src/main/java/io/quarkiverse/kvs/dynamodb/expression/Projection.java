package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** The parts of items that a request wants. Immutable. */
public final class Projection implements WithPaths {

    private final List<DocumentPath> paths;
    private final ProjectionTree tree = new ProjectionTree();

    private Projection(List<DocumentPath> paths) {
        this.paths = List.copyOf(paths);
        paths.forEach(tree::add);
    }

    /**
     * Reads a projection expression.
     *
     * @throws DynamoDbException a ValidationException, if it makes no sense
     */
    public static Projection parse(String text, Placeholders placeholders) {
        ExpressionKind kind = ExpressionKind.PROJECTION;
        Words words = new Words(kind, text);
        SyntaxReader reader = new SyntaxReader(words);
        List<Syntax.Path> syntax = new ArrayList<>();
        do {
            syntax.add(reader.path());
        } while (words.takeSign(","));
        words.expectEnd();
        syntax.forEach(path -> PathBuilder.checkNames(kind, path));
        PathBuilder builder = new PathBuilder(kind, placeholders);
        List<DocumentPath> paths = new ArrayList<>();
        syntax.forEach(path -> paths.add(builder.build(path)));
        PathOverlap.check(kind::error, paths);
        return new Projection(paths);
    }

    /**
     * Of names of attributes: {@code AttributesToGet}.
     *
     * @throws DynamoDbException a ValidationException, if one is there twice
     */
    public static Projection ofNames(List<String> attributesToGet) {
        Set<String> names = new LinkedHashSet<>();
        List<DocumentPath> paths = new ArrayList<>();
        for (String name : attributesToGet) {
            if (!names.add(name)) {
                throw DynamoDbException
                        .validation("One or more parameter values were invalid: Duplicate value in attribute name: " + name);
            }
            paths.add(DocumentPath.of(name));
        }
        return new Projection(paths);
    }

    /** Of paths that are not in each other's way. */
    public static Projection ofPaths(List<DocumentPath> paths) {
        return new Projection(paths);
    }

    /** The parts that an item has. Elements of a list are in their order, without gaps. */
    public Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> result = new LinkedHashMap<>();
        tree.projectMap(item, result);
        return result;
    }

    public List<DocumentPath> paths() {
        return paths;
    }

    @Override
    public void forEachPath(Consumer<DocumentPath> action) {
        paths.forEach(action);
    }
}
