package io.quarkiverse.kvs.dynamodb.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/**
 * Writes a response as JSON, in UTF-8 and without blanks. What is written must nest properly: a field only in an object, a
 * value without a name only in an array. Used by one thread.
 */
public final class Output {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator json;

    public Output() {
        try {
            json = Json.FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written so far; it is not to be used afterwards. */
    public byte[] toBytes() {
        write(JsonGenerator::close);
        return bytes.toByteArray();
    }

    public Output startObject() {
        return write(JsonGenerator::writeStartObject);
    }

    public Output startObject(String name) {
        return write(to -> to.writeObjectFieldStart(name));
    }

    public Output endObject() {
        return write(JsonGenerator::writeEndObject);
    }

    public Output startArray(String name) {
        return write(to -> to.writeArrayFieldStart(name));
    }

    public Output startArray() {
        return write(JsonGenerator::writeStartArray);
    }

    public Output endArray() {
        return write(JsonGenerator::writeEndArray);
    }

    /** Nothing, if the value is null. */
    public Output field(String name, String value) {
        return value == null ? this : write(to -> to.writeStringField(name, value));
    }

    public Output field(String name, long value) {
        return write(to -> to.writeNumberField(name, value));
    }

    public Output field(String name, double value) {
        return write(to -> to.writeNumberField(name, value));
    }

    public Output field(String name, boolean value) {
        return write(to -> to.writeBooleanField(name, value));
    }

    /** A point in time, in milliseconds since 1970, as DynamoDB writes it: seconds and a fraction of them. */
    public Output time(String name, long millis) {
        return field(name, millis / 1000.0);
    }

    /** Nothing, if there is no list. */
    public Output strings(String name, Collection<String> values) {
        if (values == null) {
            return this;
        }
        startArray(name);
        for (String each : values) {
            string(each);
        }
        return endArray();
    }

    /** A string in an array. */
    public Output string(String value) {
        return write(to -> to.writeString(value));
    }

    /** A number in an array. */
    public Output number(double value) {
        return write(to -> to.writeNumber(value));
    }

    /** Nothing, if there is no item. */
    public Output item(String name, Map<String, AttributeValue> item) {
        return item == null ? this : write(to -> to.writeFieldName(name)).item(item);
    }

    /** An item in an array. */
    public Output item(Map<String, AttributeValue> item) {
        return write(to -> writeItem(to, item));
    }

    public Output value(String name, AttributeValue value) {
        return value == null ? this : write(to -> to.writeFieldName(name)).value(value);
    }

    /** A value in an array. */
    public Output value(AttributeValue value) {
        return write(to -> writeValue(to, value));
    }

    private static void writeItem(JsonGenerator to, Map<String, AttributeValue> item) throws IOException {
        to.writeStartObject();
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            to.writeFieldName(attribute.getKey());
            writeValue(to, attribute.getValue());
        }
        to.writeEndObject();
    }

    private static void writeValue(JsonGenerator to, AttributeValue value) throws IOException {
        to.writeStartObject();
        to.writeFieldName(value.type().name());
        if (value instanceof AttributeValue.S string) {
            to.writeString(string.value());
        } else if (value instanceof AttributeValue.N number) {
            to.writeString(Numbers.text(number.value()));
        } else if (value instanceof AttributeValue.B binary) {
            to.writeBinary(binary.value().bytes());
        } else if (value instanceof AttributeValue.Bool flag) {
            to.writeBoolean(flag.value());
        } else if (value instanceof AttributeValue.Null) {
            to.writeBoolean(true);
        } else if (value instanceof AttributeValue.M map) {
            writeItem(to, map.values());
        } else {
            writeElements(to, value);
        }
        to.writeEndObject();
    }

    private static void writeElements(JsonGenerator to, AttributeValue value) throws IOException {
        to.writeStartArray();
        if (value instanceof AttributeValue.L list) {
            for (AttributeValue each : list.values()) {
                writeValue(to, each);
            }
        } else if (value instanceof AttributeValue.SS strings) {
            for (String each : strings.values()) {
                to.writeString(each);
            }
        } else if (value instanceof AttributeValue.NS numbers) {
            for (BigDecimal each : numbers.values()) {
                to.writeString(Numbers.text(each));
            }
        } else if (value instanceof AttributeValue.BS binaries) {
            for (Binary each : binaries.values()) {
                to.writeBinary(each.bytes());
            }
        }
        to.writeEndArray();
    }

    /** Something to do with the generator. */
    private interface Step {
        void apply(JsonGenerator to) throws IOException;
    }

    /** Nothing goes wrong with an array of bytes; what does is a fault of the program. */
    private Output write(Step step) {
        try {
            step.apply(json);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
