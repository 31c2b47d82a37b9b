package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.KvsTest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The asynchronous client of the SDK for Java, over both of its transports. */
@KvsTest
class AsyncClientTest {

    private static final int ITEMS = 300;

    static Stream<Named<SdkAsyncHttpClient.Builder<?>>> transports() {
        return Stream.of(Named.of("Netty", NettyNioAsyncHttpClient.builder().maxConcurrency(20)),
                Named.of("CRT", AwsCrtAsyncHttpClient.builder().maxConcurrency(20)));
    }

    private static DynamoDbAsyncClient client(DynamoDbTestServer server, SdkAsyncHttpClient.Builder<?> transport) {
        try (DynamoDbClient creating = Clients.of(server)) {
            Clients.createTable(creating, "items");
        }
        return Clients.at(server, DynamoDbAsyncClient.builder()).httpClientBuilder(transport)
                // So that none waits for a connection longer than that is allowed to take.
                .overrideConfiguration(all -> all.retryStrategy(retry -> retry.maxAttempts(1))).build();
    }

    private static Map<String, AttributeValue> item(int number, int length) {
        return Map.of("id", AttributeValue.fromS("item " + number), "text", AttributeValue.fromS("x".repeat(length)));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void manyCallsAtOnce(SdkAsyncHttpClient.Builder<?> transport, DynamoDbTestServer server) {
        try (DynamoDbAsyncClient client = client(server, transport)) {
            List<CompletableFuture<?>> puts = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                Map<String, AttributeValue> item = item(i, 10_000);
                puts.add(client.putItem(put -> put.tableName("items").item(item)));
            }
            CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();

            ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
            client.scanPaginator(scan -> scan.tableName("items")).items().subscribe(item -> found.add(item.get("id").s()))
                    .join();
            assertThat(found).hasSize(ITEMS).doesNotHaveDuplicates();
            assertThat(server.calls("Scan")).as("3 MB are some pages").isBetween(3L, 4L);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void largeItemsAndErrors(SdkAsyncHttpClient.Builder<?> transport, DynamoDbTestServer server) {
        try (DynamoDbAsyncClient client = client(server, transport)) {
            Map<String, AttributeValue> large = item(1, 400_000);
            client.putItem(put -> put.tableName("items").item(large)).join();
            assertThat(client.getItem(get -> get.tableName("items").key(Map.of("id", large.get("id")))).join().item())
                    .isEqualTo(large);
            assertThatThrownBy(() -> client.putItem(put -> put.tableName("items").item(large)
                    .conditionExpression("attribute_not_exists(id)")).join())
                    .isInstanceOf(CompletionException.class).hasCauseInstanceOf(ConditionalCheckFailedException.class);
        }
    }
}
