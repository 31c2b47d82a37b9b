package io.quarkiverse.kvs.dynamodb.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.json.shape.StreamShapes;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.json.shape.TransactionShapes;

/** What is out of bounds is listed, in one text. */
class ConstraintsTest {

    private static final String ITEM = "\"Item\":{\"a\":{\"S\":\"b\"}}";

    /** The text of the error; null if there is none. */
    private static String error(Shape.Structure shape, String json) {
        Input input = ShapeReader.read(json.getBytes(StandardCharsets.UTF_8), shape);
        DynamoDbException error = catchThrowableOfType(DynamoDbException.class, () -> Constraints.check(input));
        return error == null ? null : error.getMessage();
    }

    @Test
    void whatIsWithinItsBoundsPasses() {
        assertThat(error(ItemShapes.PUT_ITEM, "{\"TableName\":\"Music\"," + ITEM + "}")).isNull();
        assertThat(error(ItemShapes.PUT_ITEM,
                "{\"TableName\":\"arn:aws:dynamodb:us-east-1:000000000000:table/Music\"," + ITEM + "}")).isNull();
        assertThat(error(TableShapes.LIST_TABLES, "{\"Limit\":100}")).isNull();
        assertThat(error(TableShapes.DESCRIBE_TABLE, "{\"TableName\":\"abc\"}")).isNull();
        assertThat(error(TableShapes.DESCRIBE_TABLE, "{\"TableName\":\"" + "a".repeat(255) + "\"}")).isNull();
    }

    @Test
    void whatIsMissingIsListed() {
        assertThat(error(ItemShapes.PUT_ITEM, "{}")).isEqualTo("2 validation errors detected: "
                + "Value null at 'tableName' failed to satisfy constraint: Member must not be null; "
                + "Value null at 'item' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void wrongAttributeValuesAreNotLookedAt() {
        assertThat(error(ItemShapes.PUT_ITEM, "{\"TableName\":\"Music\",\"Item\":{\"a\":{}}}")).isNull();
    }

    @Test
    void patternsEnumsAndBoundsHaveTheirWords() {
        assertThat(error(ItemShapes.PUT_ITEM, "{\"TableName\":\"a b\"," + ITEM + ",\"ReturnValues\":\"none\"}")).isEqualTo(
                "2 validation errors detected: Value 'a b' at 'tableName' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
                        + "Value 'none' at 'returnValues' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
        assertThat(error(TableShapes.LIST_TABLES, "{\"Limit\":101,\"ExclusiveStartTableName\":\"a;\"}")).isEqualTo(
                "3 validation errors detected: Value '101' at 'limit' failed to satisfy constraint: "
                        + "Member must have value less than or equal to 100; "
                        + "Value 'a;' at 'exclusiveStartTableName' failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
                        + "Value 'a;' at 'exclusiveStartTableName' failed to satisfy constraint: "
                        + "Member must have length greater than or equal to 3");
        assertThat(error(ItemShapes.SCAN, "{\"TableName\":\"abc\",\"Limit\":0}")).isEqualTo("1 validation error detected: "
                + "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
        assertThat(error(ItemShapes.GET_ITEM, "{\"TableName\":\"\",\"Key\":{}}")).isEqualTo("2 validation errors detected: "
                + "Value '' at 'tableName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
                + "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1");
    }

    @Test
    void theNameOfATableThatIsDemandedComesFirst() {
        assertThat(error(TableShapes.CREATE_TABLE, "{}"))
                .isEqualTo("The parameter 'TableName' is required but was not present in the request");
        assertThat(error(TableShapes.CREATE_TABLE, "{\"TableName\":\"ab\"}"))
                .isEqualTo("TableName must be at least 3 characters long and at most 255 characters long");
        assertThat(error(TableShapes.DESCRIBE_TABLE, "{\"TableName\":\"" + "a".repeat(256) + "\"}"))
                .isEqualTo("TableName must be at least 3 characters long and at most 255 characters long");
        assertThat(error(TableShapes.CREATE_TABLE, "{\"TableName\":\"abc\"}")).isEqualTo("2 validation errors detected: "
                + "Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null; "
                + "Value null at 'keySchema' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void elementsAreNamedByTheirPosition() {
        assertThat(error(TableShapes.CREATE_TABLE, "{\"TableName\":\"abc\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\","
                + "\"AttributeType\":\"S\"},{\"AttributeName\":\"b\",\"AttributeType\":\"X\"},null],\"KeySchema\":[]}"))
                .isEqualTo("3 validation errors detected: Value 'X' at 'attributeDefinitions.2.member.attributeType' failed to "
                        + "satisfy constraint: Member must satisfy enum value set: [B, N, S]; "
                        + "Value null at 'attributeDefinitions.3.member' failed to satisfy constraint: Member must not be null; "
                        + "Value '[]' at 'keySchema' failed to satisfy constraint: "
                        + "Member must have length greater than or equal to 1");
        assertThat(error(TransactionShapes.TRANSACT_WRITE_ITEMS,
                "{\"TransactItems\":[{},{\"Put\":{\"TableName\":\"abc\"}}]}")).isEqualTo("1 validation error detected: "
                        + "Value null at 'transactItems.2.member.put.item' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void keysAndListsOfMapsAreErrorsOfTheMap() {
        assertThat(error(ItemShapes.BATCH_GET_ITEM, "{\"RequestItems\":{}}")).isEqualTo("1 validation error detected: "
                + "Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1");
        assertThat(error(ItemShapes.BATCH_WRITE_ITEM, "{\"RequestItems\":{\"abc\":[]}}")).isEqualTo(
                "1 validation error detected: Value '{abc=[]}' at 'requestItems' failed to satisfy constraint: "
                        + "Map value must satisfy constraint: [Member must have length less than or equal to 25, "
                        + "Member must have length greater than or equal to 1]");
        assertThat(error(ItemShapes.BATCH_WRITE_ITEM, "{\"RequestItems\":{\"a;\":[{}]}}")).isEqualTo(
                "1 validation error detected: Value '{a;=[WriteRequest(putRequest=null, deleteRequest=null)]}' at 'requestItems' "
                        + "failed to satisfy constraint: Map keys must satisfy constraint: "
                        + "[Member must have length less than or equal to 1024, "
                        + "Member must have length greater than or equal to 1, "
                        + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]");
        assertThat(error(ItemShapes.BATCH_GET_ITEM, "{\"RequestItems\":{\"abc\":{\"Keys\":[]}}}")).isEqualTo(
                "1 validation error detected: Value '[]' at 'requestItems.abc.member.keys' failed to satisfy constraint: "
                        + "Member must have length greater than or equal to 1");
    }

    @Test
    void namesHaveOtherBoundsThanArns() {
        String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + "a".repeat(255);
        assertThat(error(ItemShapes.SCAN, "{\"TableName\":\"" + arn + "\"}")).isNull();
        assertThat(error(ItemShapes.SCAN, "{\"TableName\":\"ab\"}")).isEqualTo("1 validation error detected: "
                + "Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3");
        assertThat(error(ItemShapes.SCAN, "{\"TableName\":\"" + "a".repeat(255) + "\"}")).isNull();
        assertThat(error(ItemShapes.SCAN, "{\"TableName\":\"" + "a".repeat(256) + "\"}"))
                .endsWith("Member must have length less than or equal to 255");
    }

    @Test
    void attributeValuesAreShownWithoutTheirContent() {
        assertThat(error(ItemShapes.BATCH_WRITE_ITEM,
                "{\"RequestItems\":{\"abc\":[" + "{\"PutRequest\":{\"Item\":{\"a\":{\"S\":\"secret\"}}}},"
                        .repeat(25) + "{}]}}"))
                .contains("PutRequest(item={a=com.amazonaws.dynamodb.v20120810.AttributeValue@")
                .doesNotContain("secret");
    }

    @Test
    void tenAreListedAndNoMore() {
        String error = error(TransactionShapes.TRANSACT_WRITE_ITEMS,
                "{\"TransactItems\":[" + "{\"Put\":{}},".repeat(20) + "{}]}");

        assertThat(error).startsWith("10 validation errors detected: ").contains("transactItems.5.member.put.tableName")
                .doesNotContain("transactItems.6");
    }

    @Test
    void manyElementsAreReadButNotKept() {
        Input input = ShapeReader.read(
                ("{\"TransactItems\":[" + "{},".repeat(1_000_000) + "{}]}").getBytes(StandardCharsets.UTF_8),
                TransactionShapes.TRANSACT_WRITE_ITEMS);

        assertThat(input.structures("TransactItems")).hasSize(101);
        assertThat(catchThrowableOfType(DynamoDbException.class, () -> Constraints.check(input)))
                .hasMessageEndingWith("at 'transactItems' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 100");
        assertThat(catchThrowableOfType(DynamoDbException.class, () -> ShapeReader.read(
                ("{\"TransactItems\":[" + "{},".repeat(1_000) + "1]}").getBytes(StandardCharsets.UTF_8),
                TransactionShapes.TRANSACT_WRITE_ITEMS))).hasMessage("Unexpected value type in payload");
    }

    @Test
    void longValuesAreCut() {
        String error = error(StreamShapes.GET_RECORDS, "{\"ShardIterator\":\"" + "x".repeat(1_000_000) + "\"}");

        assertThat(error).hasSizeLessThan(50_000).endsWith("Member must have length less than or equal to 2048");
    }
}
