package io.quarkiverse.kvs.test.redis;

import static io.quarkiverse.kvs.test.DevMode.asked;
import static io.quarkiverse.kvs.test.DevMode.configure;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.test.DevMode;
import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode: the Redis clients of the application find the server again after each reload, and the data is still there. */
class RedisLiveReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode.application(RedisDevModeApp.class)
            .setLogRecordPredicate(ContainerSearch::isIn);

    @Test
    void reloadsKeepThePortAndTheData() {
        int port = Integer.parseInt(asked("port"));
        assertThat(asked("count")).isEqualTo("1");
        assertThat(asked("inside")).isEqualTo("1");
        String version = "one";
        int count = 1;
        for (String next : new String[] { "two", "three" }) {
            String last = version;
            APP.modifySourceFile(RedisDevModeApp.class, source -> source.replace("\"" + last + "\"", "\"" + next + "\""));
            version = next;
            assertThat(asked("version")).isEqualTo(next);
            assertThat(asked("port")).isEqualTo(Integer.toString(port));
            assertThat(asked("count")).isEqualTo(Integer.toString(++count));
        }
        ContainerSearch.assertNone(APP.getLogRecords());
    }

    @Test
    void clientsFollowThePortAndThePassword() {
        assertThat(asked("count")).isEqualTo("1");
        String port = Integer.toString(FreePort.next());
        configure(APP, "quarkus.kvs.port=0", "quarkus.kvs.port=" + port);
        assertThat(asked("port")).isEqualTo(port);
        assertThat(asked("count")).isEqualTo("2");
        configure(APP, "quarkus.kvs.port=" + port, "quarkus.kvs.port=" + port + "\nquarkus.kvs.password=secret");
        assertThat(asked("port")).isEqualTo(port);
        assertThat(asked("count")).isEqualTo("3");
        configure(APP, "quarkus.kvs.password=secret", "quarkus.kvs.password=secret\nquarkus.kvs.username=ada");
        assertThat(asked("count")).isEqualTo("4");
    }

    @Test
    void theServerCanMoveOutOfTheApplicationAndBack() {
        assertThat(asked("count")).isEqualTo("1");
        configure(APP, "quarkus.kvs.port=0", "quarkus.kvs.enabled=false");
        assertThat(asked("port")).isEqualTo("-1");
        assertThat(asked("count")).isEqualTo("1");
        APP.modifySourceFile(RedisDevModeApp.class, source -> source.replace("\"one\"", "\"two\""));
        assertThat(asked("version")).isEqualTo("two");
        assertThat(asked("count")).as("the server outlives a reload").isEqualTo("2");
        assertThat(asked("inside")).as("what was in the application").isEqualTo("1");
        configure(APP, "quarkus.kvs.enabled=false", "quarkus.kvs.port=0");
        assertThat(asked("count")).isEqualTo("2");
        assertThat(asked("inside")).isEqualTo("2");
    }
}
