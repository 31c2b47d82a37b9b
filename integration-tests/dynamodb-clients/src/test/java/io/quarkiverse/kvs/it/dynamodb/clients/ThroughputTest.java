package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A table with 5 units to read and 10 to write each second, and an index with 2 and 4. */
@KvsTest
class ThroughputTest {

    private static final String TABLE = "provisioned";

    private final KvsTestServer kvs;
    private final DynamoDbTestServer dynamoDb;
    private final DynamoDbClient client;

    ThroughputTest(KvsTestServer kvs, DynamoDbTestServer dynamoDb) {
        this.kvs = kvs;
        this.dynamoDb = dynamoDb;
        client = Clients.at(dynamoDb, DynamoDbClient.builder())
                .overrideConfiguration(all -> all.retryStrategy(retry -> retry.maxAttempts(1))).build();
    }

    @BeforeEach
    void limit() {
        client.createTable(create -> create.tableName(TABLE)
                .provisionedThroughput(units -> units.readCapacityUnits(5L).writeCapacityUnits(10L))
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build(),
                        AttributeDefinition.builder().attributeName("kind").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder().indexName("by-kind")
                        .keySchema(KeySchemaElement.builder().attributeName("kind").keyType(KeyType.HASH).build())
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .provisionedThroughput(units -> units.readCapacityUnits(2L).writeCapacityUnits(4L)).build()));
        kvs.clock().stop();
        dynamoDb.faults().throttleBeyondProvisioned();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void put(String id) {
        client.putItem(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS(id))));
    }

    private Map<String, AttributeValue> get(String id, boolean consistent) {
        return client.getItem(get -> get.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id)))
                .consistentRead(consistent)).item();
    }

    private static List<WriteRequest> puts(int count) {
        return IntStream.range(0, count).mapToObj(i -> WriteRequest.builder()
                .putRequest(put -> put.item(Map.of("id", AttributeValue.fromS("item " + i)))).build()).toList();
    }

    @Test
    void writes() {
        for (int i = 0; i < 10; i++) {
            put("item " + i);
        }
        assertThatThrownBy(() -> put("one more")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(get("one more", true)).isEmpty();
        kvs.clock().advance(Duration.ofMillis(300));
        for (int i = 0; i < 3; i++) {
            put("later " + i);
        }
        assertThatThrownBy(() -> put("one more")).isInstanceOf(ProvisionedThroughputExceededException.class);
        kvs.clock().advance(Duration.ofDays(1));
        for (int i = 0; i < 10; i++) {
            put("tomorrow " + i);
        }
        assertThatThrownBy(() -> put("one more")).as("one second is saved up")
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        dynamoDb.faults().clear();
        put("one more");
    }

    @Test
    void readsCostHalfOfItUnlessTheyAreConsistent() {
        for (int i = 0; i < 10; i++) {
            get("nothing", false);
        }
        assertThatThrownBy(() -> get("nothing", false)).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(() -> client.scan(scan -> scan.tableName(TABLE)))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        kvs.clock().advance(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            get("nothing", true);
        }
        assertThatThrownBy(() -> get("nothing", true)).isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void whatIsLargeIsPaidForAfterwards() {
        client.putItem(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS("large"),
                "text", AttributeValue.fromS("x".repeat(30 * 1024 - 20)))));
        kvs.clock().advance(Duration.ofSeconds(2));
        assertThatThrownBy(() -> put("1")).isInstanceOf(ProvisionedThroughputExceededException.class);
        kvs.clock().advance(Duration.ofMillis(100));
        put("1");
    }

    @Test
    void indexesHaveTheirOwn() {
        for (int i = 0; i < 4; i++) {
            String id = "item " + i;
            client.putItem(put -> put.tableName(TABLE)
                    .item(Map.of("id", AttributeValue.fromS(id), "kind", AttributeValue.fromS("a"))));
        }
        assertThatThrownBy(() -> put("5")).isInstanceOf(ProvisionedThroughputExceededException.class);
        for (int i = 0; i < 4; i++) {
            query();
        }
        assertThatThrownBy(this::query).isInstanceOf(ProvisionedThroughputExceededException.class);
        get("item 1", true);
    }

    private void query() {
        client.query(query -> query.tableName(TABLE).indexName("by-kind").keyConditionExpression("kind = :kind")
                .expressionAttributeValues(Map.of(":kind", AttributeValue.fromS("a"))));
    }

    @Test
    void batchesLeaveTheRest() {
        List<WriteRequest> rest = client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, puts(12))))
                .unprocessedItems().get(TABLE);
        assertThat(rest).isEqualTo(puts(12).subList(10, 12));
        assertThatThrownBy(() -> client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, rest))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        kvs.clock().advance(Duration.ofSeconds(1));
        assertThat(client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, rest))).unprocessedItems()).isEmpty();
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        puts(12).forEach(put -> keys.add(put.putRequest().item()));
        assertThat(client.batchGetItem(batch -> batch.requestItems(Map.of(TABLE,
                KeysAndAttributes.builder().keys(keys).build())))
                .unprocessedKeys().get(TABLE).keys()).isEqualTo(keys.subList(10, 12));
    }

    @Test
    void transactionsAreCancelled() {
        for (int i = 0; i < 10; i++) {
            put("item " + i);
        }
        assertThatThrownBy(() -> client.transactWriteItems(transact -> transact.transactItems(
                TransactWriteItem.builder().put(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS("1"))))
                        .build())))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> assertThat(e.cancellationReasons())
                        .extracting(reason -> reason.code()).containsExactly("ProvisionedThroughputExceeded"));
        assertThat(client.transactGetItems(transact -> transact.transactItems(
                TransactGetItem.builder().get(get -> get.tableName(TABLE).key(Map.of("id", AttributeValue.fromS("1"))))
                        .build()))
                .responses())
                .hasSize(1);
    }

    private static BatchStatementRequest statement(String text) {
        return BatchStatementRequest.builder().statement(text).build();
    }

    @Test
    void statements() {
        for (int i = 0; i < 10; i++) {
            put("item " + i);
        }
        assertThatThrownBy(() -> client.executeStatement(one -> one.statement("INSERT INTO " + TABLE + " VALUE {'id': 'x'}")))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(client
                .batchExecuteStatement(batch -> batch.statements(statement("INSERT INTO " + TABLE + " VALUE {'id': 'x'}")))
                .responses().get(0).error().codeAsString())
                .isEqualTo("ProvisionedThroughputExceeded");
        for (int i = 0; i < 10; i++) {
            assertThat(client
                    .batchExecuteStatement(
                            batch -> batch.statements(statement("SELECT * FROM " + TABLE + " WHERE id = 'item 1'")))
                    .responses().get(0).error())
                    .isNull();
        }
        assertThat(client
                .batchExecuteStatement(batch -> batch.statements(statement("SELECT * FROM " + TABLE + " WHERE id = 'item 1'")))
                .responses().get(0).error())
                .isNotNull();
    }
}
