package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;

/** Who calls a short command in the process waits for no clock, but what depends on the time is exact. */
class LateInstantTest {

    private static final long START = 1_700_000_000_000L;

    private long now = START;
    private int looks;
    private final ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), () -> {
        looks++;

        return now;
    }, System::nanoTime);
    private final InProcessStore store = new InProcessStore(state);

    @BeforeEach
    void prepare() {
        store.set("plain", "1");
        store.set("expiring", "1", Duration.ofMillis(100));
        state.store().tick(now);
        looks = 0;
    }

    @Test
    void noLookForWhatDoesNotDependOnIt() {
        assertThat(store.get("plain")).isEqualTo("1");
        store.set("plain", "2");
        assertThat(store.execute("INCR", "plain").asLong()).isEqualTo(3);
        assertThat(looks).isZero();
    }

    @Test
    void oneLookForWhatDoes() {
        now = START + 99;
        assertThat(store.get("expiring")).isEqualTo("1");
        assertThat(looks).isEqualTo(1);
        assertThat(store.execute("PTTL", "expiring").asLong()).isEqualTo(1);
        now = START + 100;
        assertThat(store.get("expiring")).isNull();
        looks = 0;
        store.execute("SET", "another", "1", "PX", "5");
        assertThat(looks).isEqualTo(1);
        assertThat(store.execute("PEXPIRETIME", "another").asLong()).isEqualTo(START + 105);
    }

    @Test
    void anInstantIsTheSameForAllOfACommand() {
        store.execute("MSET", "a", "1", "b", "1");
        store.execute("PEXPIRE", "a", "10");
        store.execute("PEXPIRE", "b", "10");
        now = START + 10;
        looks = 0;
        assertThat(store.execute("MGET", "a", "b", "plain").asList()).hasSize(3);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void theSecondOfTheLastUseIsWhatTheStoreWasTold() {
        now = START + 10_000;
        state.store().tick(now);
        store.get("plain");
        now = START + 12_000;
        assertThat(store.execute("OBJECT", "IDLETIME", "plain").asLong()).isEqualTo(2);
    }

    @Test
    void withoutTicksEveryCommandReadsTheClock() {
        state.store().tickNoMore();
        now = START + 10_000;
        store.get("plain");
        assertThat(looks).isEqualTo(1);
        now = START + 12_000;
        assertThat(store.execute("OBJECT", "IDLETIME", "plain").asLong()).isEqualTo(2);
    }

    @Test
    void aClockOfATestIsAlwaysAsked() {
        state.time().clock(() -> START + 50_000);
        assertThat(store.get("expiring")).isNull();
        store.get("plain");
        state.time().clock(() -> START + 53_000);
        assertThat(store.execute("OBJECT", "IDLETIME", "plain").asLong()).isEqualTo(3);
    }
}
