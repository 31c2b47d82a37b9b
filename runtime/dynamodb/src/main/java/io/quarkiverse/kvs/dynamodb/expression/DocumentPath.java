package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * Where a value is in an item: the name of an attribute, and the way into its maps and lists.
 *
 * @param elements the first one is a name
 */
public record DocumentPath(List<PathElement> elements) {

    /** The deepest one: as deep as documents are. */
    public static final int DEEPEST = 32;

    public DocumentPath {
        elements = List.copyOf(elements);
    }

    /** The path of a whole attribute. */
    public static DocumentPath of(String attribute) {
        return new DocumentPath(List.of(new PathElement.Name(attribute)));
    }

    /** The name of the attribute. */
    public String topLevelName() {
        return ((PathElement.Name) elements.get(0)).name();
    }

    /** Whether it leads into a map or a list. */
    public boolean isNested() {
        return elements.size() > 1;
    }

    /** The value in an item; null if there is none. */
    public AttributeValue in(Map<String, AttributeValue> item) {
        AttributeValue value = item.get(topLevelName());
        for (int i = 1; i < elements.size() && value != null; i++) {
            value = child(value, elements.get(i));
        }
        return value;
    }

    /** The element of a map or of a list; null if there is none. */
    static AttributeValue child(AttributeValue parent, PathElement element) {
        if (element instanceof PathElement.Name name) {
            return parent instanceof AttributeValue.M map ? map.values().get(name.name()) : null;
        }
        int index = ((PathElement.Index) element).index();
        return parent instanceof AttributeValue.L list && index < list.values().size() ? list.values().get(index) : null;
    }

    /** As errors show it: {@code [a, b, [0]]}. */
    @Override
    public String toString() {
        return elements.toString();
    }
}
