package io.quarkiverse.kvs.it.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * A client that writes until the server is gone, and remembers what was acknowledged. Its commands have numbers, from 0 on, and
 * what each does depends on its number alone: so it is known what the data is to be after each.
 */
final class CrashWriter {

    /** So long, lists grow. */
    private static final int LIST_LIFE = 600;
    private static final int MOST_AT_ONCE = 20;

    /** What was acknowledged until when. */
    private record Progress(long nanos, long acknowledged) {
    }

    private final String name;
    private final Random random;
    /** The data after the first {@link #checked} commands. */
    private Map<String, String> data = new TreeMap<>();
    private long checked;
    private long sent;
    private final List<Progress> progress = new ArrayList<>();
    private long total;
    private Thread thread;
    private volatile AssertionError failure;

    CrashWriter(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    /** How many commands were acknowledged, in all rounds. */
    long acknowledged() {
        return total;
    }

    /** Writes from now on. */
    void start(int port) {
        progress.clear();
        progress.add(new Progress(System.nanoTime(), checked));
        sent = checked;
        failure = null;
        thread = new Thread(() -> write(port), name);
        thread.start();
    }

    /** Waits until the server's end has been noticed. */
    void awaitEnd() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw failure;
        }
        total += last().acknowledged - checked;
    }

    private Progress last() {
        return progress.get(progress.size() - 1);
    }

    private void write(int port) {
        try (RespConnection connection = new RespConnection(port)) {
            while (true) {
                int burst = 1 + (random.nextBoolean() ? 0 : random.nextInt(MOST_AT_ONCE));
                long first = sent;
                List<List<String>> commands = new ArrayList<>();
                for (int i = 0; i < burst; i++) {
                    commands.addAll(commands(first + i));
                }
                sent = first + burst;
                connection.sendAll(commands);
                for (int i = 0; i < burst; i++) {
                    int replies = commands(first + i).size();
                    for (int reply = 0; reply < replies; reply++) {
                        String text = connection.read();
                        if (text.startsWith(RespConnection.CLOSED)) {
                            return;
                        }
                        if (text.startsWith("-") || text.startsWith(RespConnection.TIMEOUT)) {
                            failure = new AssertionError(name + " was answered " + text);
                            return;
                        }
                    }
                    progress.add(new Progress(System.nanoTime(), first + i + 1));
                }
            }
        } catch (RuntimeException e) {
            // The server is gone.
        }
    }

    private String key(String suffix) {
        return name + ":" + suffix;
    }

    private List<List<String>> commands(long number) {
        String text = Long.toString(number);
        if (number % LIST_LIFE == LIST_LIFE - 1) {
            return List.of(List.of("DEL", key("list"), key("queue")));
        }
        return switch ((int) (number % 5)) {
            case 0 -> List.of(List.of("SET", key("string"), text));
            case 1 -> List.of(List.of("INCR", key("counter")));
            case 2 -> List.of(List.of("RPUSH", key("list"), text));
            case 3 -> List.of(List.of("MSET", key("a"), text, key("b"), text, key("c"), text));
            default -> List.of(List.of("MULTI"), List.of("INCR", key("done")), List.of("RPUSH", key("queue"), text),
                    List.of("SET", key("last"), text), List.of("EXEC"));
        };
    }

    /** Does to a model of the data what a command does. */
    private void apply(long number, Map<String, String> to) {
        String text = Long.toString(number);
        if (number % LIST_LIFE == LIST_LIFE - 1) {
            to.remove("list");
            to.remove("queue");
            return;
        }
        switch ((int) (number % 5)) {
            case 0 -> to.put("string", text);
            case 1 -> to.merge("counter", "1", CrashWriter::plus);
            case 2 -> to.merge("list", text, (before, more) -> before + "," + more);
            case 3 -> List.of("a", "b", "c").forEach(key -> to.put(key, text));
            default -> {
                to.merge("done", "1", CrashWriter::plus);
                to.merge("queue", text, (before, more) -> before + "," + more);
                to.put("last", text);
            }
        }
    }

    private static String plus(String before, String one) {
        return Long.toString(Long.parseLong(before) + Long.parseLong(one));
    }

    /**
     * Compares.
     *
     * @param mayBeMissing what was acknowledged so long before the end may be missing
     * @return how much of what was acknowledged is missing
     * @throws AssertionError if the data is not what it was after a command that it may have ended with
     */
    long check(int port, Duration mayBeMissing) {
        Map<String, String> found = read(port);
        long acknowledged = last().acknowledged;
        long from = checked;
        for (Progress each : progress) {
            if (each.nanos <= last().nanos - mayBeMissing.toNanos()) {
                from = each.acknowledged;
            }
        }
        Map<String, String> model = new TreeMap<>(data);
        for (long number = checked; number < from; number++) {
            apply(number, model);
        }
        long at = from;
        while (!model.equals(found)) {
            if (at == sent) {
                throw new AssertionError(name + ": " + acknowledged + " commands were acknowledged, " + sent
                        + " sent, and what is there is not what any of them from " + from + " on has left: " + found
                        + "\nwhile the last would have left " + model);
            }
            apply(at++, model);
        }
        data = found;
        checked = at;
        return Math.max(0, acknowledged - at);
    }

    private Map<String, String> read(int port) {
        Map<String, String> found = new TreeMap<>();
        try (RespConnection connection = new RespConnection(port)) {
            for (String key : List.of("string", "counter", "a", "b", "c", "done", "last")) {
                put(found, key, text(connection.call("GET", key(key))));
            }
            for (String key : List.of("list", "queue")) {
                put(found, key, text(connection.call("LRANGE", key(key), "0", "-1")));
            }
        }
        return found;
    }

    private static void put(Map<String, String> to, String key, String value) {
        if (!value.isEmpty()) {
            to.put(key, value);
        }
    }

    /** The strings of a reply, with commas between. */
    private static String text(String reply) {
        List<String> strings = new ArrayList<>();
        String[] lines = reply.split("\r\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("$") && i + 1 < lines.length) {
                strings.add(lines[++i]);
            }
        }
        return String.join(",", strings);
    }
}
