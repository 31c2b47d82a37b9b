package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.it.ports.FreePort;

/**
 * A real Redis, the oracle: started for a test on a free port of the loopback interface, without any files.
 */
final class RedisProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether there is one to start. */
    static boolean isInstalled() {
        try {
            Process version = new ProcessBuilder("redis-server", "--version").start();
            return new String(version.getInputStream().readAllBytes(), UTF_8).contains(" v=7.0.") && version.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts it; where it is not installed, the test is skipped. */
    static RedisProcess startOrSkip() throws IOException, InterruptedException {
        assumeInstalled();
        return start();
    }

    /** Skips the test where it is not installed. */
    static void assumeInstalled() {
        assumeTrue(isInstalled(), "redis-server 7.0 is not installed");
    }

    static RedisProcess start() throws IOException, InterruptedException {
        // A folder of its own, where no other one saves.
        return start(Files.createTempDirectory(Path.of("target"), "redis"), "--appendonly", "no");
    }

    /** Starts it in a folder, with some more options. */
    static RedisProcess start(Path folder, String... options) throws IOException, InterruptedException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1",
                "--save", "", "--enable-debug-command", "yes", "--daemonize", "no",
                // It would wait for five seconds, for more replicas.
                "--repl-diskless-sync-delay", "0"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        for (int i = 0; i < 2000 && process.isAlive(); i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return new RedisProcess(process, port);
            } catch (IOException e) {
                Thread.sleep(25);
            }
        }
        process.destroyForcibly();
        throw new IOException("redis-server did not start");
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
