package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.dynamodb.EmbeddedDynamoDb;
import io.quarkiverse.kvs.it.dynalite.Dynalite;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/**
 * Sends the same requests to this endpoint and to dynalite, another emulator, whose answers were once compared with the
 * service's. They are those that the endpoint's own tests play, and some more. A file names those that are answered
 * differently, and why: because dynalite does not do what the documentation says, or has not got it.
 */
class DynaliteTest {

    private static final Path FOLDER = Path.of("target/dynalite");
    private static final Path REQUESTS = Path.of("../../runtime/dynamodb/src/test/resources/requests");
    private static final Path OWN = Path.of("src/test/resources/dynalite");
    private static final Path DIFFERENCES = OWN.resolve("differences.txt");
    /** What is new each time, and what dynalite cannot know. */
    private static final Set<String> NOT_COMPARED = Set.of("TableId", "CreationDateTime", "TableArn", "IndexArn",
            "LastUpdateToPayPerRequestDateTime", "TableThroughputModeSummary", "DeletionProtectionEnabled", "WarmThroughput",
            "TableSizeBytes",
            "IndexSizeBytes");

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonNodeParser parser = JsonNodeParser.create();

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void answersAreTheSame() throws Exception {
        String missing = Dynalite.install(FOLDER);
        assumeTrue(missing == null, missing);
        Set<String> different = new LinkedHashSet<>();
        List<String> told = new ArrayList<>();
        int same = 0;
        for (Path file : files()) {
            try (EmbeddedDynamoDb ours = EmbeddedDynamoDb.builder().start(); Dynalite other = Dynalite.start(FOLDER)) {
                for (String request : requests(file)) {
                    String here = call(ours.port(), request);
                    String there = call(other.port(), request);
                    if (here.equals(there)) {
                        same++;
                    } else {
                        different.add(request);
                        told.add(request + "\n  here:  " + here + "\n  there: " + there);
                    }
                }
            }
        }
        if (System.getProperty("kvs.dynalite.show") != null) {
            Files.write(Path.of("target/dynalite-differences.txt"), told);
        }
        Set<String> known = new LinkedHashSet<>(requests(DIFFERENCES));
        assertThat(told.stream().filter(each -> !known.contains(each.lines().findFirst().orElseThrow()))).isEmpty();
        assertThat(known).as("what is answered alike is no difference").isSubsetOf(different);
        assertThat(same).isGreaterThan(150);
    }

    /** Streams, transactions and PartiQL are not there in dynalite. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("items", "updates", "queries", "indexes", "batches", "capacity")) {
            files.add(REQUESTS.resolve(name + ".txt"));
        }
        try (Stream<Path> own = Files.list(OWN)) {
            own.filter(file -> !file.equals(DIFFERENCES)).sorted().forEach(files::add);
        }
        return files;
    }

    private static List<String> requests(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith(" ")).toList();
    }

    private String call(int port, String line) throws IOException, InterruptedException {
        int blank = line.indexOf(' ');
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .header("X-Amz-Target", "DynamoDB_20120810." + line.substring(0, blank))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, "
                        + "SignedHeaders=host, Signature=0")
                .header("X-Amz-Date", "20260101T000000Z")
                .POST(HttpRequest.BodyPublishers.ofString(line.substring(blank + 1))).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + shown(parser.parse(response.body()), line.startsWith("Scan"));
    }

    /**
     * A value in one form only.
     *
     * @param anyOrder whether the order of lists does not matter: that of a scan is that of the hashes
     */
    private static String shown(JsonNode node, boolean anyOrder) {
        if (node.isObject()) {
            StringBuilder text = new StringBuilder("{");
            new TreeMap<>(node.asObject()).forEach((name, value) -> {
                if (!NOT_COMPARED.contains(name)) {
                    text.append(name).append(':').append(shown(value, anyOrder)).append(' ');
                }
            });
            return text.append('}').toString();
        }
        if (node.isArray()) {
            Stream<String> elements = node.asArray().stream().map(element -> shown(element, anyOrder));
            return (anyOrder ? elements.sorted() : elements).toList().toString();
        }
        // 1 and 1.0 are the same number.
        return node.isNumber() ? Double.toString(Double.parseDouble(node.asNumber())) : node.toString();
    }
}
