package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.test.DevMode;
import io.quarkiverse.kvs.test.ReloadedApplication;

/** Dev mode: the Redis clients of the application find the server again after each reload, and the data is still there. */
public abstract class RedisLiveReloadTest {

    private static final ReloadedApplication APP = ReloadedApplication.get();

    @Test
    void reloadsKeepThePortAndTheData() {
        int port = Integer.parseInt(asked("port"));
        assertThat(asked("count")).isEqualTo("1");
        assertThat(asked("inside")).isEqualTo("1");
        String version = "one";
        int count = 1;
        for (String next : new String[] { "two", "three" }) {
            APP.change(RedisDevModeApp.class, "\"" + version + "\"", "\"" + next + "\"");
            version = next;
            assertThat(asked("version")).isEqualTo(next);
            assertThat(asked("port")).isEqualTo(Integer.toString(port));
            assertThat(asked("count")).isEqualTo(Integer.toString(++count));
        }
        ContainerSearch.assertNone(APP.logRecords().stream().filter(ContainerSearch::isIn).toList());
    }

    @Test
    void clientsFollowThePortAndThePassword() {
        assertThat(asked("count")).isEqualTo("1");
        String port = Integer.toString(FreePort.next());
        APP.configure("quarkus.kvs.port=0", "quarkus.kvs.port=" + port);
        assertThat(asked("port")).isEqualTo(port);
        assertThat(asked("count")).isEqualTo("2");
        APP.configure("quarkus.kvs.port=" + port, "quarkus.kvs.port=" + port + "\nquarkus.kvs.password=secret");
        assertThat(asked("port")).isEqualTo(port);
        assertThat(asked("count")).isEqualTo("3");
        APP.configure("quarkus.kvs.password=secret", "quarkus.kvs.password=secret\nquarkus.kvs.username=ada");
        assertThat(asked("count")).isEqualTo("4");
    }

    @Test
    void theServerCanMoveOutOfTheApplicationAndBack() {
        assertThat(asked("count")).isEqualTo("1");
        APP.configure("quarkus.kvs.port=0", "quarkus.kvs.enabled=false");
        assertThat(asked("port")).isEqualTo("-1");
        assertThat(asked("count")).isEqualTo("1");
        APP.change(RedisDevModeApp.class, "\"one\"", "\"two\"");
        assertThat(asked("version")).isEqualTo("two");
        assertThat(asked("count")).as("the server outlives a reload").isEqualTo("2");
        assertThat(asked("inside")).as("what was in the application").isEqualTo("1");
        APP.configure("quarkus.kvs.enabled=false", "quarkus.kvs.port=0");
        assertThat(asked("count")).isEqualTo("2");
        assertThat(asked("inside")).isEqualTo("2");
    }

    private static String asked(String path) {
        return DevMode.asked("redis/" + path);
    }
}
