package io.quarkiverse.kvs.dynamodb.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.Operations;

/**
 * Requests with something broken in them are read, or are an error of the kind that clients are at fault for; never anything
 * else.
 */
class BrokenRequestsTest {

    private static final int ROUNDS = Integer.getInteger("kvs.dynamodb.requests", 20_000);

    private static final List<String> REQUESTS = List.of(
            "{\"TableName\":\"Music\",\"Key\":{\"a\":{\"S\":\"x\"}},\"UpdateExpression\":\"SET b = :c\","
                    + "\"ExpressionAttributeValues\":{\":c\":{\"L\":[{\"M\":{\"d\":{\"NS\":[\"1\",\"2\"]}}},{\"B\":\"AQI=\"}]}},"
                    + "\"Expected\":{\"e\":{\"Exists\":false,\"AttributeValueList\":[{\"NULL\":true}]}}}",
            "{\"RequestItems\":{\"Music\":[{\"PutRequest\":{\"Item\":{\"a\":{\"N\":\"1e3\"},\"s\":{\"SS\":[\"x\"]}}}},"
                    + "{\"DeleteRequest\":{\"Key\":{\"a\":{\"BOOL\":true}}}}]}}",
            "{\"TableName\":\"Music\",\"AttributeDefinitions\":[{\"AttributeName\":\"a\",\"AttributeType\":\"S\"}],\"KeySchema\":"
                    + "[{\"AttributeName\":\"a\",\"KeyType\":\"HASH\"}],\"ProvisionedThroughput\":{\"ReadCapacityUnits\":5,"
                    + "\"WriteCapacityUnits\":1.5e1},\"Tags\":[{\"Key\":\"k\",\"Value\":\"\\ud83d\\ude00\"}]}",
            "{\"TransactItems\":[{\"Put\":{\"TableName\":\"Music\",\"Item\":{\"a\":{\"S\":\"\\u0000\"}}}},{\"Get\":{\"Key\":{}}}]}");

    private static final List<String> PIECES = List.of("{", "}", "[", "]", ":", ",", "\"", "null", "true", "1", "-1e999999999",
            "0.5",
            "\"S\":", "{\"N\":\"1\"}", "\\", "\\ud800", "\u00e4", "[[[[[[", "{\"L\":[", "1".repeat(2_000));

    @Test
    void brokenRequestsAreErrorsOfTheClient() {
        SplittableRandom random = new SplittableRandom(20_260_301);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = broken(REQUESTS.get(random.nextInt(REQUESTS.size())), random);
            Operation operation = Operations.ALL.get(random.nextInt(Operations.ALL.size()));
            try {
                Input input = ShapeReader.read(body, operation.shape());
                Constraints.check(input);
                read++;
            } catch (DynamoDbException e) {
                assertThat(e.type()).isIn(ErrorType.SERIALIZATION, ErrorType.VALIDATION);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(operation.name() + ": " + new String(body, UTF_8), e);
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private static byte[] broken(String request, SplittableRandom random) {
        byte[] bytes = request.getBytes(UTF_8);
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0:
                    bytes[at] = (byte) random.nextInt(256);
                    break;
                case 1:
                    bytes = Arrays.copyOf(bytes, Math.max(1, at));
                    break;
                default:
                    byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
                    int until = Math.min(bytes.length, at + random.nextInt(8));
                    byte[] longer = Arrays.copyOf(bytes, at + piece.length + bytes.length - until);
                    System.arraycopy(piece, 0, longer, at, piece.length);
                    System.arraycopy(bytes, until, longer, at + piece.length, bytes.length - until);
                    bytes = longer;
            }
        }
        return bytes;
    }
}
