package io.quarkiverse.kvs.dynamodb.expression;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/**
 * The placeholders of one request: {@code ExpressionAttributeNames} and {@code ExpressionAttributeValues}. It
 * remembers which of them the expressions used, since the others are an error. One thread at a time.
 */
public final class Placeholders {

    /** The bytes of the longest placeholder, and of the longest name that it may stand for, and the bytes of all together. */
    private static final int LONGEST_KEY = 255;
    private static final long LARGEST = 2L * 1024 * 1024;

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> unusedNames;
    private final Set<String> unusedValues;

    /**
     * @param names with their number signs; null if the request has none
     * @param values with their colons; null if the request has none
     * @throws DynamoDbException a ValidationException, if one is not well formed, or if there is a map without any
     */
    public Placeholders(Map<String, String> names, Map<String, AttributeValue> values) {
        if (names != null) {
            check("ExpressionAttributeNames", '#', names.keySet());
            long size = 0;
            for (Map.Entry<String, String> name : names.entrySet()) {
                size += name.getKey().length() + (long) ItemSize.utf8(name.getValue());
            }
            limit("ExpressionAttributeNames", size);
        }
        if (values != null) {
            check("ExpressionAttributeValues", ':', values.keySet());
            limit("ExpressionAttributeValues", ItemSize.of(values));
        }
        this.names = names == null ? Map.of() : names;
        this.values = values == null ? Map.of() : values;
        this.unusedNames = new LinkedHashSet<>(this.names.keySet());
        this.unusedValues = new LinkedHashSet<>(this.values.keySet());
    }

    private static void check(String parameter, char sign, Set<String> keys) {
        if (keys.isEmpty()) {
            throw DynamoDbException.validation(parameter + " must not be empty");
        }
        for (String key : keys) {
            int size = ItemSize.utf8(key);
            if (size > LONGEST_KEY) {
                throw DynamoDbException.validation(parameter
                        + " contains invalid key: The expression attribute map contains a key that is too long; size of key: "
                        + size);
            }
            if (!isPlaceholder(key, sign)) {
                throw DynamoDbException.validation(parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
            }
        }
    }

    private static void limit(String parameter, long size) {
        if (size > LARGEST) {
            throw DynamoDbException.validation(parameter + " exceeds max size");
        }
    }

    private static boolean isPlaceholder(String key, char sign) {
        if (key.length() < 2 || key.charAt(0) != sign) {
            return false;
        }
        for (int i = 1; i < key.length(); i++) {
            if (!Lexer.isWordPart(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What a placeholder stands for, which is used herewith. */
    String name(ExpressionKind kind, String placeholder) {
        String name = names.get(placeholder);
        if (name == null) {
            throw kind.error("An expression attribute name used in the document path is not defined; attribute name: "
                    + placeholder);
        }
        unusedNames.remove(placeholder);
        return name;
    }

    /** What a placeholder stands for, which is used herewith. */
    AttributeValue value(ExpressionKind kind, String placeholder) {
        AttributeValue value = values.get(placeholder);
        if (value == null) {
            throw kind.error("An expression attribute value used in expression is not defined; attribute value: "
                    + placeholder);
        }
        unusedValues.remove(placeholder);
        return value;
    }

    /** {@link #requireAllUsed(String)}, where the text has no prefix. */
    public void requireAllUsed() {
        requireAllUsed("");
    }

    /**
     * To be called after all expressions of the request are parsed.
     *
     * @param prefix what the text of the error begins with: some operations have one
     * @throws DynamoDbException a ValidationException, if one is used nowhere
     */
    public void requireAllUsed(String prefix) {
        require(prefix, "ExpressionAttributeNames", unusedNames);
        require(prefix, "ExpressionAttributeValues", unusedValues);
    }

    private static void require(String prefix, String parameter, Set<String> unused) {
        if (!unused.isEmpty()) {
            throw DynamoDbException.validation(prefix + "Value provided in " + parameter + " unused in expressions: keys: {"
                    + String.join(", ", unused) + "}");
        }
    }
}
