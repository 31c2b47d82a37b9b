package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.cluster.Linearizability.Operation;
import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * Many clients read and write while members are ended, started again and cut off: what they are told is what one server could
 * have told. For longer than in each build: {@code -Dkvs.cluster.seconds=600}.
 */
class HistoryTest {

    private static final int CLIENTS = 6;
    private static final int SECONDS = Integer.getInteger("kvs.cluster.seconds", 10);
    /** Keys are given up after a while, so that each has a history that can be checked. */
    private static final int OPERATIONS_PER_KEY = 60;
    private static final String COMPARE_AND_SET = "local v = redis.call('GET', KEYS[1]) or '-'; "
            + "if v == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]); return 1 end; return 0";

    private record Done(String key, Operation operation) {
    }

    @TempDir
    Path directory;

    private final AtomicLong counter = new AtomicLong();
    private final List<Done> history = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean over;

    @ParameterizedTest
    @EnumSource(names = { "REDIRECT", "FORWARD" })
    @Timeout(3600)
    void itIsLinearizable(FollowerMode mode) throws Exception {
        long seed = Long.getLong("kvs.cluster.seed", System.nanoTime());
        try (TestCluster cluster = new TestCluster(directory, mode, 20_000, MemberSecurity.NONE)) {
            cluster.awaitLeader();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                Thread client = new Thread(() -> client(cluster, random), "client-" + i);
                client.start();
                clients.add(client);
            }
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            SplittableRandom random = new SplittableRandom(seed);
            while (System.nanoTime() < end) {
                disturb(cluster, random);
            }
            over = true;
            for (Thread client : clients) {
                client.join();
            }
            cluster.awaitSame();
            TestMember leader = cluster.awaitLeader();
            Map<String, List<Operation>> byKey = history.stream().collect(Collectors.groupingBy(Done::key, TreeMap::new,
                    Collectors.mapping(Done::operation, Collectors.toList())));
            // What is there at the end belongs to the histories.
            byKey.forEach((key, operations) -> {
                if (!key.startsWith("l")) {
                    long now = System.nanoTime();
                    operations.add(new Operation(now, System.nanoTime(), "GET " + key, text(leader.call("GET", key))));
                }
            });
            byKey.forEach((key,
                    operations) -> assertThat(
                            Linearizability.check(operations, Commands::after, Commands.NOTHING, Commands::readsOnly))
                            .as("seed %d, key %s: %s", seed, key, operations).isTrue());
            long known = history.stream().filter(done -> done.operation().isKnown()).count();
            System.out.println(history.size() + " operations on " + byKey.size() + " keys, " + known + " of them known");
            assertThat(known).isGreaterThan(100L * SECONDS / 10);
        }
    }

    private static void disturb(TestCluster cluster, SplittableRandom random) throws IOException, InterruptedException {
        Thread.sleep(500 + random.nextInt(1500));
        TestMember leader = cluster.members.values().stream().filter(each -> each.member.isLeading()).findFirst().orElse(null);
        TestMember one = leader != null && random.nextInt(3) > 0 ? leader
                : cluster.get(TestCluster.NAMES.get(random.nextInt(3)));
        switch (random.nextInt(3)) {
            case 0 -> {
                cluster.stop(one.name);
                Thread.sleep(random.nextInt(2000));
                cluster.start(one.name);
            }
            case 1 -> {
                one.cutOff(true);
                Thread.sleep(500 + random.nextInt(4000));
                one.cutOff(false);
            }
            default -> {
                // A link that comes and goes.
                for (int i = 0; i < 5; i++) {
                    one.cutOff(true);
                    Thread.sleep(random.nextInt(400));
                    one.cutOff(false);
                    Thread.sleep(random.nextInt(400));
                }
            }
        }
    }

    private void client(TestCluster cluster, SplittableRandom random) {
        RespConnection connection = null;
        int port = 0;
        while (!over) {
            if (connection == null) {
                TestMember member = cluster.members.get(TestCluster.NAMES.get(random.nextInt(3)));
                int next = port > 0 ? port : member == null ? 0 : member.port();
                port = 0;
                try {
                    connection = next == 0 ? null : new RespConnection(next);
                } catch (RuntimeException e) {
                    pause();
                }
                if (connection == null) {
                    continue;
                }
            }
            String reply = operate(connection, random);
            if (reply.startsWith("-MOVED")) {
                port = Integer.parseInt(reply.strip().substring(reply.strip().lastIndexOf(':') + 1));
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
