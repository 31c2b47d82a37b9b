package io.quarkiverse.kvs.dynamodb.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.operation.Operations;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Tags, expiry, backups and limits, as a client of the AWS SDK sees them. */
class TableSettingsSdkTest {

    private static final String ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/";

    private static DynamoDbServer server;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        server = new DynamoDbServer(new DynamoDbServer.Options(TestStore.service("eu-west-1"), Operations.ALL)).start();
        client = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static void create(String table) {
        client.createTable(request -> request.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
    }

    private static void assertError(ThrowingCallable call, String code, String message) {
        DynamoDbException error = catchThrowableOfType(DynamoDbException.class, call);
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
    }

    private static Map<String, String> tags(String table) {
        return client.listTagsOfResource(request -> request.resourceArn(ARN + table)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void tagsAreGivenChangedAndTaken() {
        create("tagged");
        assertThat(tags("tagged")).isEmpty();

        client.tagResource(request -> request.resourceArn(ARN + "tagged").tags(tag("a", "1"), tag("b", "")));
        client.tagResource(request -> request.resourceArn(ARN + "tagged").tags(tag("a", "2")));
        assertThat(tags("tagged")).isEqualTo(Map.of("a", "2", "b", ""));

        client.untagResource(request -> request.resourceArn(ARN + "tagged").tagKeys("a", "c"));
        assertThat(tags("tagged")).isEqualTo(Map.of("b", ""));
    }

    @Test
    void thereAre50TagsAndNoMore() {
        create("many");
        Function<Integer, List<Tag>> some = count -> IntStream.range(0, count).mapToObj(i -> tag("k" + i, "v")).toList();
        client.tagResource(request -> request.resourceArn(ARN + "many").tags(some.apply(50)));

        DynamoDbException error = catchThrowableOfType(DynamoDbException.class,
                () -> client.tagResource(request -> request.resourceArn(ARN + "many").tags(tag("other", "v"))));
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        assertThat(error.awsErrorDetails().errorMessage())
                .isEqualTo("Number of Tags exceed the current limit for the provided ResourceArn");
        assertThat(tags("many")).hasSize(50);
    }

    @Test
    void whatIsWrongWithTheNameOfAResourceIsTold() {
        create("named");
        assertError(() -> client.listTagsOfResource(request -> {
        }), "ValidationException", "Invalid TableArn");
        assertError(() -> client.listTagsOfResource(request -> request.resourceArn("abcd")), "ValidationException",
                "One or more parameter values were invalid: ARNs must start with 'arn:': abcd");
        assertError(() -> client.tagResource(request -> request.resourceArn(ARN + "named")), "ValidationException",
                "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null");
        assertError(() -> client.untagResource(request -> request.resourceArn("arn:b:c:d:e:f/g").tagKeys(List.of())),
                "ValidationException",
                "One or more parameter values were invalid: Provided Arn is not a DynamoDB resource arn: arn:b:c:d:e:f/g");
        assertError(() -> client.untagResource(request -> request.resourceArn(ARN + "named/index/one").tagKeys(List.of())),
                "ValidationException", "One or more parameter values were invalid: Invalid resource arn provided, only table "
                        + "or stream is accepted. Provided resource arn: " + ARN + "named/index/one");
        assertError(() -> client.tagResource(request -> request.resourceArn(ARN + "named").tags(List.of())),
                "ValidationException",
                "Atleast one Tag needs to be provided as Input.");
        assertError(() -> client.untagResource(request -> request.resourceArn(ARN + "named").tagKeys(List.of())),
                "ValidationException", "Atleast one Tag Key needs to be provided as Input.");
        assertError(() -> client.tagResource(request -> request.resourceArn(ARN + "nothing").tags(tag("a", "b"))),
                "ResourceNotFoundException", "Requested resource not found: ResourceArn: " + ARN + "nothing not found");
        assertError(() -> client.untagResource(request -> request.resourceArn(ARN + "nothing").tagKeys("a")),
                "ResourceNotFoundException", "Requested resource not found: ResourceArn: " + ARN + "nothing not found");
        String elsewhere = ARN.replace("eu-west-1", "us-east-1") + "named";
        assertError(() -> client.listTagsOfResource(request -> request.resourceArn(elsewhere)),
                "ValidationException", "Invalid TableArn: Invalid ResourceArn provided as input " + elsewhere);
    }

    @Test
    void theAttributeOfExpiryIsNamedAndGivenUp() {
        create("expiring");
        assertThat(expiry("expiring"))
                .isEqualTo(TimeToLiveDescription.builder().timeToLiveStatus(TimeToLiveStatus.DISABLED).build());

        assertError(() -> expire("expiring", "until", false), "ValidationException", "TimeToLive is already disabled");
        expire("expiring", "until", true);
        assertThat(expiry("expiring")).isEqualTo(TimeToLiveDescription.builder().timeToLiveStatus(TimeToLiveStatus.ENABLED)
                .attributeName("until").build());
        assertError(() -> expire("expiring", "until", true), "ValidationException", "TimeToLive is already enabled");
        assertError(() -> expire("expiring", "other", true), "ValidationException",
                "TimeToLive is active on a different AttributeName: current AttributeName is until");
        expire("expiring", "until", false);
        assertThat(expiry("expiring").timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
        assertError(() -> expire("nothing", "until", true), "ResourceNotFoundException",
                "Requested resource not found: Table: nothing not found");
    }

    private static TimeToLiveDescription expiry(String table) {
        return client.describeTimeToLive(request -> request.tableName(table)).timeToLiveDescription();
    }

    private static void expire(String table, String attribute, boolean enabled) {
        assertThat(client.updateTimeToLive(request -> request.tableName(table)
                .timeToLiveSpecification(specification -> specification.attributeName(attribute).enabled(enabled)))
                .timeToLiveSpecification().enabled()).isEqualTo(enabled);
    }

    @Test
    void continuousBackupsAreAcceptedAndTold() {
        create("restorable");
        assertThat(backups("restorable")).isEqualTo(PointInTimeRecoveryDescription.builder()
                .pointInTimeRecoveryStatus(PointInTimeRecoveryStatus.DISABLED).build());

        client.updateContinuousBackups(request -> request.tableName("restorable").pointInTimeRecoverySpecification(
                specification -> specification.pointInTimeRecoveryEnabled(true).recoveryPeriodInDays(7)));
        PointInTimeRecoveryDescription enabled = backups("restorable");
        assertThat(enabled.pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.ENABLED);
        assertThat(enabled.recoveryPeriodInDays()).isEqualTo(7);
        assertThat(enabled.latestRestorableDateTime()).isAfterOrEqualTo(enabled.earliestRestorableDateTime())
                .isCloseTo(java.time.Instant.now(), org.assertj.core.api.Assertions.within(Duration.ofMinutes(10)));

        client.updateContinuousBackups(request -> request.tableName("restorable").pointInTimeRecoverySpecification(
                specification -> specification.pointInTimeRecoveryEnabled(false)));
        assertThat(backups("restorable").pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.DISABLED);
        assertError(() -> backups("nothing"), "TableNotFoundException", "Table not found: nothing");
    }

    private static PointInTimeRecoveryDescription backups(String table) {
        return client.describeContinuousBackups(request -> request.tableName(table)).continuousBackupsDescription()
                .pointInTimeRecoveryDescription();
    }

    @Test
    void limitsAndEndpointsAreTold() {
        assertThat(client.describeLimits().accountMaxReadCapacityUnits()).isEqualTo(80_000);
        assertThat(client.describeLimits().tableMaxWriteCapacityUnits()).isEqualTo(40_000);
        assertThat(client.describeEndpoints().endpoints().get(0).address()).isEqualTo("dynamodb.eu-west-1.amazonaws.com");
    }

    @Test
    void whatIsNotSupportedIsNamed() {
        assertError(() -> client.listBackups(), "UnknownOperationException",
                "The operation ListBackups is not supported by this endpoint");
        assertError(() -> client.describeGlobalTable(request -> request.globalTableName("abc")), "UnknownOperationException",
                "The operation DescribeGlobalTable is not supported by this endpoint");
    }
}
