package io.quarkiverse.kvs.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.it.tls.SharedCertificate;

/** Three processes that are killed, paused and started again. */
@Timeout(300)
class ClusterIT {

    @TempDir
    static Path directory;

    private List<Instance> instances;

    /** The usual ones, which the tests share: those that a test has killed are started again before the next one. */
    private static List<Instance> shared;

    @BeforeEach
    void start() throws Exception {
        if (shared == null) {
            shared = start(List.of());
        }
        instances = shared;
        for (Instance each : instances) {
            if (!each.isAlive()) {
                each.start();
            }
        }
        Instance leader = awaitSteadyLeader();
        Await.until("the data of the test before is gone", () -> leader.call("FLUSHALL").equals("+OK\r\n"));
    }

    private static List<Instance> start(List<String> properties) throws Exception {
        String members = Stream.of("a", "b", "c").map(name -> name + "=127.0.0.1:" + FreePort.next())
                .collect(Collectors.joining(","));
        Path folder = Files.createTempDirectory(directory, "members");
        List<Instance> started = Stream.of("a", "b", "c").map(name -> new Instance(name, members, folder, properties)).toList();
        for (Instance each : started) {
            each.start();
        }
        return started;
    }

    @AfterEach
    void stopOwn() throws Exception {
        if (instances != shared) {
            stop(instances);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        stop(shared);
    }

    private static void stop(List<Instance> members) throws Exception {
        for (Instance each : members) {
            each.close();
        }
    }

    /**
     * The one that leads once all follow it. Before, while they find each other on a busy machine, another one may be elected
     * between two commands.
     */
    private Instance awaitSteadyLeader() {
        Instance[] leader = new Instance[1];
        Await.until("one leads, and the others follow it", () -> {
            leader[0] = awaitLeader(instances);
            return without(leader[0]).stream().map(each -> each.call("ROLE"))
                    .allMatch(role -> role.startsWith("*5\r\n$5\r\nslave") && role.contains(":" + leader[0].port() + "\r\n")
                            && role.contains("connected"));
        });
        return leader[0];
    }

    private Instance awaitLeader(List<Instance> among) {
        Instance[] leader = new Instance[1];
        Await.until("one leads", () -> {
            leader[0] = among.stream().filter(Instance::isLeading).findFirst().orElse(null);
            return leader[0] != null;
        });
        return leader[0];
    }

    private List<Instance> without(Instance one) {
        return instances.stream().filter(each -> each != one).toList();
    }

    private void awaitSame() {
        Await.until("all have the same data", () -> instances.stream().map(each -> each.call("DEBUG", "DIGEST", "FULL"))
                .distinct().count() == 1);
    }

    @Test
    void theLeaderIsKilled() throws Exception {
        Instance leader = awaitSteadyLeader();
        try (RespConnection connection = new RespConnection(leader.port())) {
            for (int i = 0; i < 500; i++) {
                assertThat(connection.call("RPUSH", "list", Integer.toString(i))).isEqualTo(":" + (i + 1) + "\r\n");
            }
            assertThat(connection.call("WAIT", "1", "10000")).matches(":[12]\r\n");
        }
        assertThat(leader.page("/q/health/ready")).contains("\"status\": \"UP\"", "Key/value cluster",
                "\"leader\": \"" + leader.name + "\"", "\"members\": 3");
        assertThat(leader.page("/q/metrics")).contains("kvs_cluster_leading 1.0", "kvs_cluster_majority 1.0",
                "kvs_cluster_reachable 3.0", "kvs_cluster_lag 0.0");
        long killed = System.nanoTime();
        leader.kill();
        Instance next = awaitLeader(without(leader));
        assertThat(next.call("SET", "after", "1")).isEqualTo("+OK\r\n");
        System.out.println("Another one led after " + (System.nanoTime() - killed) / 1_000_000 + " ms");
        assertThat(next.call("LLEN", "list")).isEqualTo(":500\r\n");
        Instance follower = without(leader).stream().filter(each -> each != next).findFirst().orElseThrow();
        // It is sent on.
        assertThat(follower.call("GET", "after")).isEqualTo("$1\r\n1\r\n");
        assertThat(follower.call("INCR", "after")).isEqualTo(":2\r\n");
        assertThat(next.call("GET", "after")).isEqualTo("$1\r\n2\r\n");
        assertThat(follower.call("INFO", "replication")).contains("role:slave", "master_port:" + next.port());

        leader.start();
        Await.until("it is back", () -> leader.call("ROLE").startsWith("*5\r\n$5\r\nslave"));
        awaitSame();
    }

    @Test
    void twoAreKilledAndNoneAnswersUntilOneIsBack() throws Exception {
        Instance leader = awaitSteadyLeader();
        assertThat(leader.call("SET", "a", "1")).isEqualTo("+OK\r\n");
        List<Instance> others = without(leader);
        others.get(0).kill();
        others.get(1).kill();
        Await.until("it says so", () -> leader.call("GET", "a").startsWith("-CLUSTERDOWN"));
        assertThat(leader.call("SET", "a", "2")).startsWith("-CLUSTERDOWN");
        assertThat(leader.page("/q/health/ready")).contains("\"status\": \"DOWN\"", "\"reachable\": 1");
        assertThat(leader.page("/q/metrics")).contains("kvs_cluster_leading 0.0", "kvs_cluster_majority 0.0");
        others.get(0).start();
        Instance next = awaitLeader(List.of(leader, others.get(0)));
        assertThat(next.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
        others.get(1).start();
        Await.until("it is back", () -> others.get(1).call("ROLE").startsWith("*5\r\n$5\r\nslave"));
        awaitSame();
    }

    @Test
    void aLeaderThatWasPausedDoesNotAnswerWithOldData() throws Exception {
        Instance leader = awaitSteadyLeader();
        assertThat(leader.call("SET", "a", "old")).isEqualTo("+OK\r\n");
        try (RespConnection reader = new RespConnection(leader.port())) {
            leader.signal("STOP");
            Instance next;
            try {
                next = awaitLeader(without(leader));
                assertThat(next.call("SET", "a", "new")).isEqualTo("+OK\r\n");
                reader.send(List.of("GET", "a"));
            } finally {
                leader.signal("CONT");
            }
            assertThat(reader.read()).isNotEqualTo("$3\r\nold\r\n");
        }
        awaitSame();
    }

    @Test
    void allAreKilledAndStartedAgain() throws Exception {
        Instance leader = awaitSteadyLeader();
        for (int i = 0; i < 100; i++) {
            assertThat(leader.call("INCR", "n")).isEqualTo(":" + (i + 1) + "\r\n");
        }
        for (Instance each : instances) {
            each.kill();
        }
        for (Instance each : instances) {
            each.start();
        }
        assertThat(awaitSteadyLeader().call("INCR", "n")).isEqualTo(":101\r\n");
        awaitSame();
    }

    /** Each member answers requests of DynamoDB, and tables outlive the member at which they were created. */
    @Test
    void tablesOfDynamoDb() throws Exception {
        Instance leader = awaitSteadyLeader();
        Instance follower = without(leader).get(0);
        Await.until("it is sent on", () -> follower.dynamoDb("CreateTable", """
                {"TableName": "Things", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}""").contains("\"TableStatus\""));
        for (Instance each : instances) {
            Await.until("it listens", () -> each.dynamoDb("ListTables", "{}").contains("Things"));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(instances.get(i % 3).dynamoDb("PutItem",
                    "{\"TableName\": \"Things\", \"Item\": {\"id\": {\"S\": \"" + i + "\"}}}")).isEqualTo("{}");
        }
        assertThat(leader.dynamoDb("Scan", "{\"TableName\": \"Things\", \"Select\": \"COUNT\"}")).contains("\"Count\":50");
        leader.kill();
        for (Instance each : without(leader)) {
            Await.until("the next one answers", () -> each.dynamoDb("Scan",
                    "{\"TableName\": \"Things\", \"Select\": \"COUNT\"}").contains("\"Count\":50"));
            assertThat(each.dynamoDb("GetItem", "{\"TableName\": \"Things\", \"Key\": {\"id\": {\"S\": \"7\"}}}"))
                    .contains("{\"S\":\"7\"}");
        }
        assertThat(without(leader).get(0).dynamoDb("ListTables", "{}")).contains("\"Things\"");
    }

    @Test
    void commandsAreSentOnWithTls() throws Exception {
        Path store = SharedCertificate.make(directory.resolve("server.p12"), "server");
        instances = start(List.of("quarkus.kvs.tls-configuration-name=server", "quarkus.kvs.tls-client-auth=required",
                "quarkus.kvs.cluster.forward-tls-configuration-name=server",
                "quarkus.tls.server.key-store.p12.path=" + store,
                "quarkus.tls.server.key-store.p12.password=" + SharedCertificate.PASSWORD,
                "quarkus.tls.server.trust-store.p12.path=" + store,
                "quarkus.tls.server.trust-store.p12.password=" + SharedCertificate.PASSWORD));
        SSLContext tls = SharedCertificate.context(store);
        for (Instance each : instances) {
            Await.until("it answers", () -> call(tls, each, "SET", "a", "anything").equals("+OK\r\n"));
        }
        for (Instance each : instances) {
            assertThat(call(tls, each, "SET", "a", each.name)).isEqualTo("+OK\r\n");
            for (Instance other : instances) {
                assertThat(call(tls, other, "GET", "a")).isEqualTo("$1\r\n" + each.name + "\r\n");
            }
        }
        assertThat(instances.stream().map(each -> call(tls, each, "ROLE"))).filteredOn(role -> role.contains("slave"))
                .hasSize(2);
    }

    private static String call(SSLContext tls, Instance instance, String... words) {
        try (RespConnection connection = new RespConnection(
                new RawClient(tls.getSocketFactory().createSocket("127.0.0.1", instance.port())))) {
            return connection.call(words);
        } catch (IOException | RuntimeException e) {
            return "(no connection)";
        }
    }

    @Test
    void nothingBeyondThisMachine() throws Exception {
        Instance remote = new Instance("a", "a=192.0.2.1:7801,b=127.0.0.1:7802", directory, List.of());
        remote.start();
        Await.until("it has ended", () -> !remote.isAlive());
        assertThat(remote.output()).contains("quarkus.kvs.cluster.members", "192.0.2.1", "loopback");
    }
}
