package io.quarkiverse.kvs.dynamodb.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/**
 * Reads one attribute value. What is no JSON of an attribute value is an exception; a value that makes no sense is a
 * {@link #problem()},
 * of which the first counts, and is read to its end.
 */
final class AttributeReader {

    /** The most levels of values in values (developer guide, "Constraints"): what is in lists or maps is one below these. */
    private static final int LEVELS = 32;

    static final String TOO_DEEP = "Nesting Levels have exceeded supported limits: "
            + "Attributes in the item have nested levels beyond supported limit";

    private static final String INVALID = "One or more parameter values were invalid: ";

    private String problem;

    /** What is wrong with the value that was read; null if nothing is. */
    String problem() {
        return problem;
    }

    /** @param from at the brace; afterwards at the closing one */
    AttributeValue read(JsonParser from) throws IOException {
        return read(from, 1);
    }

    /** @return null if it is wrong */
    private AttributeValue read(JsonParser from, int level) throws IOException {
        if (level > LEVELS) {
            isWrong(TOO_DEEP);
        }
        AttributeValue value = null;
        int types = 0;
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            AttributeType type = AttributeType.named(from.currentName());
            if (from.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            if (type == null) {
                from.skipChildren();
            } else {
                value = ofType(from, type, level);
                types++;
            }
        }
        if (types == 0) {
            isEmpty();
        } else if (types > 1) {
            isWrong("Supplied AttributeValue has more than one datatypes set, "
                    + "must contain exactly one of the supported datatypes");
        }
        return problem == null ? value : null;
    }

    void isEmpty() {
        isWrong("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }

    /** Only the first problem counts. */
    private AttributeValue isWrong(String what) {
        if (problem == null) {
            problem = what;
        }
        return null;
    }

    private AttributeValue ofType(JsonParser from, AttributeType type, int level) throws IOException {
        switch (type) {
            case S:
                return new AttributeValue.S(Scalars.string(from));
            case N:
                BigDecimal number = number(Scalars.string(from));
                return number == null ? null : new AttributeValue.N(number);
            case B:
                return new AttributeValue.B(Scalars.binary(from));
            case BOOL:
                return AttributeValue.Bool.of(Scalars.flag(from));
            case NULL:
                return Scalars.flag(from) ? AttributeValue.Null.INSTANCE
                        : isWrong(INVALID + "Null attribute value types must have the value of true");
            case L:
                return list(from, level);
            case M:
                return map(from, level);
            default:
                return set(from, type);
        }
    }

    private BigDecimal number(String text) {
        try {
            return Numbers.parse(text);
        } catch (DynamoDbException e) {
            isWrong(e.getMessage());
            return null;
        }
    }

    private AttributeValue list(JsonParser from, int level) throws IOException {
        requireArray(from);
        List<AttributeValue> values = new ArrayList<>();
        while (from.nextToken() != JsonToken.END_ARRAY) {
            if (from.currentToken() == JsonToken.VALUE_NULL) {
                isEmpty();
            } else {
                ShapeReader.requireAttribute(from);
                values.add(read(from, level + 1));
            }
        }
        return new AttributeValue.L(values);
    }

    private AttributeValue map(JsonParser from, int level) throws IOException {
        if (from.currentToken() == JsonToken.START_ARRAY) {
            throw DynamoDbException.serialization("Unrecognized collection type " + Shape.ITEM.javaName());
        }
        if (from.currentToken() != JsonToken.START_OBJECT) {
            throw DynamoDbException.serialization("Unexpected field type");
        }
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = Scalars.name(from);
            if (from.nextToken() == JsonToken.VALUE_NULL) {
                isEmpty();
            } else {
                ShapeReader.requireAttribute(from);
                values.put(name, read(from, level + 1));
            }
        }
        return new AttributeValue.M(values);
    }

    private AttributeValue set(JsonParser from, AttributeType type) throws IOException {
        requireArray(from);
        switch (type) {
            case SS:
                return strings(from);
            case NS:
                return numbers(from);
            default:
                return binaries(from);
        }
    }

    private AttributeValue strings(JsonParser from) throws IOException {
        List<String> all = new ArrayList<>();
        while (from.nextToken() != JsonToken.END_ARRAY) {
            if (from.currentToken() == JsonToken.VALUE_NULL) {
                isWrong(INVALID + "An string set  may not have a null string as a member");
            } else {
                all.add(Scalars.string(from));
            }
        }
        if (all.isEmpty()) {
            return isWrong(INVALID + "An string set  may not be empty");
        }
        Set<String> values = new LinkedHashSet<>(all);
        if (values.size() < all.size()) {
            return isWrong(INVALID + "Input collection " + Shown.of(all) + " contains duplicates.");
        }
        return new AttributeValue.SS(values);
    }

    private AttributeValue numbers(JsonParser from) throws IOException {
        Set<BigDecimal> values = new LinkedHashSet<>();
        int read = 0;
        while (from.nextToken() != JsonToken.END_ARRAY) {
            if (from.currentToken() == JsonToken.VALUE_NULL) {
                isWrong(INVALID + "An number set  may not have a null string as a member");
            } else {
                values.add(number(Scalars.string(from)));
            }
            read++;
        }
        if (read == 0) {
            return isWrong(INVALID + "An number set  may not be empty");
        }
        if (values.size() < read) {
            return isWrong("Input collection contains duplicates");
        }
        return new AttributeValue.NS(values);
    }

    private AttributeValue binaries(JsonParser from) throws IOException {
        List<Binary> all = new ArrayList<>();
        while (from.nextToken() != JsonToken.END_ARRAY) {
            if (from.currentToken() == JsonToken.VALUE_NULL) {
                isWrong(INVALID + "Binary sets may not contain null values");
            } else {
                all.add(Scalars.binary(from));
            }
        }
        if (all.isEmpty()) {
            return isWrong(INVALID + "Binary sets should not be empty");
        }
        Set<Binary> values = new LinkedHashSet<>(all);
        if (values.size() < all.size()) {
            return isWrong(INVALID + "Input collection " + Shown.of(all) + "of type BS contains duplicates.");
        }
        return new AttributeValue.BS(values);
    }

    private static void requireArray(JsonParser from) {
        if (from.currentToken() == JsonToken.START_OBJECT) {
            throw Scalars.structureFound();
        }
        if (from.currentToken() != JsonToken.START_ARRAY) {
            throw DynamoDbException.serialization("Unexpected field type");
        }
    }
}
