package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jgroups.protocols.DISCARD;

import io.quarkiverse.kvs.cluster.raft.JGroupsLog;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/** One member, with a server on a free port of the loopback interface. */
final class TestMember implements AutoCloseable {

    final String name;
    final DISCARD network = new DISCARD();
    final ClusterMember member;
    private final AtomicLong clockAhead = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final ServerState state;
    private final Maintenance maintenance;
    private final TcpServer server;

    TestMember(String name, Map<String, InetSocketAddress> members, Path directory, FollowerMode mode, ReadMode reads,
            long snapshotAfter, MemberSecurity security)
            throws IOException {
        this.name = name;
        state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
                () -> System.currentTimeMillis() + clockAhead.get(), System::nanoTime);
        ClusterConfig config = new ClusterConfig(name, members, directory, mode, reads, Duration.ofMillis(1500), snapshotAfter,
                security);
        member = new ClusterMember(state, new JGroupsLog(config, network), config,
                vertx.createNetClient(ClusterMember.clientOptions()));
        member.start();
        server = new TcpServer(vertx, state, new ServerConfig("127.0.0.1", 0, 2));
        state.control(server);
        maintenance = new Maintenance(state);
        maintenance.listener(server);
        server.start();
        member.clientsAt("127.0.0.1", server.port());
    }

    /** Its state, for messages of failures. */
    @Override
    public String toString() {
        return name + " at " + port() + (network.discardAll() ? ", cut off" : "") + (member.isLeading() ? ", leads" : "")
                + ", leader " + member.leader() + ", reaches " + member.reachable() + ", place " + member.place() + " of "
                + member.committed() + ", failure " + member.failure();
    }

    int port() {
        return server.port();
    }

    ServerState state() {
        return state;
    }

    /** Runs something on an event loop. */
    void onEventLoop(Runnable task) {
        vertx.getOrCreateContext().runOnContext(nothing -> task.run());
    }

    RespConnection connect() {
        return new RespConnection(port());
    }

    String call(String... words) {
        try (RespConnection connection = connect()) {
            return connection.call(words);
        }
    }

    /** @param ahead milliseconds in front of the right time, or behind it if it is a negative number */
    void clockLeaps(long ahead) {
        clockAhead.set(ahead);
    }

    /** Lets nothing in or out. */
    void cutOff(boolean yes) {
        network.discardAll(yes);
    }

    @Override
    public void close() {
        member.close();
        server.close();
        state.replicas().close();
        state.persistence().close();
        maintenance.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
