package io.quarkiverse.kvs.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Several clients at once: transactions are all or nothing, and a scan in segments sees each item once. */
class ManyClientsTest {

    private static final int ACCOUNTS = 8;
    private static final int MONEY = 100;
    private static final int THREADS = 4;
    private static final int TRANSFERS = 50;
    private static final int ITEMS = 400;

    private EmbeddedDynamoDb server;
    private DynamoDbClient client;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedDynamoDb.builder().start();
        client = client(server.endpoint());
        client.createTable(table -> table.tableName("accounts").billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
    }

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private static AttributeValue string(String value) {
        return AttributeValue.builder().s(value).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.builder().n(Long.toString(value)).build();
    }

    @Test
    void transactionsKeepTheSum() throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            Map<String, AttributeValue> item = Map.of("id", string("a" + i), "money", number(MONEY));
            client.putItem(put -> put.tableName("accounts").item(item));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> results = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom random = new SplittableRandom(thread);
            results.add(threads.submit(() -> transfers(random)));
        }
        int refused = 0;
        for (Future<Integer> result : results) {
            refused += result.get();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        List<Long> money = client.scan(scan -> scan.tableName("accounts")).items().stream()
                .map(item -> Long.valueOf(item.get("money").n())).toList();
        assertThat(money).hasSize(ACCOUNTS).allMatch(left -> left >= 0);
        assertThat(money.stream().mapToLong(left -> left).sum()).isEqualTo((long) ACCOUNTS * MONEY);
        assertThat(refused).isPositive().isLessThan(THREADS * TRANSFERS);
    }

    /** Moves money from one account to another, never more than there is; tells how often there was too little. */
    private int transfers(SplittableRandom random) {
        int refused = 0;
        for (int i = 0; i < TRANSFERS; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            long amount = 1L + random.nextInt(MONEY);
            try {
                client.transactWriteItems(transaction -> transaction.transactItems(
                        update("a" + from, update -> update.updateExpression("SET money = money - :amount")
                                .conditionExpression("money >= :amount"), amount),
                        update("a" + to, update -> update.updateExpression("SET money = money + :amount"), amount)));
            } catch (TransactionCanceledException e) {
                refused++;
                assertThat(e.cancellationReasons()).extracting(reason -> reason.code()).containsExactly(
                        "ConditionalCheckFailed", "None");
            }
        }
        return refused;
    }

    private static TransactWriteItem update(String id, Consumer<Update.Builder> how, long amount) {
        Update.Builder update = Update.builder().tableName("accounts").key(Map.of("id", string(id)))
                .expressionAttributeValues(Map.of(":amount", number(amount)));
        how.accept(update);
        return TransactWriteItem.builder().update(update.build()).build();
    }

    @Test
    void aScanInSegmentsSeesEachItemOnce() {
        for (int i = 0; i < ITEMS; i += 25) {
            List<WriteRequest> requests = new ArrayList<>();
            for (int j = i; j < i + 25; j++) {
                requests.add(
                        WriteRequest.builder().putRequest(PutRequest.builder().item(Map.of("id", string("item" + j))).build())
                                .build());
            }
            client.batchWriteItem(batch -> batch.requestItems(Map.of("accounts", requests)));
        }
        for (int segments : new int[] { 1, 2, 3, 7, 64 }) {
            Set<String> seen = new HashSet<>();
            int most = 0;
            for (int segment = 0; segment < segments; segment++) {
                int before = seen.size();
                ScanRequest request = ScanRequest.builder().tableName("accounts").segment(segment).totalSegments(segments)
                        .limit(40)
                        .build();
                client.scanPaginator(request).items().forEach(item -> assertThat(seen.add(item.get("id").s())).isTrue());
                most = Math.max(most, seen.size() - before);
            }
            assertThat(seen).hasSize(ITEMS);
            assertThat(most).as("items in one of %s segments", segments).isLessThan(2 * ITEMS / segments + 20);
        }
    }
}
