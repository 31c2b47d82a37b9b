package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode whose very first start fails: the next reload makes up for it. */
class FailedFirstStartTest {

    private static final String MISTAKE = "quarkus.kvs.disabled-commands=no-such-command";

    /** What Quarkus serves after a failed start, it serves without a look at application.properties. */
    private static final String HTTP_PORT = "quarkus.http.port";

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode.application(LiveReloadApp.class, MISTAKE)
            .setAllowFailedStart(true);

    @BeforeAll
    static void setHttpPort() {
        System.setProperty(HTTP_PORT, Integer.toString(DevMode.HTTP_PORT));
    }

    @AfterAll
    static void clearHttpPort() {
        System.clearProperty(HTTP_PORT);
    }

    @Test
    void recovers() {
        assertThat(DevMode.get("live/port").statusCode()).isEqualTo(500);

        APP.modifyResourceFile("application.properties", properties -> properties.replace(MISTAKE, ""));

        int port = Integer.parseInt(DevMode.asked("live/port"));
        try (LineClient client = new LineClient(port)) {
            assertThat(client.call("SET", "A", "1")).isEqualTo("+OK");
        }
        assertThat(DevMode.asked("live/value/A")).isEqualTo("1");
    }
}
