package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.server.ServerState;

class AsUserTest {

    private final ServerState server = new TestServer().state();
    private final KeyValueStore store = new InProcessStore(server);

    @Test
    void theApplicationItselfMayDoEverything() {
        server.access().users().byDefault();
        store.execute("ACL", "SETUSER", "default", "off", "-@all", "resetkeys");
        store.set("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
        assertThat(store.execute("ACL", "WHOAMI").isNil()).isTrue();
    }

    @Test
    void aUserMayDoWhatItsRulesSay() {
        server.access().define(Map.of("reports", "~report:* +get +set +keys"));
        KeyValueStore reports = store.asUser("reports");
        reports.set("report:1", "x");
        assertThat(reports.get("report:1")).isEqualTo("x");
        assertThat(store.get("report:1")).isEqualTo("x");
        assertThatThrownBy(() -> reports.get("secret")).isInstanceOf(KvsException.class).hasMessageStartingWith("NOPERM");
        assertThatThrownBy(reports::clear).isInstanceOf(KvsException.class).hasMessageStartingWith("NOPERM");
        assertThatThrownBy(() -> reports.atomically(transaction -> {
            transaction.execute("SET", "report:2", "x");
            transaction.execute("DEL", "report:1");
        })).isInstanceOf(KvsException.class).hasMessageStartingWith("NOPERM");
        assertThat(store.exists("report:2")).isFalse();
        assertThat(reports.keys()).containsExactly("report:1");
        assertThat(reports.execute("GET", "report:1").asString()).isEqualTo("x");
    }

    @Test
    void rulesThatChangeAreFollowed() {
        server.access().define(Map.of("reports", "~* +get"));
        KeyValueStore reports = store.asUser("reports");
        assertThat(reports.get("a")).isNull();
        assertThatThrownBy(reports::keys).isInstanceOf(KvsException.class).hasMessageStartingWith("NOPERM");
        store.execute("ACL", "SETUSER", "reports", "-get", "+keys");
        assertThatThrownBy(() -> reports.get("a")).isInstanceOf(KvsException.class);
        assertThat(reports.keys()).isEmpty();
        store.execute("ACL", "DELUSER", "reports");
        assertThatThrownBy(reports::keys).isInstanceOf(KvsException.class);
    }

    @Test
    void thereIsToBeSuchAUser() {
        assertThatThrownBy(() -> store.asUser("nosuch")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no user nosuch");
    }
}
