package io.quarkiverse.kvs.runtime.devui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;

class CommandLogTest {

    private final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()), () -> 0,
            () -> 0);
    private final CommandLog log = new CommandLog(server);

    @Test
    void holdsTheLatestAndTellsHowManyAreMissed() {
        assertThat(log.since(0, 0)).isEqualTo(new CommandLog.Page(java.util.List.of(), 0));
        arrive(CommandLog.CAPACITY, 0);
        assertThat(log.since(0, 0).lines()).hasSize(CommandLog.CAPACITY);
        assertThat(log.since(0, 0).missed()).isZero();
        arrive(1, 0);
        assertThat(log.since(0, 0).lines()).hasSize(CommandLog.CAPACITY);
        assertThat(log.since(0, 0).missed()).isEqualTo(1);
        assertThat(log.since(CommandLog.CAPACITY, 0).lines()).singleElement()
                .satisfies(line -> assertThat(line.number()).isEqualTo(CommandLog.CAPACITY + 1));
        assertThat(log.since(1_000_000, 0).lines()).as("the number of another log").hasSize(CommandLog.CAPACITY);
    }

    @Test
    void stopsWhenNoPageAsksAnyMore() {
        log.since(0, 0);
        arrive(1, CommandLog.PATIENCE);
        arrive(1, CommandLog.PATIENCE + 1);
        assertThat(log.since(0, CommandLog.PATIENCE + 2).lines()).as("forgotten with the rest").isEmpty();
        arrive(1, CommandLog.PATIENCE + 3);
        assertThat(log.since(0, CommandLog.PATIENCE + 4).lines()).as("begun again").hasSize(1);
    }

    @Test
    void isNotBegunAgainOnceItIsClosed() {
        log.since(0, 0);
        arrive(1, 0);
        log.close();
        assertThat(log.since(0, 0).lines()).isEmpty();
    }

    private void arrive(int count, long now) {
        for (int i = 0; i < count; i++) {
            log.executed(now, 0, "127.0.0.1:1", "\"PING\"");
        }
    }
}
