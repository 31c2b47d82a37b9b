package io.quarkiverse.kvs.runtime.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;

/** The application is not ready while its data is being loaded, nor where that has failed, nor while the disk fails. */
@Timeout(120)
class LoadingHealthTest {

    private static final KvsServer LISTENING = new KvsServer() {
        @Override
        public String host() {
            return "localhost";
        }

        @Override
        public int port() {
            return 7379;
        }

        @Override
        public URI uri() {
            return URI.create("redis://localhost:7379");
        }

        @Override
        public State state() {
            return State.LISTENING;
        }

        @Override
        public void start() {
        }

        @Override
        public void stop() {
        }
    };

    private final FailingDisk disk = new FailingDisk();

    private Persistence start() {
        return startServer().persistence();
    }

    private ServerState startServer() {
        Settings.Initial defaults = Settings.Initial.defaults();
        ServerState state = new ServerState(new Store(1), new Settings(new Settings.Initial(defaults.limits(),
                defaults.maxClients(), defaults.replyBacklog(), 0, "", 1, "localhost", true, MemoryBounds.NONE,
                PersistenceSettings.Initial.OFF.withAppendOnly(Path.of("nowhere"), FsyncPolicy.ALWAYS))),
                System::currentTimeMillis, System::nanoTime);
        state.persistence().use(disk.directory("data"), disk.directory("appendonlydir"));
        state.persistence().start(false, () -> {
        });
        return state;
    }

    private static HealthCheckResponse check(Persistence persistence) {
        return new KvsHealthCheck(LISTENING, () -> persistence).call();
    }

    private static void assertDown(Persistence persistence, String reason) {
        HealthCheckResponse response = check(persistence);
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.getData().map(Map::copyOf).orElseThrow().get("reason").toString()).contains(reason);
    }

    private static void assertUp(Persistence persistence) {
        assertThat(check(persistence).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void whileItIsLoaded() {
        Persistence before = start();
        before.awaitLoaded();
        assertUp(before);
        before.close();

        disk.holdReads(".incr.aof");
        Persistence loading = start();
        assertDown(loading, "the data is being loaded");
        disk.release();
        loading.awaitLoaded();
        assertUp(loading);
        loading.close();
    }

    @Test
    void whereItCannotBeLoaded() throws Exception {
        try (LogDirectory.WritableFile file = disk.directory("appendonlydir").write("appendonly.aof.manifest")) {
            file.write(ByteBuffer.wrap("nonsense\n".getBytes(US_ASCII)), 0);
        }
        Persistence failed = start();
        failed.awaitLoaded();
        assertDown(failed, failed.failure());
        failed.close();
    }

    @Test
    void whileTheDiskFails() {
        ServerState state = startServer();
        Persistence persistence = state.persistence();
        persistence.awaitLoaded();
        disk.failFromNowOn();
        CompletableFuture<Void> set = new ReactiveStore(state).set("a", "1").subscribeAsCompletionStage();
        Await.until("it fails", () -> check(persistence).getStatus() == HealthCheckResponse.Status.DOWN);
        assertDown(persistence, "the append-only file cannot be written: No space left on device");
        disk.repair();
        Await.until("it goes on", () -> check(persistence).getStatus() == HealthCheckResponse.Status.UP);
        set.join();
        persistence.close();
    }

    @Test
    void withoutAServer() {
        assertUp(null);
    }
}
