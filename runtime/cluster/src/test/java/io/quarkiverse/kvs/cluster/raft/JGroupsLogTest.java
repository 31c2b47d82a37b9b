package io.quarkiverse.kvs.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.cluster.ClusterConfig;
import io.quarkiverse.kvs.cluster.FollowerMode;
import io.quarkiverse.kvs.cluster.MemberSecurity;
import io.quarkiverse.kvs.cluster.ReadMode;
import io.quarkiverse.kvs.cluster.ReplicatedLog;
import io.quarkiverse.kvs.it.files.Directories;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;

/** Logs of three members, without any data. */
@Timeout(180)
class JGroupsLogTest {

    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    private final Map<String, JGroupsLog> members = new TreeMap<>();

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        for (String name : new String[] { "a", "b", "c" }) {
            addresses.put(name, new InetSocketAddress("localhost", FreePort.next()));
        }
        for (String name : addresses.keySet()) {
            start(name);
        }
    }

    @AfterEach
    void stop() {
        members.values().forEach(JGroupsLog::close);
    }

    private void start(String name) throws IOException {
        ClusterConfig config = new ClusterConfig(name, addresses, directory.resolve(name), FollowerMode.REDIRECT,
                ReadMode.CONFIRM,
                Duration.ofMillis(1500), 1 << 30, MemberSecurity.NONE);
        JGroupsLog log = new JGroupsLog(config);
        log.start(new Deaf());
        members.put(name, log);
    }

    /** The leader, once all know it. */
    private String awaitLeader() {
        String[] leader = new String[1];
        Await.until("all know who leads", () -> {
            leader[0] = members.entrySet().stream().filter(each -> each.getValue().leading() > 0).map(Map.Entry::getKey)
                    .findFirst().orElse(null);
            return leader[0] != null && members.values().stream().allMatch(each -> leader[0].equals(each.leader()));
        });
        return leader[0];
    }

    /** As if an election that was about to end had ended the one that was to replace a leader. */
    @Test
    void aLeaderIsElectedThoughNoMemberComesOrGoes() {
        awaitLeader();
        members.values().forEach(each -> each.raft.setLeaderAndTerm(null));
        assertThat(members.values()).allMatch(each -> each.leading() == 0);
        awaitLeader();
    }

    @Test
    void aLeaderThatKnowsOfNoneIsReplaced() {
        String leader = awaitLeader();
        members.get(leader).raft.setLeaderAndTerm(null);
        assertThat(members.get(leader).leading()).isZero();
        awaitLeader();
    }

    @Test
    void aMemberThatKnowsOfNoLeaderIsTold() {
        String leader = awaitLeader();
        long leading = members.get(leader).leading();
        // The first of the members would have one elected, as it does when it is the first one there.
        String last = members.keySet().stream().filter(each -> !each.equals(leader)).reduce((first, second) -> second).get();
        members.get(last).raft.setLeaderAndTerm(null);
        assertThat(members.get(last).leader()).isNull();
        assertThat(awaitLeader()).isEqualTo(leader);
        assertThat(members.get(leader).leading()).isEqualTo(leading);
    }

    /** It takes nothing from a leader of an earlier term, which never hears of that. */
    @Test
    void aMemberThatIsInALaterTermGetsALeader() {
        String leader = awaitLeader();
        String other = members.keySet().stream().filter(each -> !each.equals(leader)).findFirst().get();
        long later = members.get(other).raft.currentTerm() + 3;
        members.get(other).raft.currentTerm(later);
        assertThat(members.get(other).leader()).isNull();
        awaitLeader();
        assertThat(members.get(leader).raft.currentTerm()).isGreaterThan(later);
    }

    /** The thread of an election begins anew at once when a round of it has failed: each begins a term. */
    @Test
    void aMemberThatCannotWriteItsLogPausesBetweenElections() throws Exception {
        awaitLeader();
        // The first of the members has leaders elected.
        CarefulRaft first = members.get("a").raft;
        first.log().close();
        members.values().forEach(each -> each.raft.setLeaderAndTerm(null));
        long before = first.currentTerm();
        Await.until("it has tried", () -> first.currentTerm() > before);
        long tried = first.currentTerm();
        long start = System.nanoTime();
        Await.until("it has tried three times more", () -> first.currentTerm() >= tried + 3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void membersThatHaveDoneNothingYetElectALeaderAgain() throws IOException {
        awaitLeader();
        stop();
        members.clear();
        for (String name : addresses.keySet()) {
            start(name);
        }
        String leader = awaitLeader();
        members.remove(leader).close();
        awaitLeader();
    }

    /**
     * The leader has forgotten the beginning of the log, so a new one gets the rest only; and nothing is appended after that.
     */
    @Test
    void aMemberWithoutItsDiskCountsAgainOnceItHasWhatIsCommitted() throws IOException {
        JGroupsLog leader = members.get(awaitLeader());
        byte[] entry = new byte[2 << 20];
        for (int i = 1; i <= 18; i++) {
            int place = i;
            leader.append(entry);
            Await.until("it is committed", () -> members.values().stream().allMatch(each -> each.committed() >= place));
        }
        leader.forget(18);
        Await.until("the beginning is forgotten", () -> leader.first() > 1);
        Await.until("they count", () -> members.values().stream().noneMatch(ReplicatedLog::isNew));

        String replaced = members.keySet().stream().filter(each -> members.get(each) != leader).findFirst().get();
        members.remove(replaced).close();
        Directories.delete(directory.resolve(replaced));
        start(replaced);
        assertThat(members.get(replaced).isNew()).isTrue();
        Await.until("it counts", () -> !members.get(replaced).isNew());
        assertThat(members.get(replaced).committed()).isGreaterThanOrEqualTo(18);

        members.values().removeIf(each -> {
            if (each == leader) {
                each.close();
            }
            return each == leader;
        });
        awaitLeader();
    }

    private static final class Deaf implements ReplicatedLog.Listener {

        @Override
        public void changed() {
            // It is asked.
        }

        @Override
        public void told(String member, byte[] what) {
            // Nothing is told here.
        }

        @Override
        public void failed(String why) {
            throw new AssertionError(why);
        }
    }
}
