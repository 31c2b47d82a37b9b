package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.KvsTest;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteResult;
import software.amazon.awssdk.enhanced.dynamodb.model.IgnoreNullsMode;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The enhanced client of the SDK for Java, which writes expressions of its own. */
@KvsTest
class EnhancedClientTest {

    private static final TableSchema<Order> SCHEMA = TableSchema.fromBean(Order.class);
    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

    private final DynamoDbTestServer server;
    private final DynamoDbClient client;
    private final DynamoDbEnhancedClient enhanced;
    private final DynamoDbTable<Order> orders;

    EnhancedClientTest(DynamoDbTestServer server) {
        this.server = server;
        client = Clients.of(server);
        enhanced = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
        orders = enhanced.table("orders", SCHEMA);
    }

    @BeforeEach
    void create() {
        orders.createTable();
        client.waiter().waitUntilTableExists(wait -> wait.tableName("orders"));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static Key key(String customer, int nr) {
        return Key.builder().partitionValue(customer).sortValue(nr).build();
    }

    @Test
    void theTableHasBothKindsOfIndexes() {
        assertThat(orders.describeTable().table().globalSecondaryIndexes()).extracting(index -> index.indexName())
                .containsExactly("by-state");
        assertThat(orders.describeTable().table().localSecondaryIndexes()).extracting(index -> index.indexName())
                .containsExactly("by-date");
    }

    @Test
    void aBeanComesBack() {
        Order order = Order.of("ada", 1, "open", NOON);
        order.setLines(List.of("tea", "milk"));
        order.setTags(Set.of("a", "b"));
        order.setPrices(Map.of("tea", 3));
        orders.putItem(order);
        assertThat(orders.getItem(key("ada", 1))).usingRecursiveComparison().ignoringFields("version", "edits")
                .isEqualTo(order);
    }

    @Test
    void versionsLetTheFirstOneWin() {
        orders.putItem(Order.of("ada", 1, "open", NOON));
        Order first = orders.getItem(key("ada", 1));
        Order second = orders.getItem(key("ada", 1));
        first.setState("paid");
        Order updated = orders.updateItem(first);
        assertThat(updated.getVersion()).isEqualTo(first.getVersion() + 1);
        assertThat(updated.getEdits()).isEqualTo(2);
        second.setState("cancelled");
        assertThatThrownBy(() -> orders.updateItem(second)).isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(orders.getItem(key("ada", 1)).getState()).isEqualTo("paid");
    }

    @Test
    void aPartialUpdateLeavesTheRest() {
        orders.putItem(Order.of("ada", 1, "open", NOON));
        Order partial = Order.of("ada", 1, "paid", null);
        partial.setVersion(orders.getItem(key("ada", 1)).getVersion());
        orders.updateItem(update -> update.item(partial).ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY));
        assertThat(orders.getItem(key("ada", 1)).getPlaced()).isEqualTo(NOON);
        partial.setVersion(partial.getVersion() + 1);
        orders.updateItem(partial);
        assertThat(orders.getItem(key("ada", 1)).getPlaced()).isNull();
    }

    @Test
    void queriesAndPages() {
        // Versions need conditions, which batches do not have.
        DynamoDbTable<Order> unversioned = DynamoDbEnhancedClient.builder().dynamoDbClient(client).extensions(List.of()).build()
                .table("orders", SCHEMA);
        WriteBatch.Builder<Order> batch = WriteBatch.builder(Order.class).mappedTableResource(unversioned);
        IntStream.rangeClosed(1, 20)
                .forEach(nr -> batch.addPutItem(Order.of("ada", nr, nr % 2 == 0 ? "open" : "paid",
                        NOON.minusSeconds(nr))));
        BatchWriteResult written = enhanced.batchWriteItem(write -> write.addWriteBatch(batch.build()));
        assertThat(written.unprocessedPutItemsForTable(unversioned)).isEmpty();

        assertThat(orders.query(query -> query.limit(7).scanIndexForward(false)
                .queryConditional(QueryConditional.sortBetween(key("ada", 3), key("ada", 18)))).items())
                .extracting(Order::getNr)
                .containsExactly(18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3);
        assertThat(orders.index("by-state").query(query -> query.limit(3)
                .queryConditional(QueryConditional.keyEqualTo(state -> state.partitionValue("open")))).stream()
                .map(Page::items).mapToInt(List::size).sum()).isEqualTo(10);
        assertThat(orders.index("by-date").query(
                QueryConditional.sortGreaterThan(date -> date.partitionValue("ada").sortValue(NOON.minusSeconds(4).toString())))
                .stream().flatMap(page -> page.items().stream())).extracting(Order::getNr).containsExactly(3, 2, 1);
        assertThat(orders.scan(scan -> scan.filterExpression(Expression.builder().expression("#s = :s AND nr > :n")
                .putExpressionName("#s", "state").putExpressionValue(":s", AttributeValue.fromS("paid"))
                .putExpressionValue(":n", AttributeValue.fromN("15")).build())).items())
                .extracting(Order::getNr).containsExactlyInAnyOrder(17, 19);
        assertThat(enhanced.batchGetItem(get -> get.readBatches(
                ReadBatch.builder(Order.class).mappedTableResource(orders)
                        .addGetItem(key("ada", 1)).addGetItem(key("ada", 99)).build()))
                .resultsForTable(orders))
                .extracting(Order::getNr).containsExactly(1);
    }

    @Test
    void transactions() {
        orders.putItem(Order.of("ada", 1, "open", NOON));
        Expression free = Expression.builder().expression("attribute_not_exists(customer)").build();
        assertThatThrownBy(() -> enhanced.transactWriteItems(transact -> transact
                .addPutItem(orders, Order.of("ada", 2, "open", NOON))
                .addConditionCheck(orders, check -> check.key(key("ada", 1)).conditionExpression(free))))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> assertThat(e.cancellationReasons())
                        .extracting(reason -> reason.code()).containsExactly("None", "ConditionalCheckFailed"));
        assertThat(orders.getItem(key("ada", 2))).isNull();
        assertThat(enhanced.transactGetItems(get -> get.addGetItem(orders, key("ada", 1)).addGetItem(orders, key("ada", 2))))
                .extracting(document -> document.getItem(orders) == null).containsExactly(false, true);
    }

    @Test
    void asynchronously() {
        try (DynamoDbAsyncClient async = Clients.at(server, DynamoDbAsyncClient.builder()).build()) {
            var table = DynamoDbEnhancedAsyncClient.builder().dynamoDbClient(async).build().table("orders", SCHEMA);
            table.putItem(Order.of("ada", 1, "open", NOON)).join();
            assertThat(table.deleteItem(key("ada", 1)).join().getState()).isEqualTo("open");
            assertThat(table.getItem(key("ada", 1)).join()).isNull();
        }
    }
}
