package io.quarkiverse.kvs.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.runtime.KvsRecorder;

/** A program without Quarkus: the endpoint needs nothing but the core, Vert.x with its Netty, and a parser of JSON. */
class PlainJavaTest {

    private static final Pattern FRAMEWORK = Pattern
            .compile(".*(/io/quarkus/|/io/smallrye/|/org/jboss/|/org/eclipse/microprofile/|/jakarta/|/awssdk/).*");

    private static String classPath() throws Exception {
        Path quarkusKvs = Path.of(KvsRecorder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty() && !FRAMEWORK.matcher(entry.replace('\\', '/')).matches())
                .filter(entry -> !Path.of(entry).toAbsolutePath().normalize().equals(quarkusKvs))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void servesRequests() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "-cp", classPath(), "io.quarkiverse.kvs.dynamodb.Main", "0"))
                .redirectErrorStream(true).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            StringBuilder said = new StringBuilder();
            String endpoint = null;
            String line;
            // It goes on for ever: what follows the line that is wanted is not waited for.
            while (endpoint == null && (line = output.readLine()) != null) {
                said.append(line).append('\n');
                int at = line.indexOf("http://");
                endpoint = at < 0 ? null : line.substring(at);
            }
            assertThat(endpoint).as(said.toString()).isNotNull();
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint))
                    .header("Content-Type", "application/x-amz-json-1.0")
                    .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                    .header("X-Amz-Date", "20240229T000000Z")
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=any/20240229/us-east-1/dynamodb/aws4_request, "
                            + "SignedHeaders=host;x-amz-date;x-amz-target, Signature=00")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build();
            assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
                    .isEqualTo("{\"TableNames\":[]}");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
