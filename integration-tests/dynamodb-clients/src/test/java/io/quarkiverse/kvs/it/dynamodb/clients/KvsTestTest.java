package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.FixtureException;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What {@code @KvsTest} does for clients of DynamoDB. */
@KvsTest
class KvsTestTest {

    private final KvsTestServer kvs;
    private final DynamoDbTestServer dynamoDb;
    private final DynamoDbClient client;

    KvsTestTest(KvsTestServer kvs, DynamoDbTestServer dynamoDb) {
        this.kvs = kvs;
        this.dynamoDb = dynamoDb;
        client = Clients.of(dynamoDb);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void put(String table, String id) {
        client.putItem(put -> put.tableName(table).item(Map.of("id", AttributeValue.fromS(id))));
    }

    private Map<String, AttributeValue> get(String table, String id) {
        return client.getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS(id)))).item();
    }

    @Test
    void theServerIsTheSameEverywhere(DynamoDbTestServer ofParameter) {
        assertThat(ofParameter).isSameAs(dynamoDb).isSameAs(kvs.dynamoDb());
    }

    @RepeatedTest(2)
    void eachTestMayCreateItsTables() {
        Clients.createTable(client, "mine");
        assertThat(get("mine", "1")).isEmpty();
        put("mine", "1");
        assertThatThrownBy(() -> Clients.createTable(client, "mine")).isInstanceOf(ResourceInUseException.class);
    }

    /** As applications create theirs: once. */
    @RepeatedTest(2)
    void tablesStayWithoutItems() {
        try {
            client.describeTable(describe -> describe.tableName("shared"));
        } catch (ResourceNotFoundException e) {
            Clients.createTable(client, "shared");
        }
        assertThat(client.scan(scan -> scan.tableName("shared")).items()).isEmpty();
        put("shared", "1");
        assertThat(client.scan(scan -> scan.tableName("shared")).items()).hasSize(1);
        assertThat(client.describeTable(describe -> describe.tableName("shared")).table().itemCount()).isEqualTo(1);
    }

    @Test
    void tablesAreDeleted() {
        Clients.createTable(client, "gone");
        dynamoDb.deleteTables();
        assertThat(client.listTables().tableNames()).isEmpty();
    }

    @Test
    @Fixture("orders.dynamodb.json")
    void aFixtureHasTablesAndItems() {
        assertThat(client.query(query -> query.tableName("orders").keyConditionExpression("customer = :c")
                .expressionAttributeValues(Map.of(":c", AttributeValue.fromS("ada")))).items())
                .extracting(item -> item.get("amount").n()).containsExactly("9.5", "120");
        assertThat(dynamoDb.calls("BatchWriteItem")).isZero();
    }

    @Test
    void itemsExpireWhenTheClockMoves() {
        Clients.createTable(client, "sessions");
        client.updateTimeToLive(update -> update.tableName("sessions")
                .timeToLiveSpecification(ttl -> ttl.attributeName("until").enabled(true)));
        long now = kvs.clock().millis() / 1000;
        client.putItem(put -> put.tableName("sessions").item(Map.of("id", AttributeValue.fromS("1"),
                "until", AttributeValue.fromN(Long.toString(now + 1800)))));

        kvs.clock().advance(Duration.ofMinutes(29));
        assertThat(get("sessions", "1")).isNotEmpty();
        kvs.clock().advance(Duration.ofMinutes(2));
        assertThat(get("sessions", "1")).isEmpty();
    }

    @Test
    void callsAreCounted() {
        Clients.createTable(client, "counted");
        put("counted", "1");
        put("counted", "2");
        assertThatThrownBy(() -> put("nowhere", "3")).isInstanceOf(ResourceNotFoundException.class);
        assertThat(dynamoDb.calls("PutItem")).isEqualTo(3);
        assertThat(dynamoDb.calls("getitem")).isZero();
        assertThat(dynamoDb.totalCalls()).isEqualTo(4);
        dynamoDb.reset();
        assertThat(dynamoDb.totalCalls()).isZero();
        assertThatThrownBy(() -> dynamoDb.calls("Put")).hasMessage("there is no operation Put");
    }

    @Test
    void clientsTryAgain() {
        Clients.createTable(client, "throttled");
        dynamoDb.faults().throttleNext(2, "PutItem");
        put("throttled", "1");
        assertThat(dynamoDb.calls("PutItem")).isEqualTo(3);
        assertThat(get("throttled", "1")).isNotEmpty();
    }

    @Test
    void clientsGiveUp() {
        Clients.createTable(client, "throttled");
        dynamoDb.faults().throttle("PutItem");
        assertThatThrownBy(() -> put("throttled", "1")).isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageStartingWith("The level of configured provisioned throughput for the table was exceeded.");
        assertThat(get("throttled", "1")).isEmpty();

        dynamoDb.faults().clear();
        dynamoDb.faults().fail("GetItem", "InternalServerError");
        assertThatThrownBy(() -> get("throttled", "1"))
                .isInstanceOfSatisfying(DynamoDbException.class, e -> assertThat(e.statusCode()).isEqualTo(500));

        dynamoDb.faults().clear();
        dynamoDb.faults().failNext(1, "AccessDeniedException: ada is not authorized");
        assertThatThrownBy(() -> get("throttled", "1")).isInstanceOfSatisfying(DynamoDbException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("ada is not authorized");
        });
        assertThat(get("throttled", "1")).isEmpty();
    }

    private static TransactWriteItem putAccount(String id) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName("accounts").item(Map.of("id", AttributeValue.fromS(id)))).build();
    }

    @Test
    void transactionsAreCancelled() {
        Clients.createTable(client, "accounts");
        dynamoDb.faults().cancelNext(10, "None", "TransactionConflict");
        assertThatThrownBy(
                () -> client.transactWriteItems(transact -> transact.transactItems(putAccount("1"), putAccount("2"))))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> {
                    assertThat(e.cancellationReasons()).extracting(CancellationReason::code)
                            .containsExactly("None", "TransactionConflict");
                    assertThat(e.cancellationReasons().get(1).message()).isEqualTo("Transaction is ongoing for the item");
                });
        assertThat(get("accounts", "1")).isEmpty();
    }

    @Test
    void answersAreLate() {
        Clients.createTable(client, "slow");
        dynamoDb.faults().delay("GetItem", Duration.ofMillis(300));
        long start = System.nanoTime();
        get("slow", "1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));

        dynamoDb.faults().delay(Duration.ofDays(1));
        assertThatThrownBy(() -> client.listTables(list -> list.overrideConfiguration(
                override -> override.apiCallTimeout(Duration.ofMillis(200))))).isInstanceOf(SdkException.class);
    }

    /** The two of them notice what the other one has left. */
    @RepeatedTest(2)
    void faultsEndWithTheTest() {
        Clients.createTable(client, "calm");
        put("calm", "1");
        dynamoDb.faults().fail("PutItem", "InternalServerError");
        dynamoDb.faults().delay(Duration.ofDays(1));
    }

    @Test
    void wrongNamesAreMistakes() {
        assertThatThrownBy(() -> dynamoDb.faults().fail("Put", "InternalServerError"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("there is no operation Put");
        assertThatThrownBy(() -> dynamoDb.faults().failNext(1, "InternalError"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("there is no error InternalError");
        assertThatThrownBy(() -> dynamoDb.faults().failNext(1, "ValidationException")).hasMessageContaining("add one");
        assertThatThrownBy(() -> dynamoDb.faults().cancelNext(1, "Conflict")).hasMessageContaining("TransactionConflict");
    }

    @Nested
    class OfFixtures {

        @TempDir
        Path folder;

        private Path file(String text) throws IOException {
            return Files.writeString(folder.resolve("some.dynamodb.json"), text);
        }

        private static final String TABLE = "{\"TableName\": \"things\", \"BillingMode\": \"PAY_PER_REQUEST\", "
                + "\"KeySchema\": [{\"AttributeName\": \"id\", \"KeyType\": \"HASH\"}], "
                + "\"AttributeDefinitions\": [{\"AttributeName\": \"id\", \"AttributeType\": \"S\"}]}";

        @Test
        void theInputOfTheCliHasItemsInside() throws IOException {
            kvs.load(file(TABLE).toString());
            StringBuilder items = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                items.append(i == 0 ? "" : ",\n").append("{\"PutRequest\": {\"Item\": {\"id\": {\"S\": \"\\u00e9").append(i)
                        .append("\"}}}}");
            }
            kvs.load(file("{\"RequestItems\": {\"things\": [" + items + "]}, \"ReturnConsumedCapacity\": \"TOTAL\"}")
                    .toString());
            assertThat(client.scan(scan -> scan.tableName("things")).count()).isEqualTo(60);
            assertThat(get("things", "\u00e959")).isNotEmpty();
        }

        @Test
        void mistakesAreFound() throws IOException {
            for (String[] mistake : List.of(
                    new String[] { "{\n\"x\": 3}", ":1: the member x is neither an array of requests, nor one of a table" },
                    new String[] { "{\n\"x\": [\n{\"PutRequest\": {\"Item\": {\"id\": {\"S\": \"1\"}}}}]}",
                            ":3: BatchWriteItem: ResourceNotFoundException: Requested resource not found" },
                    new String[] { "[" + TABLE + ",\n{\"things\": [{\"PutRequest\": {\"Item\": {\"id\": {\"N\": \"1\"}}}}]}]",
                            ":2: BatchWriteItem: ValidationException: " },
                    new String[] { "\n{\"KeySchema\": []}", ":2: CreateTable: ValidationException: " },
                    new String[] { "[3]", ":1: must be an object" },
                    new String[] { "{} {}", ":1: something follows the object" },
                    new String[] { "{\n\"x\": [", ":2: Unexpected end-of-input" })) {
                String name = file(mistake[0]).toString();
                assertThatThrownBy(() -> kvs.load(name)).as(mistake[0]).isInstanceOf(FixtureException.class)
                        .hasMessageStartingWith(name + mistake[1]);
            }
        }
    }
}
