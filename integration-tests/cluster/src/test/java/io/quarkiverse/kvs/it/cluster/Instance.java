package io.quarkiverse.kvs.it.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Path output;
    private Process process;

    Instance(String name, String members, Path directory) {
        this.name = name;
        output = directory.resolve(name + ".log");
        command = List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1",
                "-Dquarkus.kvs.port=" + port, "-Dquarkus.http.port=" + httpPort, "-Dquarkus.kvs.cluster.name=" + name,
                "-Dquarkus.kvs.cluster.members=" + members,
                "-Dquarkus.kvs.cluster.directory=" + directory.resolve(name), "-jar", JAR.toString());
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
