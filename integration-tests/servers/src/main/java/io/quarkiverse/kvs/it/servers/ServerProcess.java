package io.quarkiverse.kvs.it.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.it.ports.FreePort;

/**
 * A server in a process of its own, on a free port of the loopback interface. It ends when it is closed, and with this
 * process at the latest.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Path JAR = Path.of("../app/target/quarkus-app/quarkus-run.jar");
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * The packaged application, in production mode.
     *
     * @param options further arguments of the Java runtime, such as {@code -Dquarkus.kvs.password=secret}
     * @throws IOException if it does not start
     */
    public static ServerProcess kvs(String... options) throws IOException, InterruptedException {
        if (!Files.exists(JAR)) {
            throw new IOException("no " + JAR + "; to build it, run ./mvnw -DskipTests package");
        }
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "-Dquarkus.kvs.port=" + port, "-Dquarkus.http.host=localhost", "-Dquarkus.http.port=0"));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toString()));
        return start(command, port);
    }

    /**
     * A real Redis, which keeps nothing on disk.
     *
     * @throws IOException if it does not start
     */
    public static ServerProcess redis() throws IOException, InterruptedException {
        return redis("--appendonly", "no");
    }

    /**
     * A real Redis with more arguments, such as {@code --appendonly yes}.
     *
     * @throws IOException if it does not start
     */
    public static ServerProcess redis(String... options) throws IOException, InterruptedException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(
                List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of(options));
        return start(command, port);
    }

    /**
     * A memcached with one thread and enough memory not to forget anything.
     *
     * @throws IOException if it does not start
     */
    public static ServerProcess memcached() throws IOException, InterruptedException {
        int port = FreePort.next();
        return start(
                List.of("memcached", "-p", Integer.toString(port), "-l", "127.0.0.1", "-t", "1", "-m", "1024", "-u", "nobody"),
                port);
    }

    /**
     * A Java program of this class path, which takes the port as its argument.
     *
     * @throws IOException if it does not start
     */
    public static ServerProcess java(Class<?> program) throws IOException, InterruptedException {
        int port = FreePort.next();
        return start(
                List.of(ProcessHandle.current().info().command().orElse("java"), "-cp", System.getProperty("java.class.path"),
                        program.getName(), Integer.toString(port)),
                port);
    }

    /** Whether a program is installed, for tests that cannot do without. */
    public static boolean isInstalled(String program) {
        try {
            return new ProcessBuilder(program, "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ServerProcess start(List<String> command, int port) throws IOException, InterruptedException {
        Path log = Files.createTempFile("server", ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        ServerProcess server = new ServerProcess(process, port);
        long deadline = System.nanoTime() + START.toNanos();
        while (!server.accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException("the server did not start:\n" + Files.readString(log));
            }
            Thread.sleep(20);
        }
        Files.delete(log);
        return server;
    }

    public int port() {
        return port;
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
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
}
