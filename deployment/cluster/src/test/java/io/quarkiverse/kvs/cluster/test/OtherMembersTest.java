package io.quarkiverse.kvs.cluster.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** Dev mode: two more members run beside the application, and keep the data while it is reloaded. */
class OtherMembersTest {

    private static final int HTTP_PORT = FreePort.next();

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(MemberApp.class).addAsResource(new StringAsset("""
                    quarkus.http.port=%d
                    quarkus.kvs.port=0
                    quarkus.kvs.cluster.devservices.enabled=true
                    """.formatted(HTTP_PORT)), "application.properties"));

    private static String asked(String path) {
        return RestAssured.given().port(HTTP_PORT).get("/" + path).asString();
    }

    /** What the readiness check says once it is up. */
    private static JsonPath awaitReady() {
        Await.until("it is ready", () -> RestAssured.given().port(HTTP_PORT).get("/q/health/ready").statusCode() == 200);
        return new JsonPath(asked("q/health/ready"))
                .setRootPath("checks.find { it.name == 'Key/value cluster' }.data");
    }

    @Test
    void theApplicationIsOneOfThree() {
        JsonPath health = awaitReady();
        assertThat(health.getInt("members")).isEqualTo(3);
        assertThat(health.getString("name")).isEqualTo("a");
        assertThat(asked("visits")).isEqualTo("1");

        APP.modifySourceFile(MemberApp.class, source -> source.replace("version one", "version two"));
        assertThat(asked("version")).isEqualTo("version two");
        health = awaitReady();
        // It was away for a moment, so one of the others leads.
        assertThat(health.getString("leader")).isIn("b", "c");
        assertThat(asked("visits")).isEqualTo("2");
    }
}
