package io.quarkiverse.kvs.runtime.devui;

import static io.quarkiverse.kvs.runtime.devui.CommandLog.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

class LiveTimingTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()), () -> 0,
            () -> nanos.addAndGet(1_000_000));
    private final InProcessStore store = new InProcessStore(server);
    private final LiveTiming timing = new LiveTiming(server);

    @Test
    void fastCommandsAreTimedAsLongAsAPageAsks() {
        assertThat(areFastCommandsTimed()).as("no page is open").isFalse();
        timing.asked(0);
        assertThat(areFastCommandsTimed()).isTrue();
        timing.check(PATIENCE);
        assertThat(areFastCommandsTimed()).as("the page may still be open").isTrue();
        timing.check(PATIENCE + 1);
        assertThat(areFastCommandsTimed()).as("the page was closed").isFalse();
        timing.asked(PATIENCE + 2);
        assertThat(areFastCommandsTimed()).as("another one is opened").isTrue();
    }

    @Test
    void theLastOfSeveralPagesEndsIt() {
        timing.asked(0);
        timing.asked(PATIENCE / 2);
        timing.check(PATIENCE + 1);
        assertThat(areFastCommandsTimed()).as("the other page is open").isTrue();
        timing.check(PATIENCE / 2 + PATIENCE + 1);
        assertThat(areFastCommandsTimed()).isFalse();
    }

    @Test
    void itEndsWithTheApplication() {
        timing.asked(0);
        timing.close();
        assertThat(areFastCommandsTimed()).isFalse();
    }

    private boolean areFastCommandsTimed() {
        long before = micros();
        store.execute("GET", "key");
        return micros() > before;
    }

    /** How long all calls of GET took, as far as they were timed. */
    private long micros() {
        String statistics = store.execute("INFO", "commandstats").asString();
        return statistics.lines().filter(line -> line.startsWith("cmdstat_get:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*usec=(\\d+),.*", "$1"))).sum();
    }
}
