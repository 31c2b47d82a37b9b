package io.quarkiverse.kvs.dynamodb.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * Reads a request by its {@link Shape}: in one pass, without a tree of JSON in between. What the shape does not know is
 * skipped, null is the same as nothing.
 * <p>
 * Each kind of value that stands where another is expected has an error of its own in DynamoDB, a SerializationException.
 */
public final class ShapeReader {

    /** Of a list without a bound: the operations that have such lists take fewer. Empty structures would fill the memory. */
    private static final int MOST_KEPT = 10_000;

    private ShapeReader() {
    }

    /** Where a value stands: errors differ. */
    private enum Place {
        MEMBER,
        IN_LIST,
        IN_MAP
    }

    /**
     * Reads a whole body.
     *
     * @param body JSON in UTF-8
     * @throws DynamoDbException a SerializationException, without a text if it is no JSON, which comes before everything else
     *         that is wrong
     */
    public static Input read(byte[] body, Shape.Structure shape) {
        try (JsonParser from = parser(body)) {
            try {
                Input input = read(from, shape);
                skipRest(from);
                return input;
            } catch (DynamoDbException e) {
                skipRest(from);
                throw e;
            }
        } catch (IOException e) {
            throw DynamoDbException.serialization(null);
        }
    }

    /** @throws DynamoDbException a SerializationException without a text, if it is no JSON */
    public static void requireJson(byte[] body) {
        try (JsonParser from = parser(body)) {
            from.nextToken();
            from.skipChildren();
            skipRest(from);
        } catch (IOException e) {
            throw DynamoDbException.serialization(null);
        }
    }

    /** @throws CharacterCodingException if it is not UTF-8 */
    private static JsonParser parser(byte[] body) throws IOException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        return Json.FACTORY.createParser(text.array(), text.arrayOffset(), text.length());
    }

    /** Nothing may follow the one value of a body; what is left of it must be JSON. */
    private static void skipRest(JsonParser from) throws IOException {
        while (!from.getParsingContext().inRoot()) {
            from.nextToken();
        }
        if (from.nextToken() != null) {
            throw DynamoDbException.serialization(null);
        }
    }

    /**
     * Reads a structure.
     *
     * @param from in front of it
     * @throws IOException if it is no JSON
     * @throws DynamoDbException a SerializationException, if it is not of this shape
     */
    public static Input read(JsonParser from, Shape.Structure shape) throws IOException {
        if (from.nextToken() != JsonToken.START_OBJECT) {
            from.skipChildren();
            throw DynamoDbException.serialization(null);
        }
        return structure(from, shape);
    }

    /** @param from at the brace */
    private static Input structure(JsonParser from, Shape.Structure shape) throws IOException {
        Input input = new Input(shape);
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            int position = shape.position(from.currentName());
            from.nextToken();
            if (position < 0) {
                from.skipChildren();
            } else {
                input.set(position, any(from, shape.members().get(position).shape(), Place.MEMBER));
            }
        }
        return input;
    }

    /** @param from at the value's first token */
    private static Object any(JsonParser from, Shape shape, Place place) throws IOException {
        if (from.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (shape instanceof Shape.Text) {
            return Scalars.string(from);
        }
        if (shape instanceof Shape.Whole whole) {
            return Scalars.whole(from, whole);
        }
        if (shape instanceof Shape.Flag) {
            return Scalars.flag(from);
        }
        if (shape instanceof Shape.Value) {
            requireStructure(from, shape, place);
            AttributeReader reader = new AttributeReader();
            AttributeValue value = reader.read(from);
            return new Attribute(value, reader.problem());
        }
        if (shape instanceof Shape.ListOf list) {
            return list(from, list, place);
        }
        if (shape instanceof Shape.MapOf map) {
            requireMap(from, map, place);
            return map.isItem() ? item(from) : map(from, map);
        }
        requireStructure(from, shape, place);
        return structure(from, (Shape.Structure) shape);
    }

    private static List<Object> list(JsonParser from, Shape.ListOf shape, Place place) throws IOException {
        if (from.currentToken() == JsonToken.START_OBJECT) {
            throw Scalars.structureFound();
        }
        if (from.currentToken() != JsonToken.START_ARRAY) {
            throw place == Place.MEMBER ? unexpectedField() : parameterized();
        }
        List<Object> list = new ArrayList<>();
        int most = Math.min(shape.max(), MOST_KEPT);
        while (from.nextToken() != JsonToken.END_ARRAY) {
            Object element = any(from, shape.element(), Place.IN_LIST);
            // One more than there may be tells that there are too many.
            if (list.size() <= most) {
                list.add(element);
            }
        }
        return list;
    }

    private static Map<String, Object> map(JsonParser from, Shape.MapOf shape) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String key = Scalars.name(from);
            from.nextToken();
            map.put(key, any(from, shape.value(), Place.IN_MAP));
        }
        return map;
    }

    private static Attributes item(JsonParser from) throws IOException {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        String invalid = null;
        String problem = null;
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = Scalars.name(from);
            AttributeReader reader = new AttributeReader();
            if (from.nextToken() == JsonToken.VALUE_NULL) {
                reader.isEmpty();
                values.put(name, null);
            } else {
                requireStructure(from, Shape.VALUE, Place.IN_MAP);
                values.put(name, reader.read(from));
            }
            if (reader.problem() != null && problem == null) {
                invalid = name;
                problem = reader.problem();
            }
        }
        return new Attributes(values, invalid, problem);
    }

    /** Structures say one thing where they are members, another where they are elements. */
    private static void requireStructure(JsonParser from, Shape shape, Place place) {
        if (from.currentToken() == JsonToken.START_ARRAY) {
            throw DynamoDbException.serialization("Unrecognized collection type class " + shape.javaName());
        }
        if (from.currentToken() != JsonToken.START_OBJECT) {
            throw place == Place.MEMBER ? unexpectedField()
                    : DynamoDbException.serialization("Unexpected value type in payload");
        }
    }

    private static void requireMap(JsonParser from, Shape.MapOf shape, Place place) {
        if (from.currentToken() == JsonToken.START_ARRAY) {
            throw DynamoDbException.serialization("Unrecognized collection type " + shape.javaName());
        }
        if (from.currentToken() != JsonToken.START_OBJECT) {
            throw place == Place.MEMBER ? unexpectedField() : parameterized();
        }
    }

    static void requireAttribute(JsonParser from) {
        requireStructure(from, Shape.VALUE, Place.IN_LIST);
    }

    private static DynamoDbException unexpectedField() {
        return DynamoDbException.serialization("Unexpected field type");
    }

    /** The service's own words for a list in a map, or a map in a list, that is neither. */
    private static DynamoDbException parameterized() {
        return DynamoDbException.serialization(
                "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class"
                        + " (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module"
                        + " java.base of loader 'bootstrap')");
    }
}
