package io.quarkiverse.kvs.dynamodb.json;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What attribute values may be, and the words for those that make no sense. */
class AttributeReaderTest {

    private static final Shape.Structure SHAPE = Shape.structure("Request", optional("V", Shape.VALUE));

    private static AttributeValue read(String json) {
        return ShapeReader.read(("{\"V\":" + json + "}").getBytes(StandardCharsets.UTF_8), SHAPE).value("V");
    }

    private static DynamoDbException error(String json) {
        return catchThrowableOfType(DynamoDbException.class, () -> read(json));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"S\":\"\"}", "{\"S\":\"ä€😀\"}", "{\"N\":\"-12.5\"}", "{\"B\":\"\"}", "{\"B\":\"AQI=\"}",
            "{\"BOOL\":true}",
            "{\"NULL\":true}", "{\"L\":[]}", "{\"M\":{}}", "{\"L\":[{\"M\":{\"a\":{\"L\":[{\"S\":\"b\"}]}}}]}",
            "{\"SS\":[\"a\",\"\"]}",
            "{\"NS\":[\"1\",\"2\"]}", "{\"BS\":[\"AQ==\",\"\"]}" })
    void whatIsReadIsWrittenTheSame(String json) {
        Output output = new Output();
        output.startObject().value("V", read(json)).endObject();

        assertThat(new String(output.toBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"V\":" + json + "}");
    }

    @Test
    void membersThatAreUnknownOrNullDoNotCount() {
        assertThat(read("{\"S\":\"a\",\"N\":null,\"X\":{\"y\":[1]}}")).isEqualTo(new AttributeValue.S("a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            "{\"X\":1}|Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            "{\"S\":null}|Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            "{\"L\":[null]}|Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            "{\"M\":{\"a\":{}}}|Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
            "{\"S\":\"a\",\"N\":\"1\"}|Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
            "{\"N\":\"a\",\"S\":\"1\"}|The parameter cannot be converted to a numeric value: a",
            "{\"NULL\":false}|One or more parameter values were invalid: Null attribute value types must have the value of true",
            "{\"SS\":[]}|One or more parameter values were invalid: An string set  may not be empty",
            "{\"NS\":[]}|One or more parameter values were invalid: An number set  may not be empty",
            "{\"BS\":[]}|One or more parameter values were invalid: Binary sets should not be empty",
            "{\"SS\":[\"a\",\"b\",\"a\"]}|One or more parameter values were invalid: Input collection [a, b, a] contains duplicates.",
            "{\"NS\":[\"1\",\"1.0\"]}|Input collection contains duplicates",
            "{\"NS\":[\"1\",\"b\",\"1\"]}|The parameter cannot be converted to a numeric value: b",
            "{\"BS\":[\"AQ==\",\"AQ==\"]}|One or more parameter values were invalid: Input collection [AQ==, AQ==]of type BS contains duplicates.",
            "{\"L\":[{\"N\":\"b\"},{\"N\":\"c\"}]}|The parameter cannot be converted to a numeric value: b",
    })
    void aValueThatMakesNoSenseHasItsWords(String json, String text) {
        DynamoDbException error = error(json);

        assertThat(error.type()).isEqualTo(ErrorType.VALIDATION);
        assertThat(error).hasMessage(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"S\":1}|NUMBER_VALUE cannot be converted to String",
            "{\"N\":1}|NUMBER_VALUE cannot be converted to String",
            "{\"B\":1}|only base-64-encoded strings are convertible to bytes",
            "{\"B\":[]}|Unrecognized collection type class java.nio.ByteBuffer",
            "{\"B\":{}}|Start of structure or map found where not expected",
            "{\"B\":\"abc\"}|Base64 encoded length is expected a multiple of 4 bytes but found: 3",
            "{\"B\":\"AB==\"}|Invalid last non-pad Base64 character dectected",
            "{\"B\":\"AAB=\"}|Invalid last non-pad Base64 character dectected",
            "{\"B\":\"A===\"}|Invalid last non-pad Base64 character dectected",
            "{\"BOOL\":1}|NUMBER_VALUE cannot be converted to Boolean",
            "{\"NULL\":[]}|Unrecognized collection type class java.lang.Boolean",
            "{\"SS\":1}|Unexpected field type",
            "{\"SS\":{}}|Start of structure or map found where not expected",
            "{\"SS\":[1]}|NUMBER_VALUE cannot be converted to String",
            "{\"BS\":[1]}|only base-64-encoded strings are convertible to bytes",
            "{\"L\":\"a\"}|Unexpected field type",
            "{\"L\":[1]}|Unexpected value type in payload",
            "{\"L\":[[]]}|Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue",
            "{\"M\":\"a\"}|Unexpected field type",
            "{\"M\":[]}|Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>",
            "{\"M\":{\"a\":1}}|Unexpected value type in payload",
            // Also behind a value that makes no sense: its turn comes later.
            "{\"L\":[{},{\"S\":1}]}|NUMBER_VALUE cannot be converted to String",
    })
    void aValueOfAnotherKindIsAnErrorOfSerialization(String json, String text) {
        DynamoDbException error = error(json);

        assertThat(error.type()).isEqualTo(ErrorType.SERIALIZATION);
        assertThat(error).hasMessage(text);
    }

    @Test
    void thereAre32LevelsAndNoMore() {
        String text = "Nesting Levels have exceeded supported limits: "
                + "Attributes in the item have nested levels beyond supported limit";

        assertThat(read(nested(31))).isNotNull();
        assertThat(error(nested(32))).hasMessage(text);
        assertThat(error("{\"M\":{\"a\":" + nested(31) + "}}")).hasMessage(text);
        assertThat(InvalidAttribute.OF_EXPRESSION.text(":a", text)).isEqualTo(text);
    }

    private static String nested(int levels) {
        return "{\"L\":[".repeat(levels) + "{\"S\":\"a\"}" + "]}".repeat(levels);
    }
}
