package io.quarkiverse.kvs.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/** With {@code appendfsync always}, no reply leaves before what it tells of is on the disk: here, one that takes its time. */
@Timeout(120)
class AlwaysSyncedTest {

    private static final String OK = "+OK\r\n";
    private static final Duration A_WHILE = Duration.ofMillis(100);

    private final FailingDisk disk = new FailingDisk();
    private Vertx vertx;
    private ServerState state;
    private TcpServer server;

    @BeforeEach
    void start() throws Exception {
        Settings.Initial defaults = Settings.Initial.defaults();
        PersistenceSettings.Initial kept = PersistenceSettings.Initial.OFF.withAppendOnly(Path.of("nowhere"),
                FsyncPolicy.ALWAYS);
        state = new ServerState(new Store(16), new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(),
                defaults.replyBacklog(), 0, "", 16, "localhost", true, MemoryBounds.NONE, kept)), System::currentTimeMillis,
                System::nanoTime);
        state.persistence().use(disk.directory("data"), disk.directory("appendonlydir"));
        state.persistence().start(false, () -> {
        });
        state.persistence().awaitLoaded();
        vertx = Vertx.vertx();
        server = new TcpServer(vertx, state, new ServerConfig("127.0.0.1", 0, 2));
        state.control(server);
        server.start();
    }

    @AfterEach
    void stop() {
        disk.release();
        server.close();
        state.persistence().close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(disk.openFiles()).isZero();
    }

    private RespConnection client() {
        return new RespConnection(server.port());
    }

    private void awaitsTheDisk(RespConnection client) {
        assertThat(client.readWithin(A_WHILE)).isEqualTo(RespConnection.TIMEOUT);
    }

    @Test
    void writesAndWhatHasSeenThem() throws Exception {
        try (RespConnection writer = client();
                RespConnection reader = client();
                RespConnection walker = client();
                RespConnection other = client();
                RespConnection transaction = client()) {
            disk.holdSyncs();
            writer.send(List.of("SET", "a", "1"));
            disk.awaitHeldSync();
            reader.send(List.of("GET", "a"));
            walker.send(List.of("KEYS", "*"));
            assertThat(transaction.call("MULTI")).isEqualTo(OK);
            assertThat(transaction.call("GET", "a")).isEqualTo("+QUEUED\r\n");
            transaction.send(List.of("EXEC"));
            awaitsTheDisk(writer);
            awaitsTheDisk(reader);
            awaitsTheDisk(walker);
            awaitsTheDisk(transaction);
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            disk.release();
            assertThat(writer.read()).isEqualTo(OK);
            assertThat(reader.read()).isEqualTo("$1\r\n1\r\n");
            assertThat(walker.read()).isEqualTo("*1\r\n$1\r\na\r\n");
            assertThat(transaction.read()).isEqualTo("*1\r\n$1\r\n1\r\n");
            disk.holdSyncs();
            writer.send(List.of("SET", "b", "1"));
            disk.awaitHeldSync();
            reader.send(List.of("SCAN", "0"));
            walker.send(List.of("DBSIZE"));
            awaitsTheDisk(reader);
            awaitsTheDisk(walker);
        }
    }

    @Test
    void transactionsAndClientsThatWereServed() throws Exception {
        try (RespConnection writer = client(); RespConnection waiting = client()) {
            waiting.send(List.of("BLPOP", "list", "0"));
            Await.until("it waits", () -> state.blockedClients().count() == 1);
            disk.holdSyncs();
            assertThat(writer.call("MULTI")).isEqualTo(OK);
            assertThat(writer.call("RPUSH", "list", "x")).isEqualTo("+QUEUED\r\n");
            assertThat(writer.call("INCR", "n")).isEqualTo("+QUEUED\r\n");
            writer.send(List.of("EXEC"));
            disk.awaitHeldSync();
            awaitsTheDisk(writer);
            awaitsTheDisk(waiting);
            disk.release();
            assertThat(writer.read()).isEqualTo("*2\r\n:1\r\n:1\r\n");
            assertThat(waiting.read()).isEqualTo("*2\r\n$4\r\nlist\r\n$1\r\nx\r\n");
        }
    }

    @Test
    void callersInTheProcess() throws Exception {
        InProcessStore store = new InProcessStore(state);
        ReactiveStore reactive = new ReactiveStore(state);
        disk.holdSyncs();
        CompletableFuture<Void> set = CompletableFuture.runAsync(() -> store.set("a", "1"));
        disk.awaitHeldSync();
        Await.until("it is done", () -> state.changes().sequence() == 1);
        List<CompletableFuture<?>> all = List.of(set, CompletableFuture.supplyAsync(() -> store.get("a")),
                CompletableFuture.supplyAsync(store::keys), CompletableFuture.supplyAsync(store::size),
                reactive.get("a").subscribeAsCompletionStage(), reactive.set("b", "2").subscribeAsCompletionStage(),
                reactive.keys().subscribeAsCompletionStage(), reactive.execute("KEYS", "*").subscribeAsCompletionStage(),
                reactive.scan().collect().asList().subscribeAsCompletionStage(),
                reactive.execute("STRLEN", "a").subscribeAsCompletionStage());
        Thread.sleep(A_WHILE.toMillis());
        assertThat(all).noneMatch(CompletableFuture::isDone);
        disk.release();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        assertThat(all.get(1).join()).isEqualTo("1");
        assertThat(all.get(4).join()).isEqualTo("1");
    }

    @Test
    void callersInTheProcessLearnThatItDoesNotLast() throws Exception {
        InProcessStore store = new InProcessStore(state);
        disk.holdSyncs();
        CompletableFuture<Void> set = CompletableFuture.runAsync(() -> store.set("a", "1"));
        CompletableFuture<Void> reactive = new ReactiveStore(state).set("b", "1").subscribeAsCompletionStage();
        Await.until("both are done", () -> state.changes().sequence() == 2);
        disk.failFromNowOn();
        disk.release();
        state.persistence().close();
        assertThat(set).failsWithin(Duration.ofMinutes(1)).withThrowableThat().withMessageContaining("done, but not kept");
        assertThat(reactive).failsWithin(Duration.ofMinutes(1)).withThrowableThat()
                .withMessageContaining("done, but not kept");
    }

    @Test
    void theLastReplyBeforeTheEnd() throws Exception {
        try (RespConnection client = client()) {
            disk.holdSyncs();
            client.sendAll(List.of(List.of("SET", "a", "1"), List.of("QUIT")));
            disk.awaitHeldSync();
            awaitsTheDisk(client);
            disk.release();
            assertThat(client.read()).isEqualTo(OK);
            assertThat(client.read()).isEqualTo(OK);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void messagesComeBehindRepliesThatWait() throws Exception {
        try (RespConnection client = client(); RespConnection publisher = client()) {
            client.call("HELLO", "3");
            client.call("SUBSCRIBE", "news");
            disk.holdSyncs();
            client.send(List.of("SET", "a", "1"));
            disk.awaitHeldSync();
            assertThat(publisher.call("PUBLISH", "news", "hello")).isEqualTo(":1\r\n");
            awaitsTheDisk(client);
            disk.release();
            assertThat(client.read()).isEqualTo(OK);
            assertThat(client.read()).isEqualTo(">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
        }
    }

    @Test
    void oneSyncServesMany() throws Exception {
        try (RespConnection client = client()) {
            disk.holdSyncs();
            client.sendAll(IntStream.range(0, 10_000).mapToObj(i -> List.of("SET", "key" + i, "value")).toList());
            disk.awaitHeldSync();
            Await.until("all are done", () -> state.changes().sequence() == 10_000);
            int before = disk.syncs();
            disk.release();
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.read()).isEqualTo(OK);
            }
            assertThat(disk.syncs() - before).isLessThanOrEqualTo(2);
        }
    }

    /** Replies that wait for different records, some of which are older than what others wait for already. */
    @Test
    void eachClientGetsItsReplies() throws Exception {
        List<RespConnection> clients = IntStream.range(0, 20).mapToObj(i -> client()).toList();
        try {
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).sendAll(List.of(List.of("INCR", "n" + i), List.of("GET", "n" + (i + 7) % 20),
                            List.of("MGET", "n0", "n19", "n" + i)));
                }
                for (int i = 0; i < clients.size(); i++) {
                    assertThat(clients.get(i).read()).isEqualTo(":" + (round + 1) + "\r\n");
                    assertThat(clients.get(i).read()).startsWith("$");
                    assertThat(clients.get(i).read()).startsWith("*3\r\n");
                }
            }
        } finally {
            clients.forEach(RespConnection::close);
        }
    }

    /** That nothing is left of them is seen by the detector of leaks, and by the number of connections. */
    @Test
    void repliesToClientsThatHaveGone() throws Exception {
        disk.holdSyncs();
        try (RespConnection client = client()) {
            client.sendAll(IntStream.range(0, 100).mapToObj(i -> List.of("SET", "key" + i, "value")).toList());
            disk.awaitHeldSync();
        }
        disk.release();
        Await.until("it is gone", () -> server.connections() == 0);
        try (RespConnection client = client()) {
            assertThat(client.call("SET", "a", "1")).isEqualTo(OK);
        }
    }

    @Test
    void thePolicyChanges() throws Exception {
        try (RespConnection client = client(); RespConnection control = client()) {
            disk.holdSyncs();
            client.send(List.of("SET", "a", "1"));
            disk.awaitHeldSync();
            assertThat(control.call("CONFIG", "SET", "appendfsync", "always")).isEqualTo(OK);
            awaitsTheDisk(client);
            assertThat(control.call("CONFIG", "SET", "appendfsync", "everysec")).isEqualTo(OK);
            assertThat(client.read()).isEqualTo(OK);
            assertThat(client.call("SET", "a", "2")).isEqualTo(OK);
            assertThat(control.call("CONFIG", "SET", "appendfsync", "always")).isEqualTo(OK);
            client.send(List.of("SET", "a", "3"));
            awaitsTheDisk(client);
            disk.release();
            assertThat(client.read()).isEqualTo(OK);
        }
    }

    /** It syncs for that, where nothing else would, and answers when that is done, or the time is over. */
    @Test
    void waitAofWaitsForTheDisk() throws Exception {
        try (RespConnection client = client(); RespConnection impatient = client()) {
            assertThat(client.call("CONFIG", "SET", "appendfsync", "no")).isEqualTo(OK);
            disk.holdSyncs();
            assertThat(client.call("SET", "a", "1")).isEqualTo(OK);
            client.send(List.of("WAITAOF", "1", "0", "0"));
            disk.awaitHeldSync();
            assertThat(impatient.call("SET", "b", "1")).isEqualTo(OK);
            assertThat(impatient.call("WAITAOF", "1", "0", "50")).isEqualTo("*2\r\n:0\r\n:0\r\n");
            awaitsTheDisk(client);
            disk.release();
            assertThat(client.read()).isEqualTo("*2\r\n:1\r\n:0\r\n");
            FailingDisk left = disk.afterPowerCut(FailingDisk.Bytes.NONE, FailingDisk.Names.NONE);
            assertThat(new String(left.directory("appendonlydir").bytes("appendonly.aof.1.incr.aof"), UTF_8)).contains("a");
        }
    }

    @Test
    void writersWaitForASlowDisk() throws Exception {
        String value = "x".repeat(1 << 20);
        try (RespConnection client = client(); RespConnection reader = client()) {
            assertThat(reader.call("CONFIG", "SET", "appendfsync", "everysec")).isEqualTo(OK);
            disk.holdSyncs();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    client.call("SET", "a", value);
                }
            });
            Await.until("it waits", state.persistence()::isBehind);
            long record = state.changes().sequence();
            CompletableFuture<Void> reactive = new ReactiveStore(state).set("b", "1").subscribeAsCompletionStage();
            Thread.sleep(A_WHILE.toMillis());
            assertThat(state.changes().sequence()).isEqualTo(record);
            assertThat(writing).isNotDone();
            assertThat(reactive).isNotDone();
            assertThat(state.persistence().status().bufferLength()).isLessThan(67L << 20);
            assertThat(reader.call("EXISTS", "a")).isEqualTo(":1\r\n");
            enough.set(true);
            disk.release();
            writing.join();
            reactive.join();
        }
    }
}
