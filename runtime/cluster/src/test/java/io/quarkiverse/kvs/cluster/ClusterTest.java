package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** Three members over TCP, with logs on the disk. */
@Timeout(180)
class ClusterTest {

    @TempDir
    Path directory;

    @Test
    void whatTheLeaderDoesIsEverywhere() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.READ_STALE)) {
            TestMember leader = cluster.awaitLeader();
            try (RespConnection connection = leader.connect()) {
                assertThat(connection.call("SET", "a", "1")).isEqualTo("+OK\r\n");
                assertThat(connection.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
                assertThat(connection.call("EVAL", "redis.call('RPUSH', KEYS[1], ARGV[1], ARGV[1]); "
                        + "return redis.call('INCR', 'n')", "2", "list", "n", "x")).isEqualTo(":1\r\n");
                assertThat(connection.call("MULTI")).isEqualTo("+OK\r\n");
                connection.call("SELECT", "3");
                connection.call("SADD", "set", "x", "y");
                assertThat(connection.call("EXEC")).isEqualTo("*2\r\n+OK\r\n:2\r\n");
                assertThat(connection.call("SPOP", "set")).startsWith("$1");
            }
            cluster.awaitSame();
            for (TestMember each : cluster.members.values()) {
                assertThat(each.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
                assertThat(each.call("LRANGE", "list", "0", "-1")).isEqualTo("*2\r\n$1\r\nx\r\n$1\r\nx\r\n");
            }
        }
    }

    @Test
    void aFollowerTellsWhereTheLeaderIs() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.REDIRECT)) {
            TestMember leader = cluster.awaitLeader();
            TestMember follower = cluster.anyFollower();
            String there = " 127.0.0.1:" + leader.port() + "\r\n";
            // As redis-cli computes slots.
            assertThat(follower.call("SET", "foo", "1")).isEqualTo("-MOVED 12182" + there);
            assertThat(follower.call("GET", "{foo}.x")).isEqualTo("-MOVED 12182" + there);
            assertThat(follower.call("DBSIZE")).isEqualTo("-MOVED 0" + there);
            assertThat(follower.call("EVAL", "return 1", "0")).isEqualTo("-MOVED 0" + there);
            assertThat(follower.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(follower.call("REPLICAOF", "127.0.0.1", "1")).startsWith("-ERR REPLICAOF not allowed");
            assertThat(follower.call("DEBUG", "RELOAD")).startsWith("-ERR DEBUG RELOAD not allowed");
        }
    }

    @Test
    void anotherOneLeadsWhenTheLeaderIsGone() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.READ_STALE)) {
            for (int round = 0; round < 3; round++) {
                TestMember leader = cluster.awaitLeader();
                try (RespConnection connection = leader.connect()) {
                    for (int i = 0; i < 200; i++) {
                        assertThat(connection.call("RPUSH", "list" + round, Integer.toString(i)))
                                .isEqualTo(":" + (i + 1) + "\r\n");
                    }
                }
                cluster.stop(leader.name);
                TestMember next = cluster.awaitLeader();
                assertThat(next).isNotSameAs(leader);
                for (int before = 0; before <= round; before++) {
                    assertThat(next.call("LLEN", "list" + before)).isEqualTo(":200\r\n");
                }
                assertThat(next.call("SET", "after", Integer.toString(round))).isEqualTo("+OK\r\n");
                cluster.start(leader.name);
                cluster.awaitSame();
            }
        }
    }

    @Test
    void aLeaderThatIsCutOffSaysSoAndTakesBackWhatWasNotCommitted() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.REDIRECT)) {
            TestMember old = cluster.awaitLeader();
            try (RespConnection before = old.connect();
                    RespConnection writer = old.connect();
                    RespConnection reader = old.connect()) {
                assertThat(before.call("SET", "a", "committed")).isEqualTo("+OK\r\n");
                long done = old.state().changes().sequence();
                old.cutOff(true);
                writer.send(List.of("SET", "a", "uncommitted"));
                // With a lease, what was read before that is told.
                Await.until("it is done there", () -> old.state().changes().sequence() > done);
                reader.send(List.of("GET", "a"));
                TestMember next = cluster.awaitLeader();
                assertThat(next).isNotSameAs(old);
                assertThat(next.call("GET", "a")).isEqualTo("$9\r\ncommitted\r\n");
                assertThat(next.call("SET", "b", "2")).isEqualTo("+OK\r\n");
                // Neither was told anything: their connections are closed, or they came when it was known already.
                assertThat(writer.read()).matches("(?s)\\(closed\\)|-CLUSTERDOWN .*");
                assertThat(reader.read()).matches("(?s)\\(closed\\)|-CLUSTERDOWN .*");
                Await.until("it says that it is cut off", () -> old.call("GET", "a").startsWith("-CLUSTERDOWN"));
                assertThat(old.call("SET", "a", "x")).startsWith("-CLUSTERDOWN");
            }
            old.cutOff(false);
            cluster.awaitSame();
            TestMember leader = cluster.awaitLeader();
            assertThat(leader.call("GET", "a")).isEqualTo("$9\r\ncommitted\r\n");
            assertThat(leader.call("GET", "b")).isEqualTo("$1\r\n2\r\n");
        }
    }

    @Test
    void allAreStartedAgain() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.READ_STALE)) {
            TestMember leader = cluster.awaitLeader();
            for (int i = 0; i < 50; i++) {
                assertThat(leader.call("INCR", "n")).isEqualTo(":" + (i + 1) + "\r\n");
            }
            TestCluster.NAMES.forEach(cluster::stop);
            for (String name : TestCluster.NAMES) {
                cluster.start(name);
            }
            assertThat(cluster.awaitLeader().call("INCR", "n")).isEqualTo(":51\r\n");
            cluster.awaitSame();
        }
    }

    @Test
    void snapshotsTakeThePlaceOfTheLogAndFillAnEmptyDisk() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.READ_STALE, 100_000, MemberSecurity.NONE)) {
            TestMember leader = cluster.awaitLeader();
            TestMember follower = cluster.anyFollower();
            try (RespConnection connection = leader.connect()) {
                for (int i = 0; i < 400; i++) {
                    assertThat(connection.call("RPUSH", "list", "x".repeat(1000))).isEqualTo(":" + (i + 1) + "\r\n");
                }
            }
            for (String name : TestCluster.NAMES) {
                Await.until("there is a snapshot", () -> !snapshots(cluster.directory(name)).isEmpty());
            }
            cluster.stop(follower.name);
            cluster.deleteDirectory(follower.name);
            assertThat(leader.call("RPUSH", "list", "last")).isEqualTo(":401\r\n");
            cluster.start(follower.name);
            cluster.awaitSame();
            assertThat(cluster.get(follower.name).call("LLEN", "list")).isEqualTo(":401\r\n");

            TestCluster.NAMES.forEach(cluster::stop);
            for (String name : TestCluster.NAMES) {
                cluster.start(name);
            }
            assertThat(cluster.awaitLeader().call("LLEN", "list")).isEqualTo(":401\r\n");
            cluster.awaitSame();
        }
    }

    private static List<Path> snapshots(Path member) throws Exception {
        try (Stream<Path> files = Files.list(member.resolve("snapshots"))) {
            return files.filter(file -> file.toString().endsWith(".rdb")).toList();
        }
    }

    /** It has forgotten what it has acknowledged, so it must not help another one to lead that knows nothing of it either. */
    @Test
    void aMemberThatHasLostItsDiskDoesNotVoteBeforeItHasEverythingAgain() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.REDIRECT)) {
            TestMember leader = cluster.awaitLeader();
            TestMember behind = cluster.anyFollower();
            TestMember lost = cluster.members.values().stream().filter(each -> each != leader && each != behind).findFirst()
                    .orElseThrow();
            cluster.awaitSame();
            cluster.stop(behind.name);
            assertThat(leader.call("SET", "a", "acknowledged")).isEqualTo("+OK\r\n");
            cluster.stop(lost.name);
            cluster.stop(leader.name);
            cluster.deleteDirectory(lost.name);
            cluster.start(behind.name);
            cluster.start(lost.name);
            Await.until("they have found each other",
                    () -> cluster.members.values().stream().allMatch(each -> each.member.reachable() == 2));
            for (int i = 0; i < 20; i++) {
                Thread.sleep(100);
                assertThat(cluster.get(behind.name).call("GET", "a")).isNotEqualTo("$-1\r\n");
                assertThat(cluster.members.values()).noneMatch(each -> each.member.isLeading());
            }
            cluster.start(leader.name);
            assertThat(cluster.awaitLeader().call("GET", "a")).isEqualTo("$12\r\nacknowledged\r\n");
            cluster.awaitSame();
            // From now on it votes.
            Await.until("it has everything",
                    () -> cluster.get(lost.name).member.place() == cluster.awaitLeader().member.place());
            cluster.stop(cluster.get(lost.name).member.isLeading() ? behind.name : cluster.awaitLeader().name);
            assertThat(cluster.awaitLeader().call("GET", "a")).isEqualTo("$12\r\nacknowledged\r\n");
        }
    }

    /** Two processes that believe to be the same member would destroy its log. */
    @Test
    void aDirectoryIsForOneMember() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.REDIRECT)) {
            TestMember leader = cluster.awaitLeader();
            assertThat(leader.call("SET", "a", "1")).isEqualTo("+OK\r\n");
            assertThatThrownBy(() -> cluster.start(leader.name)).isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
            assertThat(leader.call("SET", "a", "2")).isEqualTo("+OK\r\n");
            cluster.stop(leader.name);
            cluster.start(leader.name);
            assertThat(cluster.awaitLeader().call("GET", "a")).isEqualTo("$1\r\n2\r\n");
            cluster.awaitSame();
        }
    }

    @Test
    void aMajorityBeginsWithoutTheOthersAfterAWhile() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.READ_STALE, ReadMode.LEASE, 64 << 20,
                MemberSecurity.NONE,
                List.of("a", "b"))) {
            Await.until("one leads", () -> cluster.members.values().stream().anyMatch(each -> each.member.isLeading()));
            assertThat(cluster.awaitLeader().call("SET", "a", "1")).isEqualTo("+OK\r\n");
            cluster.start("c");
            cluster.awaitSame();
            assertThat(cluster.get("c").call("GET", "a")).isEqualTo("$1\r\n1\r\n");
        }
    }
}
