package io.quarkiverse.kvs.dynamodb.expression;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/** Short ways to write values and items. */
public final class Samples {

    private Samples() {
    }

    public static AttributeValue s(String value) {
        return new AttributeValue.S(value);
    }

    public static AttributeValue n(String value) {
        return new AttributeValue.N(Numbers.parse(value));
    }

    public static AttributeValue b(String value) {
        return new AttributeValue.B(binary(value));
    }

    public static AttributeValue bool(boolean value) {
        return AttributeValue.Bool.of(value);
    }

    public static AttributeValue nil() {
        return AttributeValue.Null.INSTANCE;
    }

    public static AttributeValue l(AttributeValue... values) {
        return new AttributeValue.L(List.of(values));
    }

    public static AttributeValue m(Object... namesAndValues) {
        return new AttributeValue.M(item(namesAndValues));
    }

    public static AttributeValue ss(String... values) {
        return new AttributeValue.SS(new LinkedHashSet<>(List.of(values)));
    }

    public static AttributeValue ns(String... values) {
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        Arrays.stream(values).map(Numbers::parse).forEach(numbers::add);
        return new AttributeValue.NS(numbers);
    }

    public static AttributeValue bs(String... values) {
        Set<Binary> binaries = new LinkedHashSet<>();
        Arrays.stream(values).map(Samples::binary).forEach(binaries::add);
        return new AttributeValue.BS(binaries);
    }

    private static Binary binary(String value) {
        return new Binary(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An item, or values with the names of placeholders. */
    public static Map<String, AttributeValue> item(Object... namesAndValues) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            item.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
        }
        return item;
    }

    /** Placeholders of names, and of values, as far as there are some. */
    public static Placeholders placeholders(Map<String, String> names, Object... values) {
        return new Placeholders(names.isEmpty() ? null : names, values.length == 0 ? null : item(values));
    }

    /** The text of a ValidationException. */
    public static String error(ThrowingCallable call) {
        DynamoDbException exception = catchThrowableOfType(DynamoDbException.class, call);
        if (exception == null) {
            return "no error";
        }
        return exception.type() == ErrorType.VALIDATION ? exception.getMessage() : exception.type() + exception.getMessage();
    }
}
