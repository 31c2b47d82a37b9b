package io.quarkiverse.kvs.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;

/** The packaged application in a process of its own, to be killed and started again. What it logs is kept. */
final class AppProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path log;
    private final int port;

    private AppProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts the application, and does not wait until it serves.
     *
     * @param properties such as {@code quarkus.kvs.persistence.append-only=true}
     */
    static AppProcess start(String... properties) {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1", "-Dquarkus.http.host=localhost", "-Dquarkus.http.port=0",
                "-Dquarkus.kvs.port=" + port));
        for (String property : properties) {
            command.add("-D" + property);
        }
        command.addAll(List.of("-jar", JAR.toString()));
        try {
            Path log = Files.createTempFile("app", ".log");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new AppProcess(process, log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the application serves clients, and has loaded its data. */
    AppProcess ready() {
        Await.until("the application has started:\n" + log(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the application has ended:\n" + log());
            }
            return log().contains("Key/value server listening");
        });
        Await.until("the data is loaded", () -> !call("GET", "no such key").contains("LOADING"));
        return this;
    }

    long pid() {
        return process.pid();
    }

    /** What the application has printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request in the line protocol, and returns the first line of the reply. */
    String call(String... words) {
        try (LineClient client = new LineClient(port)) {
            return client.call(words);
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill}, which lets it end in order. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /** @return the exit code */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the application does not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
