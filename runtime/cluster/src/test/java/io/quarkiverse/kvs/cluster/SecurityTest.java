package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.tls.SharedCertificate;

/** Members show each other who they are. */
@Timeout(120)
class SecurityTest {

    private static final String SECRET = "a secret of the members";

    @TempDir
    static Path stores;
    private static SSLContext tls;
    private static SSLContext otherTls;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        tls = SharedCertificate.context(SharedCertificate.make(stores.resolve("own.p12"), "own"));
        otherTls = SharedCertificate.context(SharedCertificate.make(stores.resolve("other.p12"), "other"));
    }

    @Test
    void membersWithTlsAndASecretWorkAndCopyTheirData() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, FollowerMode.READ_STALE, 20_000,
                new MemberSecurity(tls, SECRET))) {
            TestMember leader = cluster.awaitLeader();
            TestMember follower = cluster.anyFollower();
            try (RespConnection connection = leader.connect()) {
                for (int i = 0; i < 100; i++) {
                    assertThat(connection.call("RPUSH", "list", "x".repeat(1000))).isEqualTo(":" + (i + 1) + "\r\n");
                }
            }
            leader.member.makeSnapshot();
            cluster.stop(follower.name);
            cluster.deleteDirectory(follower.name);
            cluster.start(follower.name);
            cluster.awaitSame();
            cluster.stop(leader.name);
            assertThat(cluster.awaitLeader().call("LLEN", "list")).isEqualTo(":100\r\n");
        }
    }

    @Test
    void connectionsOfOthersAreRefused() throws Exception {
        MemberSecurity own = new MemberSecurity(tls, SECRET);
        BlockingQueue<String> refused = new LinkedBlockingQueue<>();
        try (ServerSocket server = own.servers(refused::add).createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread accepting = new Thread(() -> {
                try {
                    while (true) {
                        try (Socket next = server.accept()) {
                            next.getOutputStream().write(next.getInputStream().read() + 1);
                        }
                    }
                } catch (java.io.IOException e) {
                    // The server is closed.
                }
            });
            accepting.start();
            for (MemberSecurity other : List.of(MemberSecurity.NONE, new MemberSecurity(null, SECRET),
                    new MemberSecurity(tls, null), new MemberSecurity(otherTls, SECRET),
                    new MemberSecurity(tls, "another secret of the members"))) {
                assertThat(ask(other, server.getLocalPort())).as(other.toString()).isEqualTo("refused");
                assertThat(refused.poll(20, TimeUnit.SECONDS)).as(other.toString()).contains("was refused");
            }
            assertThat(ask(own, server.getLocalPort())).isEqualTo("8");
            assertThat(refused).isEmpty();
        }
    }

    /** What the other side answers. */
    private static String ask(MemberSecurity security, int port) {
        try (Socket socket = security.clients().createSocket()) {
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            socket.getOutputStream().write(7);
            int answer = socket.getInputStream().read();
            return answer < 0 || answer > 9 ? "refused" : Integer.toString(answer);
        } catch (java.io.IOException e) {
            return "refused";
        }
    }

    @Test
    void nothingBeyondTheLoopbackInterfaceWithoutBoth() {
        Map<String, InetSocketAddress> members = Map.of("a", new InetSocketAddress("192.0.2.1", 7801));
        for (MemberSecurity incomplete : List.of(MemberSecurity.NONE, new MemberSecurity(tls, null),
                new MemberSecurity(null, SECRET))) {
            assertThatThrownBy(() -> config(members, incomplete)).hasMessageContaining("both TLS and a secret");
        }
        assertThat(config(members, new MemberSecurity(tls, SECRET)).toString()).doesNotContain(SECRET);
        // A name without an address may get any.
        Map<String, InetSocketAddress> named = Map.of("a", new InetSocketAddress("localhost", 7801), "b",
                new InetSocketAddress("no-such-host.invalid", 7801));
        assertThatThrownBy(() -> config(named, MemberSecurity.NONE)).hasMessageContaining("both TLS and a secret");
        assertThat(config(named, new MemberSecurity(tls, SECRET)).addressOf("b").isUnresolved()).isTrue();
        assertThat(config(named, new MemberSecurity(tls, SECRET)).addressOf("a").getAddress().isLoopbackAddress()).isTrue();
        assertThatThrownBy(() -> new MemberSecurity(null, "short")).hasMessageContaining("16 characters");
    }

    private ClusterConfig config(Map<String, InetSocketAddress> members, MemberSecurity security) {
        return new ClusterConfig("a", members, directory, FollowerMode.REDIRECT, ReadMode.LEASE, Duration.ofSeconds(2), 1 << 20,
                security);
    }
}
