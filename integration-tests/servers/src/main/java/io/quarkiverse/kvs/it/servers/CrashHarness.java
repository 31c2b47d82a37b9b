package io.quarkiverse.kvs.it.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.files.RedisChecks;
import io.quarkiverse.kvs.it.ports.FreePort;

/**
 * Kills a server again and again while several clients write to it, also while it rewrites its append-only file, makes a
 * snapshot, or loads its data, and starts it anew. What was acknowledged is to be there then, as far as the policy promises,
 * and nothing by halves: the data of each client is what it was after one of the client's commands. Redis's programs judge the
 * files, where they are installed.
 * <p>
 * By hand, with as many kills as there is time for:
 *
 * <pre>
 * java -cp ... io.quarkiverse.kvs.it.servers.CrashHarness 1000 always java -jar ... -Dport={port} -Ddirectory={directory} ...
 * </pre>
 */
public final class CrashHarness {

    private static final int WRITERS = 4;
    /** With {@code everysec}, what was acknowledged so long before a kill is to be there. */
    private static final Duration EVERYSEC = Duration.ofSeconds(2);
    /** With {@code no}, anything may be missing. */
    private static final Duration EVER = Duration.ofDays(1);
    /** One in so many kills comes before the server has loaded its data. */
    private static final int KILLS_AT_THE_START = 8;
    private static final Duration START = Duration.ofMinutes(2);
    /** Other data, so that rewriting takes a while. */
    private static final int FILLERS = 3000;

    private final List<String> command;
    private final String policy;
    private final Path directory;
    private final Random random;
    private final List<CrashWriter> writers = new ArrayList<>();
    private final Deque<String> log = new ArrayDeque<>();
    private Process process;
    private int port;
    private int kills;
    private int working;
    private int starting;
    private long missing;
    private long startMillis = 500;

    /**
     * @param command starts the server; {@code {port}}, {@code {directory}} and {@code {policy}} in it are replaced
     * @param policy {@code always}, {@code everysec} or {@code no}
     * @param directory for its files, empty at first
     * @param seed of what is random: when it is killed, and what the writers do
     */
    public CrashHarness(List<String> command, String policy, Path directory, long seed) {
        this.command = command;
        this.policy = policy;
        this.directory = directory;
        this.random = new Random(seed);
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new CrashWriter("w" + i, random.nextLong()));
        }
    }

    /**
     * Kills the server so many times.
     *
     * @throws AssertionError if something is missing afterwards, or there by halves
     */
    public void run(int times) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        try {
            start();
            if (kills == 0) {
                fill();
            }
            while (kills < times) {
                writeAndKill();
                if (kills < times && random.nextInt(KILLS_AT_THE_START) == 0) {
                    startAndKill();
                }
                start();
                check();
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nafter kill " + kills + " in " + directory + ":\n"
                    + String.join("\n", log), e);
        } finally {
            kill();
        }
    }

    private void check() throws IOException, InterruptedException {
        long since = System.nanoTime();
        for (CrashWriter writer : writers) {
            missing += writer.check(port, mayBeMissing());
        }
        RedisChecks.files(directory);
        note("checked in " + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms");
    }

    private Duration mayBeMissing() {
        return switch (policy) {
            case "always" -> Duration.ZERO;
            case "everysec" -> EVERYSEC;
            default -> EVER;
        };
    }

    /** How many times it was killed. */
    public int kills() {
        return kills;
    }

    /** How many kills happened while the append-only file was rewritten or a snapshot was made. */
    public int killsWhileWorking() {
        return working;
    }

    /** How many kills happened while the server was being started. */
    public int killsWhileStarting() {
        return starting;
    }

    /** How many commands were acknowledged, and not there afterwards: where the policy is {@code always}, none. */
    public long missing() {
        return missing;
    }

    /** How many commands were acknowledged. */
    public long acknowledged() {
        return writers.stream().mapToLong(CrashWriter::acknowledged).sum();
    }

    private void note(String what) {
        log.add(what);
        if (log.size() > 20) {
            log.remove();
        }
    }

    private void start() throws IOException, InterruptedException {
        long since = System.nanoTime();
        Path output = launch();
        long end = since + START.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("the server does not start:\n" + Files.readString(output));
            }
            Thread.sleep(5);
        }
        startMillis = Math.max(1, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }

    /** Mostly while it loads, as that is at the end. */
    private void startAndKill() throws IOException, InterruptedException {
        launch();
        long millis = startMillis / 2 + random.nextInt((int) startMillis);
        Thread.sleep(millis);
        kill();
        kills++;
        starting++;
        note("kill " + kills + " " + millis + " ms after the start");
    }

    /** @return what has its output */
    private Path launch() throws IOException {
        port = FreePort.next();
        List<String> words = command.stream().map(word -> word.replace("{port}", Integer.toString(port))
                .replace("{directory}", directory.toString()).replace("{policy}", policy)).toList();
        Path output = directory.resolveSibling(directory.getFileName() + ".log");
        process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).start();
        return output;
    }

    private boolean isReady() {
        try (RespConnection connection = new RespConnection(port)) {
            return connection.call("PING").equals("+PONG\r\n");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void fill() {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < FILLERS; i++) {
            commands.add(List.of("HSET", "filler" + i, "a", Integer.toString(i), "b", "x".repeat(random.nextInt(200))));
        }
        try (RespConnection connection = new RespConnection(port)) {
            connection.sendAll(commands);
            commands.forEach(command -> connection.read());
        }
    }

    private void writeAndKill() throws InterruptedException {
        for (CrashWriter writer : writers) {
            writer.start(port);
        }
        int millis = 5 + random.nextInt(150);
        String also = List.of("", "BGREWRITEAOF", "BGREWRITEAOF", "BGSAVE").get(random.nextInt(4));
        if (!also.isEmpty()) {
            try (RespConnection connection = new RespConnection(port)) {
                Thread.sleep(random.nextInt(millis));
                connection.call(also);
                // Mostly before that is done.
                Thread.sleep(random.nextInt(30));
                String info = connection.call("INFO", "persistence");
                working += info.contains("_in_progress:1") ? 1 : 0;
            }
        } else {
            Thread.sleep(millis);
        }
        kill();
        kills++;
        for (CrashWriter writer : writers) {
            writer.awaitEnd();
        }
        note("kill " + kills + " after " + millis + " ms " + also);
    }

    /** As {@code kill -9} does. */
    private void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param arguments number of kills, policy, and the command that starts the server */
    public static void main(String... arguments) throws Exception {
        int wanted = Integer.parseInt(arguments[0]);
        long seed = System.nanoTime();
        Path directory = Files.createTempDirectory("crash").resolve("data");
        System.out.println("seed " + seed + ", directory " + directory);
        CrashHarness harness = new CrashHarness(Arrays.asList(arguments).subList(2, arguments.length), arguments[1], directory,
                seed);
        for (int i = 10; i < wanted + 10; i += 10) {
            harness.run(Math.min(i, wanted));
            System.out.println(harness.kills() + " kills, " + harness.killsWhileWorking()
                    + " of them during a rewriting or a snapshot, " + harness.killsWhileStarting() + " at the start; "
                    + harness.acknowledged() + " commands acknowledged, " + harness.missing() + " of them missing");
        }
    }
}
