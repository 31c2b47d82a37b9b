package io.quarkiverse.kvs.dynamodb.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Session;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.store.Tables;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** One of several servers with the same data answers, and the others send requests on to it. */
class GroupTest {

    /** What a server knows of the others. */
    private static final class Group implements ReplicaGroup {
        volatile long reign;
        volatile int leaderPort;

        @Override
        public boolean isLeading() {
            return reign != 0;
        }

        @Override
        public long reign() {
            return reign;
        }

        @Override
        public void offer(String door, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress atLeader(String door) {
            return door.equals("dynamodb") && leaderPort > 0 ? InetSocketAddress.createUnresolved("127.0.0.1", leaderPort)
                    : null;
        }

        @Override
        public String elsewhere() {
            return null;
        }

        @Override
        public List<Member> members() {
            return List.of();
        }

        @Override
        public long place() {
            return 0;
        }

        @Override
        public int having(long record) {
            return 0;
        }
    }

    private final Group here = new Group();
    private final Group there = new Group();
    private final ServerState data = TestStore.server();
    private Tables tables;
    private DynamoDbServer leader;
    private DynamoDbServer follower;
    private DynamoDbClient client;

    @BeforeEach
    void start() {
        there.reign = 7;
        data.group(there);
        tables = new Tables(data, 0);
        leader = server(tables, there);
        here.leaderPort = leader.port();
        ServerState other = TestStore.server();
        other.group(here);
        follower = server(new Tables(other, 0), here);
        client = client(follower.port(), "the-secret");
    }

    @AfterEach
    void stop() {
        client.close();
        follower.close();
        leader.close();
    }

    private static DynamoDbServer server(Tables tables, Group group) {
        return new DynamoDbServer(new DynamoDbServer.Options(new Service(tables, "eu-central-1", 0), Operations.ALL)
                .credentials(Map.of("the-key", "the-secret")).group(() -> group)).start();
    }

    private static DynamoDbClient client(int port, String secret) {
        return DynamoDbClient.builder().endpointOverride(URI.create("http://127.0.0.1:" + port)).region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("the-key", secret)))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }

    private static void create(DynamoDbClient at, String name) {
        at.createTable(request -> request.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
    }

    private static Map<String, AttributeValue> item(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }

    @Test
    void requestsAreAnsweredByTheLeader() {
        create(client, "First");
        client.putItem(request -> request.tableName("First").item(item("a")));
        assertThat(client.getItem(request -> request.tableName("First").key(item("a"))).item()).isEqualTo(item("a"));
        try (DynamoDbClient direct = client(leader.port(), "the-secret")) {
            assertThat(direct.listTables().tableNames()).containsExactly("First");
            assertThat(direct.scan(request -> request.tableName("First")).items()).containsExactly(item("a"));
        }
        // Its errors are told as well; signatures are checked there.
        assertThatThrownBy(() -> client.getItem(request -> request.tableName("None").key(item("a"))))
                .isInstanceOf(ResourceNotFoundException.class);
        try (DynamoDbClient stranger = client(follower.port(), "another secret")) {
            assertThatThrownBy(stranger::listTables).isInstanceOf(DynamoDbException.class)
                    .hasMessageContaining("The request signature we calculated does not match");
        }
        // A large one, which is collected in parts.
        Map<String, AttributeValue> large = Map.of("id", AttributeValue.fromS("large"), "text",
                AttributeValue.fromS("x".repeat(300_000)));
        client.putItem(request -> request.tableName("First").item(large));
        assertThat(client.getItem(request -> request.tableName("First").key(item("large"))).item()).isEqualTo(large);
    }

    @Test
    void noneLeads() {
        create(client, "First");
        there.reign = 0;
        // The other side is not asked to send it on: it could be this one that it would be sent to.
        there.leaderPort = follower.port();
        assertThatThrownBy(client::listTables).isInstanceOfSatisfying(DynamoDbException.class, failure -> {
            assertThat(failure.statusCode()).isEqualTo(500);
            assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("InternalServerError");
        });
        here.leaderPort = 0;
        assertThatThrownBy(client::listTables).isInstanceOf(DynamoDbException.class).hasMessageContaining("try again");
    }

    /** Another server has led meanwhile, and has changed the tables. */
    @Test
    void aServerThatBeginsToLeadReadsTheTablesAgain() {
        create(client, "First");
        client.putItem(request -> request.tableName("First").item(item("a")));
        Session session = tables.session(true);
        Table table = session.usable("First");
        Tables others = new Tables(data, 0);
        others.prepare(true);
        others.remove(others.find("First"));
        try (DynamoDbServer elsewhere = server(others, there);
                DynamoDbClient changing = client(elsewhere.port(), "the-secret")) {
            create(changing, "Other");
            changing.putItem(request -> request.tableName("Other").item(item("b")));
        }
        assertThat(client.listTables().tableNames()).containsExactly("First");
        there.reign = 0;
        assertThatThrownBy(() -> tables.prepare(true)).hasMessageContaining("try again");
        assertThatThrownBy(() -> session.view(table, null)).hasMessageContaining("try again");
        there.reign = 8;
        assertThatThrownBy(() -> session.view(table, null)).hasMessageContaining("try again");
        assertThat(client.listTables().tableNames()).containsExactly("Other");
        assertThat(client.getItem(request -> request.tableName("Other").key(item("b"))).item()).isEqualTo(item("b"));
        // What has begun before knows tables that are no more.
        assertThatThrownBy(() -> session.view(table, null)).hasMessageContaining("try again");
        assertThat(client.describeTable(request -> request.tableName("Other")).table().itemCount()).isEqualTo(1);
    }
}
