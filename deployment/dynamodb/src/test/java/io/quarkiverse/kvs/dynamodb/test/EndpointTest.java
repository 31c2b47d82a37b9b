package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.amazon.common.AmazonClient;
import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Without any configuration: in a test, the endpoint listens on any free port, the clients of the application find it, and no
 * container runtime is looked for.
 */
class EndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Tables.class, Clients.class))
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("org.testcontainers")
                    || record.getMessage().contains("get a working docker instance"))
            .assertLogRecords(records -> assertThat(records).isEmpty());

    @Inject
    DynamoDbEndpoint endpoint;

    @Inject
    DynamoDbClient client;

    @Inject
    @AmazonClient("other")
    DynamoDbClient named;

    @Inject
    KeyValueStore store;

    @Test
    void listensOnAFreePortThatConfigurationKnows() {
        assertThat(endpoint.port()).isPositive().isNotEqualTo(8000);
        assertThat(endpoint.uri()).hasToString("http://localhost:" + endpoint.port());
        assertThat(ConfigProvider.getConfig().getValue("quarkus.kvs.dynamodb.port", Integer.class)).isEqualTo(endpoint.port());
        assertThat(ConfigProvider.getConfig().getValue("quarkus.dynamodb.endpoint-override", String.class))
                .isEqualTo(endpoint.uri().toString());
    }

    @Test
    void allClientsSeeTheSameTables() {
        Tables.create(client, "shared");
        Tables.put(client, "shared", "1", "one");
        assertThat(Tables.get(named, "shared", "1")).isEqualTo("one");
        try (DynamoDbClient outside = Clients.of(endpoint.uri())) {
            assertThat(Tables.get(outside, "shared", "1")).isEqualTo("one");
            assertThat(outside.describeTable(describe -> describe.tableName("shared")).table().tableArn())
                    .startsWith("arn:aws:dynamodb:us-east-1:");
        }
    }

    @Test
    void commandsOfRedisDoNotReachTables() {
        Tables.create(client, "kept");
        Tables.put(client, "kept", "1", "one");
        store.execute("FLUSHALL");
        assertThat(store.execute("DBSIZE").toString()).contains("0");
        assertThat(Tables.get(client, "kept", "1")).isEqualTo("one");
    }

    @Test
    void takesPartInTheReadinessCheck() {
        RestAssured.get("/q/health/ready").then().statusCode(200)
                .body("checks.find { it.name == 'DynamoDB endpoint' }.data.port", equalTo(endpoint.port()));
    }

    @Test
    void operationsAreMeasured() {
        client.listTables();
        assertThatThrownBy(() -> Tables.get(client, "missing", "1")).isInstanceOf(ResourceNotFoundException.class);
        String metrics = RestAssured.get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics).contains("kvs_dynamodb_operations_total{operation=\"ListTables\",outcome=\"success\"}")
                .contains("kvs_dynamodb_operations_total{operation=\"GetItem\",outcome=\"ResourceNotFoundException\"}")
                .contains("kvs_dynamodb_operations_duration_seconds_count{operation=\"ListTables\"}");
    }
}
