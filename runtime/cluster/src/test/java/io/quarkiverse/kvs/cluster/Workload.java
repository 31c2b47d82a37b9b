package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.quarkiverse.kvs.cluster.Linearizability.Operation;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/**
 * Clients that read and write until it is over: strings, counters, lists, scripts and transactions. What they were told is
 * checked at the end: it has to be what one server could have told.
 */
final class Workload {

    private static final int CLIENTS = 6;
    /** Keys are given up after a while, so that each has a history that can be checked. */
    private static final int OPERATIONS_PER_KEY = 60;
    private static final String COMPARE_AND_SET = "local v = redis.call('GET', KEYS[1]) or '-'; "
            + "if v == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]); return 1 end; return 0";

    /** Connects clients to members. */
    interface Members {

        /** A connection to any of them; null if none could be made. */
        RespConnection any(SplittableRandom random);

        /** A connection to the address that a member has told, as {@code host:port}. */
        RespConnection at(String address);
    }

    private record Done(String key, Operation operation) {
    }

    private final Members members;
    private final long seed;
    private final AtomicLong counter = new AtomicLong();
    private final AtomicLong known = new AtomicLong();
    private final List<Done> history = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean over;

    Workload(Members members, long seed) {
        this.members = members;
        this.seed = seed;
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            Thread client = new Thread(() -> run(random), "client-" + i);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
    }

    /**
     * Lets the clients end once they have been told enough. After a disturbance, that takes a while on a busy machine.
     *
     * @param least more operations than these have a known result
     */
    void end(long least) throws InterruptedException {
        Await.until("the clients have been told enough", () -> known.get() > least);
        over = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    /**
     * Checks what the clients were told.
     *
     * @param read answers the command GET of a key, once all is done
     */
    void check(UnaryOperator<String> read) {
        Map<String, List<Operation>> byKey = history.stream().collect(Collectors.groupingBy(Done::key, TreeMap::new,
                Collectors.mapping(Done::operation, Collectors.toList())));
        // What is there at the end belongs to the histories.
        byKey.forEach((key, operations) -> {
            if (!key.startsWith("l")) {
                String[] reply = new String[1];
                long now = System.nanoTime();
                // Another member may begin to lead even now.
                Await.until("the leader answers", () -> (reply[0] = read.apply(key)).startsWith("$"));
                operations.add(new Operation(now, System.nanoTime(), "GET " + key, text(reply[0])));
            }
        });
        byKey.forEach((key, operations) -> assertThat(
                Linearizability.check(operations, Commands::after, Commands.NOTHING, Commands::readsOnly))
                .as("seed %d, key %s: %s", seed, key, operations).isTrue());
        System.out.println(history.size() + " operations on " + byKey.size() + " keys, " + known.get() + " of them known");
    }

    private void run(SplittableRandom random) {
        RespConnection connection = null;
        String redirected = null;
        while (!over) {
            if (connection == null) {
                try {
                    connection = redirected == null ? members.any(random) : members.at(redirected);
                } catch (RuntimeException e) {
                    // That one has gone.
                }
                redirected = null;
                if (connection == null) {
                    pause();
                    continue;
                }
            }
            String reply = operate(connection, random);
            if (reply.startsWith("-MOVED")) {
                redirected = reply.strip().substring(reply.strip().lastIndexOf(' ') + 1);
            }
            if (reply.startsWith("-") || reply.startsWith("(")) {
                connection.close();
                connection = null;
                pause();
            }
        }
        if (connection != null) {
            connection.close();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String operate(RespConnection connection, SplittableRandom random) {
        long number = counter.incrementAndGet();
        String suffix = "-" + random.nextInt(3) + "-" + number / OPERATIONS_PER_KEY / 9;
        String value = Long.toString(number);
        String input;
        List<List<String>> commands;
        int type = random.nextInt(3);
        if (type == 0) {
            String key = "r" + suffix;
            switch (random.nextInt(3)) {
                case 0 -> {
                    input = "SET " + key + " " + value;
                    commands = List.of(List.of("SET", key, value));
                }
                case 1 -> {
                    input = "GET " + key;
                    commands = List.of(List.of("GET", key));
                }
                default -> {
                    input = "CAS " + key + " - " + value;
                    commands = List.of(List.of("EVAL", COMPARE_AND_SET, "1", key, "-", value));
                }
            }
        } else if (type == 1) {
            String key = "n" + suffix;
            switch (random.nextInt(3)) {
                case 0 -> {
                    input = "INCR " + key;
                    commands = List.of(List.of("INCR", key));
                }
                case 1 -> {
                    input = "GET " + key;
                    commands = List.of(List.of("GET", key));
                }
                default -> {
                    input = "TWICE " + key;
                    commands = List.of(List.of("MULTI"), List.of("INCR", key), List.of("GET", key), List.of("EXEC"));
                }
            }
        } else {
            String key = "l" + suffix;
            boolean push = random.nextBoolean();
            input = push ? "RPUSH " + key + " " + value : "LPOP " + key;
            commands = List.of(push ? List.of("RPUSH", key, value) : List.of("LPOP", key));
        }
        String key = input.split(" ")[1];
        long called = System.nanoTime();
        String reply = "";
        try {
            connection.sendAll(commands);
            for (int i = 0; i < commands.size(); i++) {
                String one = connection.readWithin(Duration.ofSeconds(8));
                reply = reply.startsWith("-") ? reply : one;
                if (one.startsWith("(")) {
                    break;
                }
            }
        } catch (RuntimeException e) {
            reply = RespConnection.CLOSED;
        }
        long returned = System.nanoTime();
        if (reply.startsWith("(")) {
            history.add(new Done(key, new Operation(called, Long.MAX_VALUE, input, null)));
        } else if (!reply.startsWith("-")) {
            history.add(new Done(key, new Operation(called, returned, input, text(reply))));
            known.incrementAndGet();
        } else {
            // It was refused, so nothing was done.
            assertThat(reply).matches("(?s)-(MOVED|CLUSTERDOWN|LOADING|EXECABORT) .*");
        }
        return reply;
    }

    private static String text(String reply) {
        String[] lines = reply.split("\r\n");
        return switch (reply.charAt(0)) {
            case ':' -> lines[0].substring(1);
            case '$' -> lines[0].equals("$-1") ? "(nil)" : lines[1];
            case '*' -> lines[1].substring(1) + "," + lines[3];
            default -> lines[0];
        };
    }
}
