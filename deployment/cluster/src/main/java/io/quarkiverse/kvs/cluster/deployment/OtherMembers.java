package io.quarkiverse.kvs.cluster.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.kvs.cluster.ClusterConfig;
import io.quarkiverse.kvs.cluster.ClusterMember;
import io.quarkiverse.kvs.cluster.MemberSecurity;
import io.quarkiverse.kvs.cluster.runtime.KvsClusterConfig;
import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.OwnVertx;
import io.quarkus.deployment.builditem.Startable;
import io.vertx.core.Vertx;

/**
 * Two members of a cluster in the process that builds an application, which is to be the third. They stay when it is reloaded.
 */
final class OtherMembers implements Startable {

    private static final String HOST = "127.0.0.1";
    private static final String APPLICATION = "a";
    private static final List<String> OTHERS = List.of("b", "c");

    private final KvsConfig server;
    private final KvsClusterConfig cluster;
    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    private final List<KvsInstance> servers = new ArrayList<>();
    private final List<ClusterMember> members = new ArrayList<>();
    private Path directory;
    private Vertx vertx;

    /**
     * @param server what the servers of the other members are configured with; their ports are free ones
     * @param cluster what they do as members
     */
    OtherMembers(KvsConfig server, KvsClusterConfig cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    @Override
    public void start() {
        vertx = OwnVertx.open(2);
        try {
            directory = Files.createTempDirectory("quarkus-kvs-cluster");
            chooseAddresses();
            for (String name : OTHERS) {
                start(name);
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the members of a cluster beside the application cannot be started", e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Free ports, all of them different. */
    private void chooseAddresses() throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (String name : Stream.concat(Stream.of(APPLICATION), OTHERS.stream()).toList()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                open.add(socket);
                addresses.put(name, new InetSocketAddress(HOST, socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : open) {
                socket.close();
            }
        }
    }

    private void start(String name) throws IOException {
        KvsInstance instance = KvsRecorder.startDetached(server, vertx, 0);
        servers.add(instance);
        ClusterConfig config = new ClusterConfig(name, addresses, directory.resolve(name), cluster.follower(), cluster.reads(),
                cluster.failureTimeout(), cluster.snapshotAfter().asLongValue(), MemberSecurity.NONE);
        ClusterMember member = ClusterMember.of(instance.serverState(), config,
                vertx.createNetClient(ClusterMember.clientOptions()));
        members.add(member);
        member.start();
        member.clientsAt(HOST, instance.port());
    }

    /** All members, as {@code quarkus.kvs.cluster.members} has them. */
    String list() {
        return addresses.entrySet().stream().map(each -> each.getKey() + "=" + HOST + ":" + each.getValue().getPort())
                .collect(Collectors.joining(","));
    }

    /** The name of the member that the application is. */
    String applicationName() {
        return APPLICATION;
    }

    /** Where the application keeps its log. */
    String applicationDirectory() {
        return directory.resolve(APPLICATION).toString();
    }

    /** Where clients find them. */
    @Override
    public String getConnectionInfo() {
        return servers.stream().map(each -> HOST + ":" + each.port()).collect(Collectors.joining(", "));
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        members.forEach(ClusterMember::close);
        servers.forEach(KvsInstance::close);
        OwnVertx.close(vertx);
        if (directory != null) {
            delete();
        }
    }

    /** What the application still writes there is left. */
    private void delete() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            // It is in the directory of temporary files.
        }
    }
}
