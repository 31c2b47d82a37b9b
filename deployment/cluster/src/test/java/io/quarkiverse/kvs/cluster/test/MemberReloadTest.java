package io.quarkiverse.kvs.cluster.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/**
 * Dev mode: a member, here of a cluster of one, is one again after a reload, with its data; and none if it is no longer told to
 * be.
 */
class MemberReloadTest {

    private static final int HTTP_PORT = FreePort.next();

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(MemberApp.class).addAsResource(new StringAsset("""
                    quarkus.http.port=%d
                    quarkus.kvs.port=0
                    quarkus.kvs.cluster.members=a=localhost:%d
                    quarkus.kvs.cluster.name=a
                    quarkus.kvs.cluster.directory=%s
                    """.formatted(HTTP_PORT, FreePort.next(), directory())), "application.properties"));

    private static Path directory() {
        try {
            return Files.createTempDirectory("member");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asked(String path) {
        return RestAssured.given().port(HTTP_PORT).get("/" + path).asString();
    }

    private static void awaitReady() {
        Await.until("it leads", () -> RestAssured.given().port(HTTP_PORT).get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void aMemberIsOneAgain() {
        awaitReady();
        assertThat(asked("visits")).isEqualTo("1");
        assertThat(asked("q/health/ready")).contains("\"leader\": \"a\"");

        APP.modifySourceFile(MemberApp.class, source -> source.replace("version one", "version two"));
        assertThat(asked("version")).isEqualTo("version two");
        awaitReady();
        assertThat(asked("visits")).isEqualTo("2");

        APP.modifyResourceFile("application.properties",
                properties -> properties.replace("quarkus.kvs.cluster.members", "no.members"));
        assertThat(asked("visits")).isEqualTo("3");
        assertThat(asked("q/health/ready")).contains("\"member\": false");
    }
}
