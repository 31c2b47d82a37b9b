package io.quarkiverse.kvs.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The packaged application, in production mode, on free ports of this machine, for as long as it is measured. */
final class ServerProcess implements AutoCloseable {

    private static final Path JAR = Path.of("../app/target/quarkus-app/quarkus-run.jar");
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ServerProcess start() throws IOException, InterruptedException {
        if (!Files.exists(JAR)) {
            throw new IOException("no " + JAR + "; to build it, run ./mvnw -DskipTests package");
        }
        int port = freePort();
        Path log = Files.createTempFile("kvs-benchmark", ".log");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
                "-Dquarkus.kvs.port=" + port, "-Dquarkus.http.host=localhost", "-Dquarkus.http.port=0", "-jar", JAR.toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        ServerProcess server = new ServerProcess(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + START.toNanos();
        while (!server.accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException("the server did not start, see " + log);
            }
            Thread.sleep(50);
        }
        Files.delete(log);
        return server;
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
