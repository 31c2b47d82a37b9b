package io.quarkiverse.kvs.dynamodb.json;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;

/** The words for each kind of value that stands where another is expected, and that what is right is read. */
class ShapeReaderTest {

    private static final Shape.Structure INNER = Shape.structure("Inner", optional("Text", Shape.TEXT));
    private static final Shape.Structure SHAPE = Shape.structure("Outer",
            optional("Text", Shape.TEXT),
            optional("Int", Shape.INTEGER),
            optional("Long", Shape.LONG),
            optional("Flag", Shape.FLAG),
            optional("Value", Shape.VALUE),
            optional("Item", Shape.ITEM),
            optional("Items", Shape.listOf(Shape.ITEM)),
            optional("Texts", Shape.listOf(Shape.TEXT)),
            optional("Inner", INNER),
            optional("Inners", Shape.listOf(INNER)),
            optional("ByName", Shape.mapOf(Shape.TEXT, INNER)),
            optional("Lists", Shape.mapOf(Shape.TEXT, Shape.listOf(INNER))));

    private static Input read(String json) {
        return ShapeReader.read(json.getBytes(StandardCharsets.UTF_8), SHAPE);
    }

    private static DynamoDbException error(String json) {
        return catchThrowableOfType(DynamoDbException.class, () -> read(json));
    }

    @Test
    void readsWhatIsThere() {
        Input input = read(
                "{\"Text\":\"a\",\"Int\":7,\"Long\":5000000000,\"Flag\":true,\"Value\":{\"S\":\"x\"},\"Texts\":[\"a\",\"b\"],"
                        + "\"Inner\":{\"Text\":\"i\"},\"Inners\":[{\"Text\":\"1\"},{}],\"ByName\":{\"k\":{\"Text\":\"v\"}},"
                        + "\"Lists\":{\"k\":[{\"Text\":\"v\"}]},\"Item\":{\"a\":{\"N\":\"1\"}},\"Items\":[{\"b\":{\"BOOL\":false}}],"
                        + "\"Other\":{\"deep\":[{}]}}");

        assertThat(input.string("Text")).isEqualTo("a");
        assertThat(input.integer("Int")).isEqualTo(7);
        assertThat(input.longValue("Long")).isEqualTo(5_000_000_000L);
        assertThat(input.isTrue("Flag")).isTrue();
        assertThat(input.value("Value")).hasToString("S[value=x]");
        assertThat(input.strings("Texts")).containsExactly("a", "b");
        assertThat(input.structure("Inner").string("Text")).isEqualTo("i");
        assertThat(input.structures("Inners")).extracting(each -> each.string("Text")).containsExactly("1", null);
        assertThat(input.structureMap("ByName").get("k").string("Text")).isEqualTo("v");
        assertThat(input.structureListMap("Lists").get("k").get(0).string("Text")).isEqualTo("v");
        assertThat(input.item("Item")).hasToString("{a=N[value=1]}");
        assertThat(input.items("Items")).hasToString("[{b=Bool[value=false]}]");
    }

    @Test
    void nullIsTheSameAsNothing() {
        Input input = read("{\"Text\":null,\"Item\":null,\"Inner\":null,\"Flag\":null}");

        assertThat(input.has("Text")).isFalse();
        assertThat(input.item("Item")).isNull();
        assertThat(input.structure("Inner")).isNull();
        assertThat(input.bool("Flag")).isNull();
        assertThat(input.isTrue("Flag")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "{", "[]", "\"a\"", "null", "{} x", "{}{}", "{\"Text\":\"a\"", "{\"Text\":1", "{\"Text\":1}}",
            "{a:1}",
            "{\"Int\":01}", "not json" })
    void whatIsNoJsonObjectHasAnErrorWithoutText(String json) {
        DynamoDbException error = error(json);

        assertThat(error.type()).isEqualTo(ErrorType.SERIALIZATION);
        assertThat(error.getMessage()).isNull();
    }

    @Test
    void bytesThatAreNotUtf8AreNoJson() {
        byte[] body = { '{', '"', (byte) 0xff, '"', ':', '1', '}' };

        DynamoDbException error = catchThrowableOfType(DynamoDbException.class, () -> ShapeReader.read(body, SHAPE));

        assertThat(error.type()).isEqualTo(ErrorType.SERIALIZATION);
        assertThat(catchThrowableOfType(DynamoDbException.class, () -> ShapeReader.requireJson(body)).getMessage()).isNull();
    }

    @Test
    void deepJsonEndsAtABound() {
        String deep = "[".repeat(500_000);

        assertThat(error("{\"Other\":" + deep).type()).isEqualTo(ErrorType.SERIALIZATION);
        assertThat(error("{\"Value\":" + "{\"L\":[".repeat(10_000)).type()).isEqualTo(ErrorType.SERIALIZATION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Text|1|NUMBER_VALUE cannot be converted to String",
            "Text|1.5|DECIMAL_VALUE cannot be converted to String",
            "Text|true|TRUE_VALUE cannot be converted to String",
            "Text|false|FALSE_VALUE cannot be converted to String",
            "Text|[]|Unrecognized collection type class java.lang.String",
            "Text|{}|Start of structure or map found where not expected",
            "Int|\"1\"|STRING_VALUE cannot be converted to Integer",
            "Int|true|TRUE_VALUE cannot be converted to Integer",
            "Int|[1]|Unrecognized collection type class java.lang.Integer",
            "Int|{\"a\":1}|Start of structure or map found where not expected",
            "Long|\"1\"|STRING_VALUE cannot be converted to Long",
            "Flag|1|NUMBER_VALUE cannot be converted to Boolean",
            "Flag|1.5|DECIMAL_VALUE cannot be converted to Boolean",
            "Flag|\"a\"|Unexpected token received from parser",
            "Flag|[]|Unrecognized collection type class java.lang.Boolean",
            "Value|1|Unexpected field type",
            "Value|[]|Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue",
            "Item|\"a\"|Unexpected field type",
            "Item|[]|Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>",
            "Item|{\"a\":1}|Unexpected value type in payload",
            "Item|{\"a\":[]}|Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue",
            "Texts|1|Unexpected field type",
            "Texts|{}|Start of structure or map found where not expected",
            "Texts|[1]|NUMBER_VALUE cannot be converted to String",
            "Inner|1|Unexpected field type",
            "Inner|[]|Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Inner",
            "Inners|[1]|Unexpected value type in payload",
            "Inners|[[]]|Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Inner",
            "ByName|[]|Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.Inner>",
            "ByName|{\"a\":1}|Unexpected value type in payload",
            "Lists|[]|Unrecognized collection type java.util.Map<java.lang.String, java.util.List<com.amazonaws.dynamodb.v20120810.Inner>>",
            "Lists|{\"a\":{}}|Start of structure or map found where not expected",
    })
    void aValueOfAnotherKindHasItsOwnWords(String member, String value, String text) {
        DynamoDbException error = error("{\"" + member + "\":" + value + "}");

        assertThat(error.type()).isEqualTo(ErrorType.SERIALIZATION);
        assertThat(error).hasMessage(text);
    }

    @Test
    void listsInMapsAndMapsInListsHaveWordsOfTheirOwn() {
        assertThat(error("{\"Lists\":{\"a\":1}}")).hasMessageStartingWith(
                "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class");
        assertThat(error("{\"Items\":[1]}")).hasMessageStartingWith(
                "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class");
    }

    @Test
    void someStringsAreFlags() {
        assertThat(read("{\"Flag\":\"Yes\"}").bool("Flag")).isTrue();
        assertThat(read("{\"Flag\":\"0\"}").bool("Flag")).isFalse();
    }

    @Test
    void numbersLoseTheirFractionAndEndAtTheBoundsOfTheirType() {
        assertThat(read("{\"Int\":1.9}").integer("Int")).isEqualTo(1);
        assertThat(read("{\"Int\":-1.1}").integer("Int")).isEqualTo(-2);
        assertThat(read("{\"Int\":99999999999}").integer("Int")).isEqualTo(Integer.MAX_VALUE);
        assertThat(read("{\"Int\":-1e999999999}").integer("Int")).isEqualTo(Integer.MIN_VALUE);
        assertThat(read("{\"Long\":1e30}").longValue("Long")).isEqualTo(Long.MAX_VALUE);
        assertThat(read("{\"Long\":1e-999999999}").longValue("Long")).isEqualTo(0);
        assertThat(read("{\"Long\":-0.1}").longValue("Long")).isEqualTo(-1);
        assertThat(read("{\"Long\":1e99999999999}").longValue("Long")).isEqualTo(Long.MAX_VALUE);
        assertThat(read("{\"Long\":1e-99999999999}").longValue("Long")).isEqualTo(0);
    }

    @Test
    void halvesOfCharactersAreReplaced() {
        Input input = read("{\"Text\":\"a\\ud800b\",\"Item\":{\"\\udc00\":{\"S\":\"\\ud83d\\ude00\"}}}");

        assertThat(input.string("Text")).isEqualTo("a?b");
        assertThat(input.item("Item")).hasToString("{?=S[value=😀]}");
    }

    @Test
    void aWrongAttributeValueIsRaisedWhenItIsAskedFor() {
        Input input = read("{\"Item\":{\"good\":{\"S\":\"a\"},\"bad\":{},\"worse\":{\"N\":\"x\"}},\"Value\":{\"N\":\"\"}}");

        assertThat(input.attributeNames("Item")).containsExactly("good", "bad", "worse");
        assertThat(catchThrowableOfType(DynamoDbException.class, () -> input.item("Item"))).hasMessage(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        assertThat(catchThrowableOfType(DynamoDbException.class, () -> input.item("Item", InvalidAttribute.OF_EXPRESSION)))
                .hasMessage("ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, "
                        + "must contain exactly one of the supported datatypes for key bad");
        DynamoDbException error = catchThrowableOfType(DynamoDbException.class, () -> input.value("Value"));
        assertThat(error.type()).isEqualTo(ErrorType.VALIDATION);
        assertThat(error).hasMessage("The parameter cannot be converted to a numeric value");
    }

    @Test
    void aRequestAsClientsSendItIsRead() {
        Input input = ShapeReader.read(("{\"RequestItems\":{\"Music\":[{\"PutRequest\":{\"Item\":{\"Artist\":{\"S\":\"A\"}}}},"
                + "{\"DeleteRequest\":{\"Key\":{\"Artist\":{\"S\":\"B\"}}}}]}}").getBytes(StandardCharsets.UTF_8),
                ItemShapes.BATCH_WRITE_ITEM);

        Map<String, List<Input>> requests = input.structureListMap("RequestItems");
        assertThat(requests.get("Music").get(0).structure("PutRequest").item("Item")).hasToString("{Artist=S[value=A]}");
        assertThat(requests.get("Music").get(1).structure("PutRequest")).isNull();
        assertThat(input).hasToString("BatchWriteItemInput{RequestItems=LinkedHashMap}");
    }
}
