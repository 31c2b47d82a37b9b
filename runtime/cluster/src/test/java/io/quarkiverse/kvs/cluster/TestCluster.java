package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import io.quarkiverse.kvs.it.files.Directories;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;

/** Three members in this process. */
final class TestCluster implements AutoCloseable {

    static final List<String> NAMES = List.of("a", "b", "c");

    final Map<String, TestMember> members = new ConcurrentSkipListMap<>();
    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    private final Path directory;
    private final FollowerMode mode;
    private final long snapshotAfter;
    private final MemberSecurity security;
    private final ReadMode reads;

    TestCluster(Path directory, FollowerMode mode) throws IOException {
        this(directory, mode, 64 << 20, MemberSecurity.NONE);
    }

    TestCluster(Path directory, FollowerMode mode, long snapshotAfter, MemberSecurity security) throws IOException {
        this(directory, mode, ReadMode.LEASE, snapshotAfter, security, NAMES);
    }

    /** @param started the names of the members that are started now */
    TestCluster(Path directory, FollowerMode mode, ReadMode reads, long snapshotAfter, MemberSecurity security,
            List<String> started) throws IOException {
        this.reads = reads;
        this.security = security;
        this.directory = directory;
        this.mode = mode;
        this.snapshotAfter = snapshotAfter;
        for (String name : NAMES) {
            addresses.put(name, new InetSocketAddress("localhost", FreePort.next()));
        }
        for (String name : started) {
            start(name);
        }
    }

    Path directory(String name) {
        return directory.resolve(name);
    }

    /** As if its disk was replaced. */
    void deleteDirectory(String name) throws IOException {
        Directories.delete(directory(name));
    }

    void start(String name) throws IOException {
        members.put(name, new TestMember(name, addresses, directory(name), mode, reads, snapshotAfter, security));
    }

    /** Ends one; what it has on its disk stays. */
    void stop(String name) {
        members.remove(name).close();
    }

    TestMember get(String name) {
        return members.get(name);
    }

    /** The member that leads, once there is one that does, and those that are not cut off know it. */
    TestMember awaitLeader() {
        TestMember[] leader = new TestMember[1];
        awaitThat("one leads", () -> {
            leader[0] = members.values().stream().filter(each -> !each.network.discardAll() && each.member.isLeading())
                    .findFirst().orElse(null);
            return leader[0] != null && members.values().stream().filter(each -> !each.network.discardAll())
                    .allMatch(each -> leader[0].name.equals(each.member.leader())
                            && each.member.addressOf(leader[0].name) != null);
        }, () -> "");
        return leader[0];
    }

    private void awaitThat(String what, Callable<Boolean> condition, Supplier<String> more) {
        try {
            Await.until(what, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + members.values() + " " + more.get(), e);
        }
    }

    TestMember anyFollower() {
        TestMember leader = awaitLeader();
        return members.values().stream().filter(each -> each != leader && !each.network.discardAll()).findFirst()
                .orElseThrow();
    }

    /** Waits until all have the same data, and count as members: with a log that is new to it, a member may not vote. */
    void awaitSame() {
        TestMember leader = awaitLeader();
        awaitThat("all have the same data", () -> {
            String digest = leader.call("DEBUG", "DIGEST", "FULL");
            return members.values().stream().allMatch(each -> each.call("DEBUG", "DIGEST", "FULL").equals(digest)
                    && each.member.isPartOfMajority());
        }, () -> differences(leader));
    }

    /** What members have that is not what one of them has, for messages of failures. */
    private String differences(TestMember with) {
        StringBuilder differences = new StringBuilder();
        String[] keys = with.call("KEYS", "*").split("\r\n");
        for (int i = 2; i < keys.length; i += 2) {
            String key = keys[i];
            String digest = with.call("DEBUG", "DIGEST-VALUE", key);
            for (TestMember each : members.values()) {
                if (!each.call("DEBUG", "DIGEST-VALUE", key).equals(digest)) {
                    differences.append(' ').append(key).append(" of ").append(each.name);
                }
            }
        }
        return "not as with " + with.name + ':' + differences;
    }

    @Override
    public void close() {
        members.values().forEach(TestMember::close);
        Await.until("no election goes on", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("voting-thread")));
    }
}
