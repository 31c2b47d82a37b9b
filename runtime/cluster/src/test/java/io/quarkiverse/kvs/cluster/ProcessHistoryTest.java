package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.it.tls.SharedCertificate;

/**
 * The same as {@link HistoryTest} with members in processes of their own, which are killed, stopped in the middle of what they
 * do, and run out of disk; and whose network is cut, where namespaces can be made.
 */
@Timeout(7200)
class ProcessHistoryTest {

    private static final int SECONDS = Integer.getInteger("kvs.cluster.seconds", 5);
    /** So many operations make a history, and not a few lines. */
    private static final long LEAST = 5L * SECONDS;
    private static final ReadMode READS = ReadMode.valueOf(System.getProperty("kvs.cluster.reads", "CONFIRM"));
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path directory;
    private final Map<String, MemberProcess> members = new LinkedHashMap<>();
    private final long seed = Long.getLong("kvs.cluster.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private Namespaces network;

    @AfterEach
    void close() throws InterruptedException {
        for (MemberProcess each : members.values()) {
            each.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    void processesThatAreKilledAndStopped() throws Exception {
        String all = NAMES.stream().map(name -> name + "=127.0.0.1:" + FreePort.next()).collect(Collectors.joining(","));
        for (String name : NAMES) {
            members.put(name, new MemberProcess(List.of(), name, all, directory, "127.0.0.1", FreePort.next(), READS,
                    null));
        }
        history(one -> {
            switch (random.nextInt(3)) {
                case 0 -> killed(one);
                case 1 -> stopped(one);
                default -> withoutDisk(one);
            }
        });
    }

    @Test
    void networksThatAreCut() throws Exception {
        Exception impossible = null;
        try {
            network = new Namespaces(NAMES);
        } catch (IOException e) {
            impossible = e;
        }
        assumeThat(impossible).as("network namespaces can be made here").isNull();
        Path store = SharedCertificate.make(directory.resolve("members.p12"), "members");
        String all = NAMES.stream().map(name -> name + "=" + network.address(name) + ":7801")
                .collect(Collectors.joining(","));
        for (String name : NAMES) {
            members.put(name, new MemberProcess(network.launcher(name), name, all, directory, network.address(name), 6379,
                    READS, store));
        }
        history(one -> {
            List<String> others = NAMES.stream().filter(each -> !each.equals(one.name)).toList();
            String other = others.get(random.nextInt(2));
            switch (random.nextInt(5)) {
                case 0 -> killed(one);
                case 1 -> {
                    cut(one.name, others, true, true);
                    Thread.sleep(500 + random.nextInt(4000));
                    cut(one.name, others, true, false);
                }
                case 2 -> {
                    // In one direction only.
                    boolean out = random.nextBoolean();
                    network.cut(out ? one.name : other, out ? other : one.name, true);
                    Thread.sleep(500 + random.nextInt(4000));
                    network.cut(out ? one.name : other, out ? other : one.name, false);
                }
                case 3 -> {
                    // Nothing of what it says arrives, but it hears the others.
                    cut(one.name, others, false, true);
                    Thread.sleep(500 + random.nextInt(4000));
                    cut(one.name, others, false, false);
                }
                default -> {
                    for (int i = 0; i < 5; i++) {
                        cut(one.name, List.of(other), true, true);
                        Thread.sleep(random.nextInt(400));
                        cut(one.name, List.of(other), true, false);
                        Thread.sleep(random.nextInt(400));
                    }
                }
            }
        });
    }

    private void cut(String one, List<String> others, boolean both, boolean yes) throws IOException, InterruptedException {
        for (String other : others) {
            network.cut(one, other, yes);
            if (both) {
                network.cut(other, one, yes);
            }
        }
    }

    private interface Disturbance {
        void disturb(MemberProcess one) throws IOException, InterruptedException;
    }

    private void history(Disturbance disturbance) throws Exception {
        for (MemberProcess each : members.values()) {
            each.start();
        }
        awaitLeader();
        Workload workload = new Workload(clients(), seed);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(500 + random.nextInt(1500));
            MemberProcess leader = members.values().stream().filter(MemberProcess::isLeading).findFirst().orElse(null);
            disturbance.disturb(leader != null && random.nextInt(3) > 0 ? leader
                    : members.get(NAMES.get(random.nextInt(3))));
        }
        workload.end(LEAST);
        MemberProcess leader = awaitLeader();
        try {
            Await.until("all have the same data", () -> {
                String digest = leader.call("DEBUG", "DIGEST", "FULL");
                return !digest.isEmpty()
                        && members.values().stream().allMatch(each -> each.call("DEBUG", "DIGEST", "FULL").equals(digest));
            });
        } catch (AssertionError e) {
            StringBuilder states = new StringBuilder(e.getMessage()).append(", seed ").append(seed);
            for (MemberProcess each : members.values()) {
                // It says what its threads do.
                each.signal("QUIT");
                Thread.sleep(500);
                states.append('\n').append(each.name).append(": ").append(each.call("INFO", "replication"))
                        .append(each.call("DEBUG", "DIGEST", "FULL")).append(each.output());
            }
            throw new AssertionError(states.toString(), e);
        }
        workload.check(key -> awaitLeader().call("GET", key));
    }

    private MemberProcess awaitLeader() {
        MemberProcess[] leader = new MemberProcess[1];
        Await.until("one leads", () -> {
            leader[0] = members.values().stream().filter(MemberProcess::isLeading).findFirst().orElse(null);
            return leader[0] != null;
        });
        return leader[0];
    }

    private void killed(MemberProcess one) throws IOException, InterruptedException {
        one.kill();
        Thread.sleep(random.nextInt(2000));
        one.start();
    }

    private void stopped(MemberProcess one) throws IOException, InterruptedException {
        one.signal("STOP");
        Thread.sleep(100 + random.nextInt(4000));
        one.signal("CONT");
    }

    private void withoutDisk(MemberProcess one) throws IOException, InterruptedException {
        one.fillDisk();
        Thread.sleep(500 + random.nextInt(3000));
        killed(one);
    }

    private Workload.Members clients() {
        return new Workload.Members() {
            @Override
            public RespConnection any(SplittableRandom chance) {
                return members.get(NAMES.get(chance.nextInt(3))).connect();
            }

            @Override
            public RespConnection at(String address) {
                int colon = address.lastIndexOf(':');
                return new RespConnection(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
            }
        };
    }
}
