package io.quarkiverse.kvs.test.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.test.DevMode;
import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode: nothing is kept in files unless that is configured, and a reload changes how. */
class PersistenceReloadTest {

    private static final Path DIRECTORY = directory();
    private static final String OFF = "# no persistence";
    private static final String ON = "quarkus.kvs.persistence.append-only=true\nquarkus.kvs.persistence.directory="
            + DIRECTORY.resolve("first");

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode.application(KeepingApp.class, OFF);

    private static Path directory() {
        try {
            return Files.createTempDirectory("reload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aReloadTakesUpWhatIsConfigured() throws IOException {
        DevMode.asked("set/A/100");
        assertThat(DevMode.asked("info/aof_enabled")).isEqualTo("aof_enabled:0");
        assertThat(DevMode.asked("threads")).isEqualTo("0");
        assertThat(DIRECTORY).isEmptyDirectory();

        DevMode.configure(APP, OFF, ON);
        assertThat(DevMode.asked("value/A")).as("what was in memory").isEqualTo("100");
        assertThat(DevMode.asked("info/aof_enabled")).isEqualTo("aof_enabled:1");
        assertThat(DevMode.asked("threads")).isEqualTo("1");
        assertThat(names("first/appendonlydir")).contains("appendonly.aof.manifest");

        DevMode.asked("set/A/101");
        String port = DevMode.asked("port");
        try (LineClient client = new LineClient(Integer.parseInt(port))) {
            APP.modifySourceFile(KeepingApp.class, source -> source.replace("version one", "version two"));
            assertThat(DevMode.asked("value/A")).isEqualTo("101");
            assertThat(DevMode.asked("value/stopped")).as("a reload that changes no settings").isEqualTo("version one");
            assertThat(client.call("GET", "A")).as("on the old connection").isEqualTo("+101");
        }
        assertThat(DevMode.asked("info/rdb_last_load_keys_loaded")).as("nothing was loaded").endsWith(":0");
        assertThat(DevMode.asked("threads")).isEqualTo("1");

        DevMode.configure(APP, DIRECTORY.resolve("first").toString(),
                DIRECTORY.resolve("second") + "\nquarkus.kvs.persistence.fsync=always");
        assertThat(DevMode.asked("value/A")).as("whose last change an earlier log has").isEqualTo("101");
        DevMode.asked("set/B/1");
        assertThat(DevMode.asked("threads")).isEqualTo("1");
        assertThat(names("second/appendonlydir")).contains("appendonly.aof.manifest");
        assertThat(appended("second")).contains("B");
        assertThat(appended("first")).doesNotContain("B");

        DevMode.configure(APP, DIRECTORY.resolve("second").toString(), DIRECTORY.resolve("first").toString());
        assertThat(DevMode.asked("value/B")).as("the lock was given back").isEqualTo("1");

        DevMode.configure(APP, "append-only=true", "append-only=false");
        assertThat(DevMode.asked("value/A")).isEqualTo("101");
        Await.until("nothing writes any more", () -> DevMode.asked("threads").equals("0"));
    }

    private static List<String> names(String directory) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** All of the append-only files in a directory. */
    private static String appended(String directory) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names(directory + "/appendonlydir")) {
            if (name.endsWith(".incr.aof")) {
                all.append(Files.readString(DIRECTORY.resolve(directory + "/appendonlydir").resolve(name)));
            }
        }
        return all.toString();
    }
}
