package io.quarkiverse.kvs.leveldb.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/** Dev mode: what databases hold survives a reload. */
class LevelDbReloadTest {

    private static final int HTTP_PORT = FreePort.next();
    private static final Path DIRECTORY = directory();

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(LevelDbApp.class).addAsResource(new StringAsset("""
                    quarkus.http.port=%d
                    quarkus.kvs.port=0
                    quarkus.kvs.leveldb.files.directory=%s
                    quarkus.kvs.leveldb.map.key=map
                    """.formatted(HTTP_PORT, DIRECTORY.resolve("first"))), "application.properties"));

    private static Path directory() {
        try {
            return Files.createTempDirectory("leveldb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asked(String path) {
        return RestAssured.given().port(HTTP_PORT).get("/" + path).then().statusCode(200).extract().asString();
    }

    @Test
    void dataSurvivesAReload() {
        asked("put/memory/1");
        asked("put/files/2");
        asked("put/map/3");

        APP.modifySourceFile(LevelDbApp.class, source -> source.replace("version one", "version two"));
        assertThat(asked("version")).isEqualTo("version two");
        assertThat(asked("get/memory")).isEqualTo("1");
        assertThat(asked("get/files")).as("opened again").isEqualTo("2");
        assertThat(asked("get/map")).as("in the server").isEqualTo("3");

        String first = DIRECTORY.resolve("first").toString();
        String second = DIRECTORY.resolve("second").toString();
        APP.modifyResourceFile("application.properties", properties -> properties.replace(first, second));
        assertThat(asked("get/files")).as("in another directory").isEqualTo("nothing");
        APP.modifyResourceFile("application.properties", properties -> properties.replace(second, first));
        assertThat(asked("get/files")).as("whose lock was given back").isEqualTo("2");
        assertThat(asked("get/memory")).isEqualTo("1");
    }
}
