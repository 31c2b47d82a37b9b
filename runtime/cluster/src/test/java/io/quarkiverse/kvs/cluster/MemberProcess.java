package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.cluster.raft.JGroupsLog;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.tls.SharedCertificate;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/** A member in a process of its own, which can be killed, be stopped for a while, and run out of disk. */
final class MemberProcess implements AutoCloseable {

    private static final String SECRET = "a secret of these members";

    final String name;
    private final String host;
    private final int port;
    private final List<String> command = new ArrayList<>();
    private final Path output;
    private Process process;

    /**
     * @param launcher what runs the process, such as in a network namespace; empty for nothing
     * @param members as {@link ClusterConfig#members} reads them
     * @param host where clients find it
     * @param store the certificate of all members, see {@link Certificates}; null for no TLS
     */
    MemberProcess(List<String> launcher, String name, String members, Path directory, String host, int port, ReadMode reads,
            Path store) {
        this.name = name;
        this.host = host;
        this.port = port;
        output = directory.resolve(name + ".out");
        command.addAll(launcher);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), MemberProcess.class.getName(), name,
                members, directory.resolve(name).toString(), host, Integer.toString(port), reads.name()));
        if (store != null) {
            command.add(store.toString());
        }
    }

    void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it in the middle of what it does, or lets it go on. */
    void signal(String signal) throws IOException, InterruptedException {
        run("kill", "-" + signal, Long.toString(process.pid()));
    }

    /** From now on no file can become longer for it. */
    void fillDisk() throws IOException, InterruptedException {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=1:unlimited");
    }

    /** @throws IOException if the command cannot be run or fails */
    static void run(String... words) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said.strip());
        }
    }

    RespConnection connect() {
        return new RespConnection(host, port);
    }

    /** A reply; empty if there is no connection. */
    String call(String... words) {
        try (RespConnection connection = connect()) {
            return connection.call(words);
        } catch (RuntimeException e) {
            return "";
        }
    }

    boolean isLeading() {
        return call("ROLE").startsWith("*3\r\n$6\r\nmaster");
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }

    /** The process. */
    public static void main(String[] args) throws Exception {
        String name = args[0];
        Map<String, InetSocketAddress> members = ClusterConfig.members(args[1]);
        Vertx vertx = Vertx.vertx();
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), System::currentTimeMillis,
                System::nanoTime);
        MemberSecurity security = args.length > 6 ? new MemberSecurity(SharedCertificate.context(Path.of(args[6])), SECRET)
                : MemberSecurity.NONE;
        ClusterConfig config = new ClusterConfig(name, members, Path.of(args[2]), FollowerMode.FORWARD,
                ReadMode.valueOf(args[5]), Duration.ofMillis(1500), 100_000, security);
        ClusterMember member = new ClusterMember(state, new JGroupsLog(config), config,
                vertx.createNetClient(ClusterMember.clientOptions()));
        member.start();
        TcpServer server = new TcpServer(vertx, state, new ServerConfig(args[3], Integer.parseInt(args[4]), 2));
        state.control(server);
        new Maintenance(state).listener(server);
        server.start();
        member.clientsAt(args[3], server.port());
    }
}
