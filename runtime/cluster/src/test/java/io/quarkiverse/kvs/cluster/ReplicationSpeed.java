package io.quarkiverse.kvs.cluster;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.cluster.raft.RaftAlone;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.files.Directories;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/**
 * What replication costs: three members in this process, over one connection, beside jgroups-raft alone for writes, and a
 * server
 * that is no member for reads. All take turns. Arguments: seconds of a turn, and rounds; 3 and 5 if there are none.
 */
final class ReplicationSpeed {

    private static final int VALUE = 60;

    /** Something that is done so often a second. */
    @FunctionalInterface
    private interface Contender {
        double rate(int inFlight, int seconds) throws Exception;
    }

    private ReplicationSpeed() {
    }

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path directory = Files.createTempDirectory(Path.of(""), "replication-speed");
        Vertx vertx = Vertx.vertx();
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
                System::currentTimeMillis, System::nanoTime);
        TcpServer alone = new TcpServer(vertx, state, new ServerConfig("127.0.0.1", 0, 2));
        alone.start();
        try (RaftAlone raft = new RaftAlone(directory);
                TestCluster confirm = cluster(directory.resolve("confirm"), ReadMode.CONFIRM);
                TestCluster lease = cluster(directory.resolve("lease"), ReadMode.LEASE)) {
            byte[] record = new byte[100];
            String set = command("SET", "key", "x".repeat(VALUE));
            String get = command("GET", "key");
            int confirmPort = confirm.awaitLeader().port();
            int leasePort = lease.awaitLeader().port();
            for (int port : new int[] { alone.port(), confirmPort, leasePort }) {
                call(port, set, 5, 1, 1);
            }
            Map<String, Contender> writes = new LinkedHashMap<>();
            writes.put("jgroups-raft alone", (inFlight, time) -> raft.append(record, inFlight, time));
            writes.put("SET, three members", (inFlight, time) -> call(confirmPort, set, 5, inFlight, time));
            compare(writes, seconds, rounds);
            int reply = 5 + VALUE + 2;
            Map<String, Contender> reads = new LinkedHashMap<>();
            reads.put("GET, alone", (inFlight, time) -> call(alone.port(), get, reply, inFlight, time));
            reads.put("GET, confirm", (inFlight, time) -> call(confirmPort, get, reply, inFlight, time));
            reads.put("GET, lease", (inFlight, time) -> call(leasePort, get, reply, inFlight, time));
            compare(reads, seconds, rounds);
        }
        alone.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Directories.delete(directory);
    }

    private static TestCluster cluster(Path directory, ReadMode reads) throws IOException {
        return new TestCluster(directory, FollowerMode.REDIRECT, reads, 64 << 20, MemberSecurity.NONE, TestCluster.NAMES);
    }

    private static void compare(Map<String, Contender> contenders, int seconds, int rounds) throws Exception {
        for (int inFlight : new int[] { 1, 64, 1024 }) {
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            // The first round is for the compiler of the virtual machine.
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, Contender> each : contenders.entrySet()) {
                    double rate = each.getValue().rate(inFlight, seconds);
                    if (round > 0) {
                        rates.computeIfAbsent(each.getKey(), first -> new ArrayList<>()).add(rate);
                    }
                }
            }
            double[] first = new double[1];
            rates.forEach((name, all) -> {
                double median = all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
                first[0] = first[0] == 0 ? median : first[0];
                System.out.printf("%5d in flight  %-20s %8.0f a second, %.2f of the first%n", inFlight, name, median,
                        median / first[0]);
            });
        }
    }

    private static String command(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return command.toString();
    }

    /** @return how many commands were answered in a second, each with so many bytes */
    private static double call(int port, String command, int replyBytes, int inFlight, int seconds) throws Exception {
        byte[] bytes = command.getBytes(StandardCharsets.US_ASCII);
        Semaphore room = new Semaphore(inFlight);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            Thread reader = new Thread(() -> read(socket, replyBytes, room));
            reader.start();
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            long begin = System.nanoTime();
            long end = begin + TimeUnit.SECONDS.toNanos(seconds);
            long count = 0;
            while (System.nanoTime() < end) {
                if (!room.tryAcquire()) {
                    out.flush();
                    room.acquire();
                }
                out.write(bytes);
                count++;
            }
            out.flush();
            room.acquire(inFlight);
            double rate = count * 1e9 / (System.nanoTime() - begin);
            socket.close();
            reader.join();
            return rate;
        }
    }

    private static void read(Socket socket, int replyBytes, Semaphore room) {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try (InputStream in = socket.getInputStream()) {
            for (int count; (count = in.read(buffer)) > 0;) {
                if (bytes == 0 && buffer[0] == '-') {
                    throw new IOException(new String(buffer, 0, count, StandardCharsets.US_ASCII));
                }
                long before = bytes / replyBytes;
                bytes += count;
                room.release((int) (bytes / replyBytes - before));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }
}
