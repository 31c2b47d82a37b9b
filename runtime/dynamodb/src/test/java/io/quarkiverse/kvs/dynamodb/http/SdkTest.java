package io.quarkiverse.kvs.dynamodb.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.operation.Operations;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The endpoint with a client of the AWS SDK for Java, which signs, verifies checksums, and turns errors into its own
 * exceptions.
 */
class SdkTest {

    private static DynamoDbServer server;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        server = new DynamoDbServer(new DynamoDbServer.Options(TestStore.service("eu-central-1"), Operations.ALL)
                .credentials(Map.of("the-key", "the-secret"))).start();
        client = client("the-key", "the-secret", "eu-central-1");
        client.createTable(request -> request.tableName("Music").billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("Artist").attributeType(ScalarAttributeType.S).build(),
                        AttributeDefinition.builder().attributeName("Song").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("Artist").keyType(KeyType.HASH).build(),
                        KeySchemaElement.builder().attributeName("Song").keyType(KeyType.RANGE).build()));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static DynamoDbClient client(String key, String secret, String region) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    @Test
    void anItemOfEachTypeComesBackAsItWas() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("Artist", text("ä€😀"));
        item.put("Song", text("types"));
        item.put("n", AttributeValue.fromN("-12.5"));
        item.put("b", AttributeValue.fromB(SdkBytes.fromByteBuffer(ByteBuffer.wrap(new byte[] { 0, -1, 7 }))));
        item.put("bool", AttributeValue.fromBool(false));
        item.put("null", AttributeValue.fromNul(true));
        item.put("list", AttributeValue.fromL(List.of(text(""), AttributeValue.fromM(Map.of("a", text("b"))))));
        item.put("ss", AttributeValue.fromSs(List.of("a", "b")));
        item.put("ns", AttributeValue.fromNs(List.of("1", "2")));

        client.putItem(request -> request.tableName("Music").item(item));

        assertThat(client.getItem(request -> request.tableName("Music")
                .key(Map.of("Artist", text("ä€😀"), "Song", text("types")))).item()).isEqualTo(item);
    }

    @Test
    void aFailedConditionBringsTheItem() {
        Map<String, AttributeValue> item = Map.of("Artist", text("a"), "Song", text("condition"), "Year",
                AttributeValue.fromN("1"));
        client.putItem(request -> request.tableName("Music").item(item));

        ConditionalCheckFailedException failure = catchThrowableOfType(ConditionalCheckFailedException.class,
                () -> client.putItem(request -> request.tableName("Music").item(item)
                        .conditionExpression("attribute_not_exists(Artist)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));

        assertThat(failure.item()).isEqualTo(item);
        assertThat(failure.awsErrorDetails().errorMessage()).isEqualTo("The conditional request failed");
        assertThat(failure.requestId()).hasSize(52);
    }

    @Test
    void aCancelledTransactionBringsItsReasons() {
        Map<String, AttributeValue> item = Map.of("Artist", text("a"), "Song", text("transaction"));
        client.putItem(request -> request.tableName("Music").item(item));

        TransactionCanceledException failure = catchThrowableOfType(TransactionCanceledException.class,
                () -> client.transactWriteItems(request -> request.transactItems(
                        TransactWriteItem.builder().put(Put.builder().tableName("Music")
                                .item(Map.of("Artist", text("b"), "Song", text("transaction"))).build()).build(),
                        TransactWriteItem.builder().put(Put.builder().tableName("Music").item(item)
                                .conditionExpression("attribute_not_exists(Artist)").build()).build())));

        assertThat(failure.cancellationReasons()).extracting(reason -> reason.code())
                .containsExactly("None", "ConditionalCheckFailed");
        assertThat(failure.getMessage()).contains("[None, ConditionalCheckFailed]");
    }

    @Test
    void errorsOfShapesReachTheClient() {
        DynamoDbException failure = catchThrowableOfType(DynamoDbException.class,
                () -> client.putItem(request -> request.tableName("a b").item(Map.of("Artist", text("a")))));

        assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        assertThat(failure.awsErrorDetails().errorMessage())
                .isEqualTo("1 validation error detected: Value 'a b' at 'tableName' "
                        + "failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }

    @Test
    void aClientWithAnotherSecretKeyOrRegionIsRefused() {
        assertThat(errorOf("the-key", "another-secret", "eu-central-1")).isEqualTo("InvalidSignatureException");
        assertThat(errorOf("another-key", "the-secret", "eu-central-1")).isEqualTo("UnrecognizedClientException");
        assertThat(errorOf("the-key", "the-secret", "eu-central-2")).isEqualTo("InvalidSignatureException");
    }

    private static String errorOf(String key, String secret, String region) {
        try (DynamoDbClient other = client(key, secret, region)) {
            return catchThrowableOfType(DynamoDbException.class, other::listTables).awsErrorDetails().errorCode();
        }
    }

    @Test
    void aCompressedResponseHasTheChecksumThatTheClientExpects() {
        Map<String, AttributeValue> item = Map.of("Artist", text("a"), "Song", text("gzip"), "Text", text("y".repeat(10_000)));
        client.putItem(request -> request.tableName("Music").item(item));

        assertThat(client.getItem(request -> request.tableName("Music").key(Map.of("Artist", text("a"), "Song", text("gzip")))
                .overrideConfiguration(override -> override.putHeader("Accept-Encoding", "gzip"))).item()).isEqualTo(item);
    }

    @Test
    void largeItemsArriveWhole() {
        Map<String, AttributeValue> item = Map.of("Artist", text("a"), "Song", text("large"), "Text",
                text("x".repeat(400_000)));
        client.putItem(request -> request.tableName("Music").item(item));

        assertThat(client.query(request -> request.tableName("Music").keyConditionExpression("Artist = :a and Song = :s")
                .expressionAttributeValues(Map.of(":a", text("a"), ":s", text("large")))).items()).containsExactly(item);
    }
}
