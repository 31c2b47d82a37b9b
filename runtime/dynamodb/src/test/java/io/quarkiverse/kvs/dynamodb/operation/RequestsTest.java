package io.quarkiverse.kvs.dynamodb.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.dynamodb.EmbeddedDynamoDb;

/**
 * Plays files of requests over HTTP. A line is the name of an operation and its request; the line behind it the whole response.
 * A line that begins with a number sign is a comment, and one such as {@code advance 5000} moves the clock by milliseconds.
 * <p>
 * With {@code -Dkvs.requests.update} the responses are written into the files, to be read and compared with the developer guide
 * before they are committed.
 */
class RequestsTest {

    private static final String SIGNATURE = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, "
            + "SignedHeaders=host, Signature=0";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);

    @ParameterizedTest
    @ValueSource(strings = { "items", "updates", "queries", "indexes", "batches", "transactions", "statements", "streams",
            "capacity", "tables", "errors", "settings", "compound" })
    void theResponsesAreThoseOfTheFile(String name) throws Exception {
        List<String> expected = lines(name);
        List<String> found = new ArrayList<>();
        try (EmbeddedDynamoDb server = EmbeddedDynamoDb.builder().clock(clock::get).start()) {
            for (String line : expected) {
                if (line.startsWith("advance ")) {
                    clock.addAndGet(Long.parseLong(line.substring("advance ".length())));
                    server.maintainNow();
                    found.add(line);
                } else if (line.isBlank() || line.startsWith("#")) {
                    found.add(line);
                } else if (!line.startsWith(" ")) {
                    found.add(line);
                    found.add("  " + call(server, line));
                }
            }
        }
        if (System.getProperty("kvs.requests.update") != null) {
            Files.write(Path.of("src/test/resources/requests/" + name + ".txt"), found);
            return;
        }
        assertThat(String.join("\n", found)).isEqualTo(String.join("\n", expected));
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = RequestsTest.class.getResourceAsStream("/requests/" + name + ".txt")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private String call(EmbeddedDynamoDb server, String line) throws IOException, InterruptedException {
        int blank = line.indexOf(' ');
        String operation = line.substring(0, blank);
        boolean streams = operation.contains("Stream") || operation.contains("Shard") || operation.equals("GetRecords");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .header("X-Amz-Target", (streams ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", SIGNATURE).header("X-Amz-Date", "20260101T000000Z")
                .POST(HttpRequest.BodyPublishers.ofString(line.substring(blank + 1))).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        // What is new in each run.
        String body = response.body().replaceAll("\"TableId\":\"[0-9a-f-]+\"", "\"TableId\":\"id\"");
        return response.statusCode() == 200 ? body : response.statusCode() + " " + body;
    }
}
