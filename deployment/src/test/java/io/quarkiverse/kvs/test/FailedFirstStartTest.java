package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/** Dev mode whose very first start fails: the next reload makes up for it. */
class FailedFirstStartTest {

    private static final String MISTAKE = "quarkus.kvs.disabled-commands=no-such-command";

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .setAllowFailedStart(true)
            .withApplicationRoot(jar -> jar.addClass(LiveReloadApp.class)
                    .addAsResource(new StringAsset("quarkus.kvs.port=0\n" + MISTAKE + "\n"), "application.properties"));

    @Test
    void recovers() {
        assertThat(RestAssured.get("/port").statusCode()).isEqualTo(500);

        APP.modifyResourceFile("application.properties", properties -> properties.replace(MISTAKE, ""));

        int port = Integer.parseInt(RestAssured.get("/port").asString());
        try (LineClient client = new LineClient(port)) {
            assertThat(client.call("SET", "A", "1")).isEqualTo("+OK");
        }
        assertThat(RestAssured.get("/value/A").asString()).isEqualTo("1");
    }
}
