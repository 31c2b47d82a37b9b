package io.quarkiverse.kvs.it.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.ports.FreePort;

/** The packaged application in a process of its own, as one of three members. */
final class Instance implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    final String name;
    private final List<String> command;
    private final int port = FreePort.next();
    private final int httpPort = FreePort.next();
    private final int dynamoDbPort = FreePort.next();
    private final Path output;
    private Process process;

    /** @param properties more of the configuration, as {@code name=value} */
    Instance(String name, String members, Path directory, List<String> properties) {
        this.name = name;
        output = directory.resolve(name + ".log");
        command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1",
                "-Dquarkus.kvs.port=" + port, "-Dquarkus.http.port=" + httpPort, "-Dquarkus.kvs.cluster.name=" + name,
                "-Dquarkus.kvs.cluster.members=" + members,
                "-Dquarkus.kvs.cluster.directory=" + directory.resolve(name),
                "-Dquarkus.kvs.dynamodb.port=" + dynamoDbPort));
        properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of("-jar", JAR.toString()));
    }

    void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** At once, so that it can do nothing more. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it in the middle of what it does, or lets it go on. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }

    int port() {
        return port;
    }

    /** A reply, or why there is none, in parentheses. */
    String call(String... words) {
        if (!process.isAlive()) {
            return "(ended)";
        }
        try (RespConnection connection = new RespConnection(port)) {
            return connection.call(words);
        } catch (RuntimeException e) {
            return "(no connection)";
        }
    }

    /** What the endpoint of DynamoDB answers to a call, or that it does not; any signature will do. */
    String dynamoDb(String operation, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + dynamoDbPort + "/"))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, "
                        + "SignedHeaders=host;x-amz-date, Signature=abc")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "(no connection)";
        }
    }

    /** A page of the application, or its error page. */
    String page(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    boolean isLeading() {
        return call("ROLE").startsWith("*3\r\n$6\r\nmaster");
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }
}
