package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.KvsTest;

/** The command line of AWS, where it is installed. */
@KvsTest
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AwsCliTest {

    @TempDir
    static Path folder;

    private final DynamoDbTestServer server;

    AwsCliTest(DynamoDbTestServer server) {
        this.server = server;
    }

    @BeforeEach
    void installed() throws Exception {
        assumeTrue(new Program(folder, server).run("aws", "--version").code() == 0, "the AWS CLI is not installed");
    }

    private Program.Result aws(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", server.uri().toString(), "--output", "text"));
        command.addAll(List.of(arguments));
        return new Program(folder, server).run(command);
    }

    private String done(String... arguments) throws InterruptedException {
        Program.Result result = aws(arguments);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output().strip();
    }

    /** With the port that the page names replaced by that of the test. */
    @Test
    void theCommandsOfThePage() throws Exception {
        Matcher example = Pattern.compile("\\[source,bash]\n----\n(export AWS_.*\naws .*)\n----\n")
                .matcher(Files.readString(Path.of("../../docs/modules/ROOT/pages/dynamodb.adoc")));
        assertThat(example.find()).isTrue();
        String command = example.group(1).replace("http://localhost:8000", server.uri().toString());
        assertThat(command).contains(server.uri().toString());
        Program.Result result = new Program(folder, server).run("bash", "-c", command);
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).contains("TableNames");
    }

    /** What the command line takes, a fixture takes, too. */
    @Test
    void tablesAndItems() throws Exception {
        done("dynamodb", "create-table", "--table-name", "orders", "--billing-mode", "PAY_PER_REQUEST",
                "--attribute-definitions", "AttributeName=customer,AttributeType=S", "AttributeName=nr,AttributeType=N",
                "--key-schema", "AttributeName=customer,KeyType=HASH", "AttributeName=nr,KeyType=RANGE");
        done("dynamodb", "wait", "table-exists", "--table-name", "orders");
        Path requests = Files.writeString(folder.resolve("requests.json"),
                "{\"orders\": [{\"PutRequest\": {\"Item\": {\"customer\": {\"S\": \"ada\"}, \"nr\": {\"N\": \"1\"}}}}]}");
        done("dynamodb", "batch-write-item", "--request-items", "file://" + requests);
        assertThat(done("dynamodb", "list-tables", "--query", "TableNames")).contains("orders");
        assertThat(done("dynamodb", "describe-table", "--table-name", "orders", "--query", "Table.TableStatus"))
                .isEqualTo("ACTIVE");
        assertThat(done("dynamodb", "scan", "--table-name", "orders", "--query", "Items[].customer.S")).isEqualTo("ada");
        done("dynamodb", "delete-table", "--table-name", "orders");
        done("dynamodb", "wait", "table-not-exists", "--table-name", "orders");
    }

    @Test
    @Fixture("orders.dynamodb.json")
    void expressionsAndErrors() throws Exception {
        assertThat(done("dynamodb", "query", "--table-name", "orders", "--key-condition-expression", "customer = :c",
                "--expression-attribute-values", "{\":c\": {\"S\": \"ada\"}}", "--page-size", "1", "--query",
                "Items[].amount.N").split("\\s+"))
                .containsExactly("9.5", "120");
        assertThat(done("dynamodb", "update-item", "--table-name", "orders", "--key",
                "{\"customer\": {\"S\": \"ada\"}, \"nr\": {\"N\": \"1\"}}", "--update-expression", "ADD amount :t",
                "--expression-attribute-values", "{\":t\": {\"N\": \"0.5\"}}", "--return-values", "UPDATED_NEW", "--query",
                "Attributes.amount.N")).isEqualTo("10");
        assertThat(done("dynamodb", "execute-statement", "--statement",
                "SELECT amount FROM orders WHERE customer = 'grace' AND nr = 1", "--query", "Items[0].amount.N"))
                .isEqualTo("7");

        Program.Result failed = aws("dynamodb", "get-item", "--table-name", "orders", "--key",
                "{\"customer\": {\"S\": \"ada\"}}");
        assertThat(failed.code()).isNotZero();
        assertThat(failed.output()).contains("An error occurred (ValidationException) when calling the GetItem operation: "
                + "The provided key element does not match the schema");
    }

    @Test
    void streams() throws Exception {
        done("dynamodb", "create-table", "--table-name", "logged", "--billing-mode", "PAY_PER_REQUEST",
                "--attribute-definitions", "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH",
                "--stream-specification", "StreamEnabled=true,StreamViewType=NEW_IMAGE");
        done("dynamodb", "put-item", "--table-name", "logged", "--item", "{\"id\": {\"S\": \"1\"}}");
        String arn = done("dynamodbstreams", "list-streams", "--query", "Streams[0].StreamArn");
        String shard = done("dynamodbstreams", "describe-stream", "--stream-arn", arn, "--query",
                "StreamDescription.Shards[0].ShardId");
        String iterator = done("dynamodbstreams", "get-shard-iterator", "--stream-arn", arn, "--shard-id", shard,
                "--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator");
        assertThat(done("dynamodbstreams", "get-records", "--shard-iterator", iterator, "--query",
                "Records[].[eventName,dynamodb.NewImage.id.S]")).isEqualTo("INSERT\t1");
    }
}
