package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * Many clients read and write while members are ended, started again and cut off, and while their clocks leap: what they are
 * told is what one server could have told. For longer than in each build: {@code -Dkvs.cluster.seconds=600}.
 */
class HistoryTest {

    private static final int SECONDS = Integer.getInteger("kvs.cluster.seconds", 5);
    /** So many operations make a history, and not a few lines. */
    private static final long LEAST = 10L * SECONDS;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({ "REDIRECT, CONFIRM", "FORWARD, LEASE" })
    @Timeout(7200)
    void itIsLinearizable(FollowerMode mode, ReadMode reads) throws Exception {
        long seed = Long.getLong("kvs.cluster.seed", System.nanoTime());
        try (TestCluster cluster = new TestCluster(directory, mode, reads, 20_000, MemberSecurity.NONE, TestCluster.NAMES)) {
            cluster.awaitLeader();
            Workload workload = new Workload(members(cluster), seed);
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            SplittableRandom random = new SplittableRandom(seed);
            while (System.nanoTime() < end) {
                disturb(cluster, random);
            }
            workload.end(LEAST);
            cluster.awaitSame();
            workload.check(key -> cluster.awaitLeader().call("GET", key));
        }
    }

    private static Workload.Members members(TestCluster cluster) {
        return new Workload.Members() {
            @Override
            public RespConnection any(SplittableRandom random) {
                TestMember member = cluster.members.get(TestCluster.NAMES.get(random.nextInt(3)));
                return member == null ? null : member.connect();
            }

            @Override
            public RespConnection at(String address) {
                return new RespConnection(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
            }
        };
    }

    private static void disturb(TestCluster cluster, SplittableRandom random) throws IOException, InterruptedException {
        Thread.sleep(500 + random.nextInt(1500));
        TestMember leader = cluster.members.values().stream().filter(each -> each.member.isLeading()).findFirst().orElse(null);
        TestMember one = leader != null && random.nextInt(3) > 0 ? leader
                : cluster.get(TestCluster.NAMES.get(random.nextInt(3)));
        switch (random.nextInt(4)) {
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
            case 2 -> one.clockLeaps(random.nextLong(-3_600_000, 3_600_000));
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
}
