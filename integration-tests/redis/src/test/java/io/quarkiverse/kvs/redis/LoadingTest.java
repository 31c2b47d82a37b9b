package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;

/** The server listens while it loads its data: here, for as long as the test likes. */
@Timeout(120)
class LoadingTest {

    private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";
    private static final Duration A_WHILE = Duration.ofMillis(100);

    private final FailingDisk disk = new FailingDisk();
    private OwnServer server;
    private RespConnection client;

    /** The base has been loaded, what follows it has not. */
    @BeforeEach
    void start() throws Exception {
        try (OwnServer before = new OwnServer(disk, FsyncPolicy.ALWAYS);
                RespConnection filling = new RespConnection(before.port())) {
            before.state().persistence().awaitLoaded();
            assertThat(filling.call("SET", "in the base", "1")).isEqualTo("+OK\r\n");
            assertThat(filling.call("BGREWRITEAOF")).startsWith("+");
            Await.until("it is rewritten", () -> !before.state().persistence().isRewriting());
            assertThat(filling.call("SET", "a", "100")).isEqualTo("+OK\r\n");
        }
        disk.holdReads(".incr.aof");
        server = new OwnServer(disk, FsyncPolicy.ALWAYS);
        client = new RespConnection(server.port());
        Await.until("it has begun", () -> server.state().persistence().status().keysLoaded() == 1);
    }

    @AfterEach
    void stop() throws Exception {
        disk.release();
        client.close();
        server.close();
    }

    @Test
    void clientsAreToldToWait() {
        for (List<String> command : List.of(List.of("GET", "a"), List.of("SET", "a", "1"), List.of("PING"), List.of("DBSIZE"),
                List.of("EVAL", "return 1", "0"), List.of("REPLICAOF", "127.0.0.1", "1"), List.of("BGSAVE"))) {
            assertThat(client.call(command.toArray(String[]::new))).as(command.toString()).isEqualTo(LOADING);
        }
        assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
        assertThat(client.call("GET", "a")).isEqualTo(LOADING);
        assertThat(client.call("EXEC")).startsWith("-EXECABORT");
        for (List<String> command : List.of(List.of("INFO"), List.of("CONFIG", "GET", "dir"), List.of("COMMAND", "COUNT"),
                List.of("CLIENT", "ID"), List.of("HELLO", "2"), List.of("ECHO", "x"))) {
            assertThat(client.call(command.toArray(String[]::new))).as(command.toString()).doesNotStartWith("-");
        }
        disk.release();
        Await.until("it is loaded", () -> client.call("PING").equals("+PONG\r\n"));
        assertThat(client.call("GET", "a")).isEqualTo("$3\r\n100\r\n");
    }

    @Test
    void infoTellsHowFarItIs() {
        assertThat(client.call("INFO", "persistence")).contains("\r\nloading:1\r\n", "\r\nloading_start_time:",
                "\r\nloading_eta_seconds:").containsPattern("loading_total_bytes:[1-9]")
                .containsPattern("loading_loaded_bytes:[1-9]").containsPattern("loading_loaded_perc:[1-9][0-9]\\.");
        disk.release();
        Await.until("it is loaded", () -> client.call("INFO", "persistence").contains("\r\nloading:0\r\n"));
        assertThat(client.call("INFO", "persistence")).doesNotContain("loading_start_time");
    }

    @Test
    void callersInTheProcessWait() throws Exception {
        InProcessStore store = new InProcessStore(server.state());
        ReactiveStore reactive = new ReactiveStore(server.state());
        List<CompletableFuture<String>> all = List.of(CompletableFuture.supplyAsync(() -> store.get("a")),
                CompletableFuture.supplyAsync(() -> store.execute("GET", "a").asString()),
                reactive.get("a").subscribeAsCompletionStage());
        Thread.sleep(A_WHILE.toMillis());
        assertThat(all).noneMatch(CompletableFuture::isDone);
        disk.release();
        for (CompletableFuture<String> each : all) {
            assertThat(each.get()).isEqualTo("100");
        }
    }

    @Test
    void callersInTheProcessDoNotWaitIfTheyAreNotTo() {
        server.state().persistence().callersWait(false);
        InProcessStore store = new InProcessStore(server.state());
        ReactiveStore reactive = new ReactiveStore(server.state());
        assertThatExceptionOfType(KvsException.class).isThrownBy(() -> store.get("a")).withMessageContaining("LOADING");
        assertThatExceptionOfType(KvsException.class).isThrownBy(() -> store.execute("GET", "a"))
                .withMessageContaining("LOADING");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> reactive.get("a").subscribeAsCompletionStage().get())
                .withCauseInstanceOf(KvsException.class).withMessageContaining("LOADING");
        disk.release();
        server.state().persistence().awaitLoaded();
        assertThat(store.get("a")).isEqualTo("100");
    }
}
