package io.quarkiverse.kvs.it.dynalite;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.programs.ExternalProgram;

/**
 * Another emulator of DynamoDB, a program for Node, in a process of its own: to compare with. Its tables are in memory, and are
 * there as soon as they are created. It ends when it is closed, and with this process at the latest.
 */
public final class Dynalite implements AutoCloseable {

    /** The version that is compared with. */
    public static final String VERSION = "4.0.0";

    private static final Duration START = Duration.ofMinutes(1);

    private final Process process;
    private final int port;

    private Dynalite(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Fetches it with npm, unless it is there.
     *
     * @param folder gets it
     * @return why it cannot be had: Node or npm is not installed, or the package cannot be fetched; null if it is there
     */
    public static String install(Path folder) throws IOException, InterruptedException {
        if (Files.exists(program(folder))) {
            return null;
        }
        Files.createDirectories(folder);
        for (String tool : List.of("node", "npm")) {
            if (ExternalProgram.run(folder, tool, "--version").code() != 0) {
                return tool + " is not installed";
            }
        }
        ExternalProgram.Result installed = ExternalProgram.run(folder, "npm", "install", "--prefix", ".", "--no-audit",
                "--no-fund", "--ignore-scripts", "dynalite@" + VERSION);
        return installed.code() == 0 && Files.exists(program(folder)) ? null
                : "dynalite cannot be installed: " + installed.output();
    }

    private static Path program(Path folder) {
        return folder.resolve("node_modules/dynalite/cli.js");
    }

    /**
     * Starts it on a free port of the loopback interface.
     *
     * @param folder where {@link #install} has put it
     * @throws IOException if it does not start
     */
    public static Dynalite start(Path folder) throws IOException, InterruptedException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of("node", program(folder).toAbsolutePath().toString(), "--host",
                "127.0.0.1", "--port", Integer.toString(port)));
        for (String delay : List.of("createTableMs", "deleteTableMs", "updateTableMs")) {
            command.addAll(List.of("--" + delay, "0"));
        }
        Path log = folder.resolve("dynalite.log");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Dynalite dynalite = new Dynalite(process, port);
        long deadline = System.nanoTime() + START.toNanos();
        while (!dynalite.accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                dynalite.close();
                throw new IOException("dynalite did not start:\n" + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return dynalite;
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
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
        process.destroyForcibly().waitFor();
    }
}
