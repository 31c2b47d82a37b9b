package io.quarkiverse.kvs.dynamodb.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.dynamodb.error.CancellationReason;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** The rules of the wire, byte for byte. */
class WireTest {

    private static final Map<String, AttributeValue> ITEM = Map.of("a", new AttributeValue.S("b"));
    private static final int LARGEST = 16 * 1024 * 1024;

    private static final CountDownLatch SLOW = new CountDownLatch(1);
    private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

    private static Service service;
    private static DynamoDbServer server;

    private static final List<Operation> OPERATIONS = List.of(
            new TestOperation("Echo", true, input -> {
                THREADS.add(Thread.currentThread().getName());
                return Answer.of(out -> out.field("Text", input.string("Text")).item("Item", input.item("Item")));
            }),
            new TestOperation("EchoSlowly", false, input -> {
                THREADS.add(Thread.currentThread().getName());
                return Answer.of(out -> out.field("Text", input.string("Text")));
            }),
            new TestOperation("Length", true, input -> Answer.of(out -> out.field("Length", input.string("Text").length()))),
            new TestOperation("Fail", true, input -> {
                throw failure(input.string("Text"));
            }),
            new TestOperation("Break", false, input -> {
                throw new LinkageError("a class is missing");
            }),
            new TestOperation("BreakAtOnce", true, input -> {
                throw new LinkageError("a class is missing");
            }),
            new TestOperation("Wait", false, input -> {
                try {
                    SLOW.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Answer.of(out -> out.field("Text", input.string("Text")));
            }));

    private static RuntimeException failure(String which) {
        switch (which) {
            case "condition":
                return DynamoDbException.conditionFailed(ITEM);
            case "bare condition":
                return DynamoDbException.conditionFailed(null);
            case "transaction":
                return DynamoDbException.cancelled(List.of(CancellationReason.NONE,
                        new CancellationReason("ConditionalCheckFailed", "The conditional request failed", ITEM)));
            case "not found":
                return DynamoDbException.resourceNotFound("Requested resource not found");
            case "mismatch":
                return DynamoDbException.of(ErrorType.IDEMPOTENT_PARAMETER_MISMATCH, "not the same");
            default:
                return new IllegalStateException("secret of the program");
        }
    }

    @BeforeAll
    static void start() {
        service = TestStore.service("eu-west-3");
        server = new DynamoDbServer(new DynamoDbServer.Options(service, OPERATIONS)).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Response exchange(String request) throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            return http.exchange(request);
        }
    }

    private static String crc(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return Long.toString(sum.getValue());
    }

    @Test
    void aCallIsAnsweredWithAChecksumAndTheNameOfTheRequest() throws IOException {
        RawHttp.Response response = exchange(RawHttp.call("Echo", "{\"Text\":\"hällo\",\"Item\":{\"a\":{\"N\":\"1.0\"}}}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{\"Text\":\"hällo\",\"Item\":{\"a\":{\"N\":\"1\"}}}");
        assertThat(response.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(response.header("x-amz-crc32")).isEqualTo(crc(response.body()));
        assertThat(response.header("x-amzn-RequestId")).matches("[0-9A-V]{52}");
        assertThat(response.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(response.headers()).doesNotContainKeys("access-control-allow-origin", "content-encoding");
    }

    @Test
    void requestsHaveDifferentNames() throws IOException {
        Set<String> ids = new HashSet<>();
        try (RawHttp http = new RawHttp(server.port())) {
            for (int i = 0; i < 20; i++) {
                ids.add(http.exchange(RawHttp.call("Echo", "{\"Text\":\"a\"}")).header("x-amzn-RequestId"));
            }
        }
        assertThat(ids).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({ "application/json,application/json", "application/x-amz-json-1.0,application/x-amz-json-1.0",
            "application/x-amz-json-1.1,application/x-amz-json-1.1",
            "application/json; charset=utf-8,application/json" })
    void theTypeOfTheResponseIsThatOfTheRequest(String sent, String expected) throws IOException {
        RawHttp.Response response = exchange(RawHttp.request("POST / HTTP/1.1", "{\"Text\":\"a\"}", "Content-Type: " + sent,
                "X-Amz-Target: DynamoDB_20120810.Echo", "X-Amz-Date: x", "Authorization: " + RawHttp.AUTHORIZATION));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo(expected);
    }

    @Test
    void getTellsThatAllIsWell() throws IOException {
        RawHttp.Response response = exchange(RawHttp.request("GET / HTTP/1.1", null));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("healthy: dynamodb.eu-west-3.amazonaws.com ");
        assertThat(response.header("x-amz-crc32")).isEqualTo(crc(response.body()));
        assertThat(response.header("x-amzn-RequestId")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "PUT", "DELETE", "OPTIONS", "PATCH" })
    void otherMethodsAreNotFound(String method) throws IOException {
        RawHttp.Response response = exchange(RawHttp.request(method + " / HTTP/1.1", "{}", "Origin: http://example.com",
                "Content-Type: application/json"));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).isEqualTo("<UnknownOperationException/>\n");
        assertThat(response.header("x-amz-crc32")).isEqualTo("3552371480");
        assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void headIsNotFoundAndHasNoBody() throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            http.send(RawHttp.request("HEAD / HTTP/1.1", null));
            assertThat(http.read(false).status()).isEqualTo(404);
            assertThat(http.exchange(RawHttp.request("GET / HTTP/1.1", null)).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "" })
    void bodiesOfOtherTypesAreNotFound(String type) throws IOException {
        RawHttp.Response response = exchange(RawHttp.request("POST / HTTP/1.1", "{\"Text\":\"a\"}", "Content-Type: " + type,
                "X-Amz-Target: DynamoDB_20120810.Echo", "X-Amz-Date: x", "Authorization: " + RawHttp.AUTHORIZATION));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).isEqualTo("<UnknownOperationException/>\n");
    }

    @Test
    void theChecksAreMadeInTheOrderOfTheService() throws IOException {
        String serialization = "{\"__type\":\"com.amazon.coral.service#SerializationException\"}";
        String[] unknown = { "Content-Type: application/json", "X-Amz-Target: DynamoDB_20120810.Nothing" };
        String[] known = { "Content-Type: application/json", "X-Amz-Target: DynamoDB_20120810.Echo" };
        String[] signed = { known[0], known[1], "X-Amz-Date: x", "Authorization: " + RawHttp.AUTHORIZATION };

        // No JSON before an operation that does not exist, that before who calls, that before the shape.
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{", unknown)), serialization);
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{", known)), serialization);
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{}", unknown)),
                "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}");
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "", "Content-Type: application/json")),
                "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}");
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{\"Text\":1}", known)),
                "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
                        + "\"message\":\"Request is missing Authentication Token\"}");
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "", signed)), serialization);
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{\"Text\":1}", signed)),
                "{\"__type\":\"com.amazon.coral.service#SerializationException\","
                        + "\"Message\":\"NUMBER_VALUE cannot be converted to String\"}");
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{\"Number\":0}", signed)),
                "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"2 validation errors detected: "
                        + "Value null at 'text' failed to satisfy constraint: Member must not be null; Value '0' at 'number' "
                        + "failed to satisfy constraint: Member must have value greater than or equal to 1\"}");
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", "{\"Text\":\"a\",\"Item\":{\"a\":{}}}", signed)),
                "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"Supplied AttributeValue is empty, "
                        + "must contain exactly one of the supported datatypes\"}");
    }

    private static void assertError(RawHttp.Response response, String body) {
        assertThat(response.text()).isEqualTo(body);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("x-amz-crc32")).isEqualTo(crc(response.body()));
        assertThat(response.header("x-amzn-RequestId")).isNotNull();
    }

    @Test
    void errorsHaveTheirShapes() throws IOException {
        String name = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#";
        assertError(fail("condition"),
                name + "ConditionalCheckFailedException\",\"message\":\"The conditional request failed\","
                        + "\"Item\":{\"a\":{\"S\":\"b\"}}}");
        assertError(fail("bare condition"),
                name + "ConditionalCheckFailedException\",\"message\":\"The conditional request failed\"}");
        assertError(fail("not found"), name + "ResourceNotFoundException\",\"message\":\"Requested resource not found\"}");
        assertError(fail("mismatch"), name + "IdempotentParameterMismatchException\",\"Message\":\"not the same\"}");
        assertError(fail("transaction"), name + "TransactionCanceledException\",\"CancellationReasons\":[{\"Code\":\"None\"},"
                + "{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"a\":{\"S\":\"b\"}},\"Message\":\"The conditional request failed\"}],"
                + "\"Message\":\"Transaction cancelled, please refer cancellation reasons for specific reasons "
                + "[None, ConditionalCheckFailed]\"}");
    }

    private static RawHttp.Response fail(String which) throws IOException {
        return exchange(RawHttp.call("Fail", "{\"Text\":\"" + which + "\"}"));
    }

    @Test
    void aFaultOfTheProgramIsToldOfWithoutItsText() throws IOException {
        for (String operation : List.of("Fail", "Break", "BreakAtOnce")) {
            RawHttp.Response response = exchange(RawHttp.call(operation, "{\"Text\":\"something else\"}"));

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).isEqualTo("{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\","
                    + "\"message\":\"Internal server error\"}");
        }
    }

    @Test
    void signaturesAreLookedAtAlsoWhereAnyWillDo() throws IOException {
        String[] headers = { "Content-Type: application/json", "X-Amz-Target: DynamoDB_20120810.Echo" };
        String incomplete = "{\"__type\":\"com.amazon.coral.service#IncompleteSignatureException\",\"message\":\"";
        String body = "{\"Text\":\"a\"}";

        assertError(exchange(RawHttp.request("POST / HTTP/1.1", body, headers[0], headers[1], "Authorization: Basic abc")),
                "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
                        + "\"message\":\"Request is missing Authentication Token\"}");
        assertError(exchange(RawHttp.request("POST / HTTP/1.1", body, headers[0], headers[1],
                "Authorization: AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders")),
                incomplete + "Authorization header requires 'Credential' parameter. "
                        + "Authorization header requires 'SignedHeaders' parameter. "
                        + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                        + "Authorization=AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders\"}");
        assertError(exchange(RawHttp.request("POST /?X-Amz-Algorithm=x&X-Amz-Date=d HTTP/1.1", body, headers[0], headers[1])),
                incomplete + "AWS query-string parameters must include 'X-Amz-Credential'. "
                        + "AWS query-string parameters must include 'X-Amz-Signature'. "
                        + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                        + "Re-examine the query-string parameters.\"}");
        assertError(exchange(RawHttp.request("POST /?X-Amz-Algorithm=x HTTP/1.1", body, headers[0], headers[1],
                "Authorization: " + RawHttp.AUTHORIZATION)),
                "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\",\"message\":\"Found both 'X-Amz-Algorithm' "
                        + "as a query-string param and 'Authorization' as HTTP header.\"}");
        assertThat(exchange(RawHttp.request(
                "POST /?X-Amz-Algorithm=a&X-Amz-Date=d&X-Amz-Credential=c&X-Amz-Signature=s&X-Amz-SignedHeaders=h HTTP/1.1",
                body,
                headers[0], headers[1])).status()).isEqualTo(200);
    }

    @Test
    void responsesAreCompressedForThoseWhoAsk() throws IOException {
        String text = "abc".repeat(1_000);
        RawHttp.Response response = exchange(
                RawHttp.call("Echo", "{\"Text\":\"" + text + "\"}", "Accept-Encoding: gzip, deflate"));

        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.body()).hasSizeLessThan(1_000);
        assertThat(response.header("x-amz-crc32")).isEqualTo(crc(response.body()));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
                .isEqualTo(("{\"Text\":\"" + text + "\"}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = { "gzip,true", "GZIP,true", "'deflate, gzip;q=0.5',true", "'gzip;q=0',false",
            "'gzip;q=0.000',false", "identity,false", "'',false", "none,false", "',;',false" })
    void gzipIsAskedForByItsName(String header, boolean isAsked) {
        assertThat(ReplyWriter.isGzipAsked(header)).isEqualTo(isAsked);
    }

    /** The example of RFC 9110, 5.6.7, and a day of two digits. */
    @ParameterizedTest
    @CsvSource({ "1994-11-06T08:49:37Z,'Sun, 06 Nov 1994 08:49:37 GMT'",
            "2026-11-27T20:00:00.9Z,'Fri, 27 Nov 2026 20:00:00 GMT'" })
    void datesAreThoseOfHttp(Instant instant, String date) {
        assertThat(ReplyWriter.httpDate(instant)).isEqualTo(date);
    }

    @Test
    void requestsThatAreSentTogetherAreAnsweredInTheirOrder() throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append(RawHttp.call(i % 3 == 0 ? "EchoSlowly" : "Echo", "{\"Text\":\"" + i + "\"}"));
            }
            http.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(http.read().text()).isEqualTo("{\"Text\":\"" + i + "\"}");
            }
        }
    }

    @Test
    void aConnectionStaysOpenAlsoAfterErrors() throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            assertThat(http.exchange(RawHttp.call("Nothing", "{}")).status()).isEqualTo(400);
            assertThat(http.exchange(RawHttp.call("Echo", "{")).status()).isEqualTo(400);
            assertThat(http.exchange(RawHttp.request("PUT / HTTP/1.1", "")).status()).isEqualTo(404);
            assertThat(http.exchange(RawHttp.call("Echo", "{\"Text\":\"a\"}")).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyInPiecesIsAWholeBody() throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            http.send(RawHttp.request("POST / HTTP/1.1", null, "Content-Type: application/json",
                    "X-Amz-Target: DynamoDB_20120810.Echo", "X-Amz-Date: x", "Authorization: " + RawHttp.AUTHORIZATION,
                    "Transfer-Encoding: chunked"));
            http.send("3\r\n{\"T\r\n");
            http.send("a\r\next\":\"ab\"}\r\n0\r\n\r\n");
            assertThat(http.read().text()).isEqualTo("{\"Text\":\"ab\"}");
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsIsToldToGoOn() throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            String request = RawHttp.call("Echo", "{\"Text\":\"a\"}", "Expect: 100-continue");
            int body = request.indexOf("\r\n\r\n") + 4;
            http.send(request.substring(0, body));
            assertThat(http.read().status()).isEqualTo(100);
            http.send(request.substring(body));
            assertThat(http.read().text()).isEqualTo("{\"Text\":\"a\"}");
        }
    }

    @Test
    void aBodyOf16MegabytesIsTakenAndOneByteMoreIsNot() throws IOException {
        String frame = "{\"Text\":\"\"}";
        String text = "x".repeat(LARGEST - frame.length());
        try (RawHttp http = new RawHttp(server.port())) {
            assertThat(http.exchange(RawHttp.call("Length", "{\"Text\":\"" + text + "\"}")).text())
                    .isEqualTo("{\"Length\":" + text.length() + "}");
            http.send(RawHttp.request("POST / HTTP/1.1", null, "Content-Type: application/json",
                    "X-Amz-Target: DynamoDB_20120810.Length", "Content-Length: " + (LARGEST + 1)));
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void aBodyThatDoesNotTellItsLengthHasTheSameBound() throws IOException {
        try (RawHttp http = new RawHttp(server.port())) {
            http.send(RawHttp.request("POST / HTTP/1.1", null, "Content-Type: application/json",
                    "X-Amz-Target: DynamoDB_20120810.Length", "X-Amz-Date: x", "Authorization: " + RawHttp.AUTHORIZATION,
                    "Transfer-Encoding: chunked"));
            String megabyte = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
            for (int i = 0; i < 16; i++) {
                http.send(megabyte);
            }
            http.send("1\r\n \r\n");
            assertThat(http.read().status()).isEqualTo(413);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void aLongOperationRunsOnAWorkerAndAShortOneOnTheEventLoop() throws IOException {
        THREADS.clear();
        exchange(RawHttp.call("Echo", "{\"Text\":\"a\"}"));
        assertThat(THREADS).singleElement().asString().contains("eventloop");

        THREADS.clear();
        exchange(RawHttp.call("EchoSlowly", "{\"Text\":\"a\"}"));
        exchange(RawHttp.call("Echo", "{\"Text\":\"" + "a".repeat(70_000) + "\"}"));
        assertThat(THREADS).isNotEmpty().allSatisfy(thread -> assertThat(thread).contains("kvs-dynamodb"));
    }

    @Test
    void operationsThatWaitDoNotHoldUpOthers() throws Exception {
        List<RawHttp> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                RawHttp http = new RawHttp(server.port());
                waiting.add(http);
                http.send(RawHttp.call("Wait", "{\"Text\":\"" + i + "\"}"));
            }
            assertThat(exchange(RawHttp.call("Echo", "{\"Text\":\"a\"}")).status()).isEqualTo(200);
            assertThat(exchange(RawHttp.call("EchoSlowly", "{\"Text\":\"a\"}")).status()).isEqualTo(200);
            SLOW.countDown();
            for (int i = 0; i < 8; i++) {
                assertThat(waiting.get(i).read().text()).isEqualTo("{\"Text\":\"" + i + "\"}");
            }
        } finally {
            SLOW.countDown();
            for (RawHttp each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void aReplyWaitsForTheLog() throws Exception {
        Map<Long, Runnable> tasks = new LinkedHashMap<>();
        Map<Long, Consumer<String>> broken = new LinkedHashMap<>();
        CountDownLatch both = new CountDownLatch(2);
        Promises promises = new Promises() {
            @Override
            public boolean isPromised(long record) {
                return record < 10;
            }

            @Override
            public synchronized void whenPromised(long record, Runnable task, Consumer<String> ifBroken) {
                tasks.put(record, task);
                broken.put(record, ifBroken);
                both.countDown();
            }
        };
        Operation write = new TestOperation("Write", true,
                input -> new Answer(out -> out.field("Record", input.integer("Number")), input.integer("Number")));
        try (DynamoDbServer other = new DynamoDbServer(
                new DynamoDbServer.Options(service, List.of(write)).promises(promises)).start();
                RawHttp first = new RawHttp(other.port());
                RawHttp second = new RawHttp(other.port())) {
            assertThat(first.exchange(RawHttp.call("Write", "{\"Text\":\"\",\"Number\":9}")).text())
                    .isEqualTo("{\"Record\":9}");
            first.send(RawHttp.call("Write", "{\"Text\":\"\",\"Number\":10}"));
            second.send(RawHttp.call("Write", "{\"Text\":\"\",\"Number\":11}"));
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            tasks.get(10L).run();
            assertThat(first.read().text()).isEqualTo("{\"Record\":10}");
            broken.get(11L).accept("no space left on the disk");
            RawHttp.Response failed = second.read();
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.text()).contains("InternalServerError").doesNotContain("disk");
        }
    }

    @Test
    void anInterceptorHearsOfCallsAndMayLetThemFail() throws Exception {
        AtomicInteger toFail = new AtomicInteger(1);
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        Interceptor interceptor = new Interceptor() {
            @Override
            public void before(String operation) {
                if (toFail.getAndDecrement() > 0) {
                    throw DynamoDbException.of(ErrorType.THROUGHPUT_EXCEEDED, "too much");
                }
            }

            @Override
            public long delayMillis(String operation) {
                return 30;
            }

            @Override
            public void after(String operation, String error, long nanos) {
                heard.add(operation + " " + error);
            }
        };
        try (DynamoDbServer other = new DynamoDbServer(
                new DynamoDbServer.Options(service, OPERATIONS).interceptor(interceptor)).start();
                RawHttp http = new RawHttp(other.port())) {
            long start = System.nanoTime();
            assertThat(http.exchange(RawHttp.call("Echo", "{\"Text\":\"a\"}")).text())
                    .contains("ProvisionedThroughputExceededException").contains("too much");
            assertThat(http.exchange(RawHttp.call("Echo", "{\"Text\":\"a\"}")).status()).isEqualTo(200);
            assertThat(http.exchange(RawHttp.call("Fail", "{\"Text\":\"x\"}")).status()).isEqualTo(500);
            assertThat(http.exchange(RawHttp.call("Echo", "{\"Text\":1}")).status()).isEqualTo(400);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(90));
        }
        assertThat(heard).containsExactly("Echo ProvisionedThroughputExceededException", "Echo null",
                "Fail InternalServerError",
                "Echo SerializationException");
    }

    @Test
    void anEndpointThatOthersCanReachNeedsCredentials() {
        DynamoDbServer.Options open = new DynamoDbServer.Options(service, OPERATIONS).host("0.0.0.0");
        assertThatIllegalStateException().isThrownBy(() -> new DynamoDbServer(open).start())
                .withMessageContaining("0.0.0.0").withMessageContaining("credentials");

        try (DynamoDbServer safe = new DynamoDbServer(open.credentials(Map.of("key", "secret"))).start()) {
            assertThat(safe.port()).isPositive();
        }
    }

    @Test
    void aPortThatIsTakenIsToldOf() {
        assertThatIllegalStateException().isThrownBy(() -> new DynamoDbServer(
                new DynamoDbServer.Options(service, OPERATIONS).port(server.port())).start())
                .withMessageContaining("cannot listen on 127.0.0.1, port " + server.port());
    }

    @Test
    void afterItIsClosedThePortIsFree() throws IOException {
        DynamoDbServer first = new DynamoDbServer(new DynamoDbServer.Options(service, OPERATIONS)).start();
        int port = first.port();
        first.close();
        first.close();
        try (DynamoDbServer second = new DynamoDbServer(new DynamoDbServer.Options(service, OPERATIONS).port(port)).start();
                RawHttp http = new RawHttp(port)) {
            assertThat(http.exchange(RawHttp.request("GET / HTTP/1.1", null)).status()).isEqualTo(200);
        }
    }
}
