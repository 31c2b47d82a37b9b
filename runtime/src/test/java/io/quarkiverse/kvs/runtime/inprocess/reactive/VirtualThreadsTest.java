package io.quarkiverse.kvs.runtime.inprocess.reactive;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Callers on virtual threads: while they wait, their carriers work for others. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
@Timeout(60)
class VirtualThreadsTest {

    private final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final InProcessStore store = new InProcessStore(server);
    private final ReactiveStore reactive = new ReactiveStore(server);
    private ExecutorService virtual;

    @BeforeEach
    void start() throws ReflectiveOperationException {
        // This is compiled for JDK 17, which does not know them.
        virtual = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        // Mutiny, outside of Quarkus, does not expect to be used by several threads for the first time.
        assertThat(reactive.size().await().indefinitely()).isZero();
    }

    @AfterEach
    void stop() {
        virtual.shutdownNow();
    }

    @Test
    void waitingForALockHoldsNoCarrier() throws Exception {
        int more = 4 * Runtime.getRuntime().availableProcessors();
        CountDownLatch begun = new CountDownLatch(more);
        List<Future<String>> waiting = new ArrayList<>();
        store.set("k", "v");
        Gate gate = new Gate(server.store());
        gate.open(Store.ALL, server.time().currentTimeMillis());
        try {
            for (int i = 0; i < more; i++) {
                waiting.add(virtual.submit(() -> {
                    begun.countDown();
                    return store.get("k");
                }));
            }
            assertThat(begun.await(20, SECONDS)).as("all of them get a carrier, though none gets the lock").isTrue();
            assertThat(virtual.submit(() -> "free").get(20, SECONDS)).isEqualTo("free");
            assertThat(waiting).noneMatch(Future::isDone);
        } finally {
            gate.close();
        }
        for (Future<String> one : waiting) {
            assertThat(one.get(20, SECONDS)).isEqualTo("v");
        }
    }

    @Test
    void waitingForOthersHoldsNoCarrier() throws Exception {
        int more = 4 * Runtime.getRuntime().availableProcessors();
        List<Future<String>> waiting = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            waiting.add(virtual.submit(() -> reactive.list("jobs").removeFirst(Duration.ZERO).await().indefinitely()));
        }
        for (int i = 0; i < more; i++) {
            virtual.submit(() -> store.list("jobs").addLast("job")).get(20, SECONDS);
        }
        for (Future<String> one : waiting) {
            assertThat(one.get(20, SECONDS)).isEqualTo("job");
        }
    }

    /** The virtual machine itself says when a virtual thread has waited without letting go of its carrier. */
    @Test
    void noThreadIsPinned(@TempDir Path folder) throws Exception {
        work();
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            work();
            recording.stop();
            recording.dump(file);
        }
        assertThat(pinnedIn(file)).isEmpty();
    }

    private void work() throws Exception {
        store.clear();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int worker = i;
            workers.add(virtual.submit(() -> {
                for (int round = 0; round < 50; round++) {
                    store.execute("INCR", "counter");
                    store.set("key" + worker, "v");
                    store.execute("MGET", "counter", "key" + worker);
                    store.execute("PUBLISH", "channel", "message");
                    store.list("jobs").addLast("job");
                    reactive.list("jobs").removeFirst(Duration.ZERO).await().indefinitely();
                }
                return store.keys().size();
            }));
        }
        for (Future<?> worker : workers) {
            worker.get(30, SECONDS);
        }
        assertThat(store.get("counter")).isEqualTo("10000");
    }

    /** Without the pins of class loading, which any code can cause that needs a class for the first time. */
    private static List<String> pinnedIn(Path recording) throws IOException {
        return RecordingFile.readAllEvents(recording).stream().map(RecordedEvent::toString)
                .filter(event -> event.contains("io.quarkiverse.kvs") && !event.contains("loadClass")).toList();
    }
}
