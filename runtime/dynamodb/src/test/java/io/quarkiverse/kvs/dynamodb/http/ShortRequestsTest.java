package io.quarkiverse.kvs.dynamodb.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.RunOnWorkerException;

/** What event loops do themselves, and what they leave to workers, without having done any of it. */
class ShortRequestsTest {

    private static final String QUERY = "{'TableName':'things','Select':'COUNT','KeyConditionExpression':'p = :p',"
            + "'ExpressionAttributeValues':{':p':{'S':'p'}}%s}";

    private final Service service = TestStore.service("us-east-1");

    @BeforeEach
    void someItems() {
        call("CreateTable", "{'TableName':'things','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
                + "{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'n','AttributeType':'N'}],'KeySchema':["
                + "{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'n','KeyType':'RANGE'}]}", true);
        for (int i = 0; i < 100; i++) {
            call("PutItem", "{'TableName':'things','Item':" + item(i, "") + "}", false);
        }
    }

    @Test
    void queriesOfFewItemsAreShort() {
        assertThat(call("Query", QUERY.formatted(",'Limit':64"), false)).contains("\"Count\":64");
    }

    @Test
    void queriesOfManyItemsAreLeftToWorkers() {
        assertLeft("Query", QUERY.formatted(""));
        assertThat(call("Query", QUERY.formatted(""), true)).contains("\"Count\":100");
    }

    @Test
    void queriesOfLargeItemsAreLeftToWorkers() {
        call("PutItem", "{'TableName':'things','Item':" + item(0, "x".repeat(100_000)) + "}", false);
        assertThat(call("Query", QUERY.formatted(",'Limit':1"), false)).contains("\"Count\":1");
        assertLeft("Query", QUERY.formatted(",'Limit':2"));
    }

    @Test
    void transactionsOfFewPartsAreShort() {
        assertThat(call("TransactGetItems", gets(10), false)).contains("Responses");
        assertThat(call("TransactWriteItems", puts(10), false)).isEqualTo("{}");
    }

    @Test
    void transactionsOfManyPartsAreLeftToWorkers() {
        assertLeft("TransactGetItems", gets(11));
        assertLeft("TransactWriteItems", puts(11));
        assertThat(call("Query", QUERY.formatted(""), true)).contains("\"Count\":100");
    }

    private static String gets(int number) {
        return parts(number, i -> "{'Get':{'TableName':'things','Key':{'p':{'S':'p'},'n':{'N':'" + i + "'}}}}");
    }

    /** Of new items. */
    private static String puts(int number) {
        return parts(number, i -> "{'Put':{'TableName':'things','Item':" + item(1000 + i, "") + "}}");
    }

    private static String parts(int number, IntFunction<String> part) {
        return IntStream.range(0, number).mapToObj(part).collect(Collectors.joining(",", "{'TransactItems':[", "]}"));
    }

    private static String item(int number, String text) {
        return "{'p':{'S':'p'},'n':{'N':'" + number + "'},'text':{'S':'" + text + "'}}";
    }

    private void assertLeft(String operation, String body) {
        assertThatThrownBy(() -> call(operation, body, false)).isInstanceOf(RunOnWorkerException.class);
    }

    private String call(String name, String body, boolean mayWait) {
        Operation operation = Operations.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        byte[] json = body.replace('\'', '"').getBytes(UTF_8);
        return new String(operation.execute(new OperationContext(service, mayWait), operation.read(json)).toBytes(), UTF_8);
    }
}
