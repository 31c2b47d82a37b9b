package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.OtherSegment;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * A thread keeps a segment for a second, as a long script does: the one event loop that there is goes on with everything else.
 */
@Timeout(60)
class HeldKeysTest {

    private static final String HELD = "held";

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private TcpServer server;
    private Thread holder;

    @BeforeEach
    void start() throws Exception {
        server = new TcpServer(vertx, TestState.of(new DecoderLimits(1000, 1000, 1 << 20, 1 << 21), 1000, 1 << 24, 0),
                new ServerConfig("localhost", 0, 1));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        letGo.countDown();
        if (holder != null) {
            holder.join();
        }
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A thread keeps the segment of the key until it is told to let go. */
    private void hold() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        holder = new Thread(() -> {
            Gate gate = new Gate(server.state().store());
            gate.open(new Key().show(HELD.getBytes(UTF_8)).segment(), System.currentTimeMillis());
            held.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            gate.close();
        });
        holder.start();
        held.await();
    }

    @Test
    void otherConnectionsAreServedMeanwhile() throws Exception {
        try (RawClient stopped = new RawClient(server.port());
                RawClient walking = new RawClient(server.port());
                RawClient free = new RawClient(server.port())) {
            hold();
            stopped.send("*3\r\nSET\r\n" + HELD + "\r\n1\r\n*2\r\nGET\r\n" + HELD + "\r\n");
            walking.send("*1\r\nDBSIZE\r\n");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            int served = 0;
            while (System.nanoTime() < end) {
                assertThat(free.exchange("*3\r\nSET\r\n" + OtherSegment.than(HELD) + "\r\n2\r\n", 5)).isEqualTo("+OK\r\n");
                served++;
            }
            assertThat(served).isGreaterThan(1);
            assertThat(holder.isAlive()).isTrue();
            letGo.countDown();
            assertThat(stopped.read(9)).isEqualTo("+OK\r\n+1\r\n");
            assertThat(walking.read(4)).isIn("+1\r\n", "+2\r\n");
        }
    }

    @Test
    void callersInTheProcessDoNotStopTheirEventLoop() throws Exception {
        ReactiveStore store = new ReactiveStore(server.state());
        hold();
        List<Function<ReactiveStore, Uni<?>>> calls = List.of(
                in -> in.set(HELD, "1"),
                in -> in.get(HELD),
                in -> in.execute("APPEND", HELD, "2"),
                in -> in.atomically(transaction -> transaction.execute("EXISTS", HELD)),
                in -> in.list("list").addFirst("e"),
                ReactiveStore::size,
                ReactiveStore::clear);
        Context loop = vertx.getOrCreateContext();
        List<CompletableFuture<Boolean>> outcomes = calls.stream().map(call -> new CompletableFuture<Boolean>()).toList();
        for (int i = 0; i < calls.size(); i++) {
            Uni<?> call = calls.get(i).apply(store);
            CompletableFuture<Boolean> outcome = outcomes.get(i);
            loop.runOnContext(ignored -> call.subscribe().with(
                    result -> outcome.complete(Context.isOnEventLoopThread() && Vertx.currentContext() == loop),
                    outcome::completeExceptionally));
        }
        CompletableFuture<Void> alive = new CompletableFuture<>();
        loop.runOnContext(ignored -> alive.complete(null));
        alive.get(10, TimeUnit.SECONDS);
        assertThat(holder.isAlive()).isTrue();
        assertThat(outcomes.get(0)).isNotDone();
        letGo.countDown();
        for (CompletableFuture<Boolean> outcome : outcomes) {
            assertThat(outcome.get(10, TimeUnit.SECONDS)).as("emitted on the subscriber's context").isTrue();
        }
    }
}
