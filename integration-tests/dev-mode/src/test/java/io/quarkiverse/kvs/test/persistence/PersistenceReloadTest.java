package io.quarkiverse.kvs.test.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.test.DevMode;
import io.quarkiverse.kvs.test.ReloadedApplication;

/** Dev mode: nothing is kept in files unless that is configured, and a reload changes how. */
public abstract class PersistenceReloadTest {

    private static final Path DIRECTORY = directory();
    private static final String OFF = "quarkus.kvs.port=0";
    private static final String ON = "quarkus.kvs.port=0\nquarkus.kvs.persistence.append-only=true\nquarkus.kvs.persistence.directory="
            + DIRECTORY.resolve("first");

    private static final ReloadedApplication APP = ReloadedApplication.get();

    private static Path directory() {
        try {
            return Files.createTempDirectory("reload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aReloadTakesUpWhatIsConfigured() throws IOException {
        asked("set/A/100");
        assertThat(asked("info/aof_enabled")).isEqualTo("aof_enabled:0");
        assertThat(asked("threads")).isEqualTo("0");
        assertThat(DIRECTORY).isEmptyDirectory();

        APP.configure(OFF, ON);
        assertThat(asked("value/A")).as("what was in memory").isEqualTo("100");
        assertThat(asked("info/aof_enabled")).isEqualTo("aof_enabled:1");
        assertThat(asked("threads")).isEqualTo("1");
        assertThat(names("first/appendonlydir")).contains("appendonly.aof.manifest");

        asked("set/A/101");
        String port = asked("port");
        try (LineClient client = new LineClient(Integer.parseInt(port))) {
            APP.change(KeepingApp.class, "version one", "version two");
            assertThat(asked("value/A")).isEqualTo("101");
            assertThat(asked("value/stopped")).as("a reload that changes no settings").isEqualTo("version one");
            assertThat(client.call("GET", "A")).as("on the old connection").isEqualTo("+101");
        }
        assertThat(asked("info/rdb_last_load_keys_loaded")).as("nothing was loaded").endsWith(":0");
        assertThat(asked("threads")).isEqualTo("1");

        APP.configure(DIRECTORY.resolve("first").toString(),
                DIRECTORY.resolve("second") + "\nquarkus.kvs.persistence.fsync=always");
        assertThat(asked("value/A")).as("whose last change an earlier log has").isEqualTo("101");
        asked("set/B/1");
        assertThat(asked("threads")).isEqualTo("1");
        assertThat(names("second/appendonlydir")).contains("appendonly.aof.manifest");
        assertThat(appended("second")).contains("B");
        assertThat(appended("first")).doesNotContain("B");

        APP.configure(DIRECTORY.resolve("second").toString(), DIRECTORY.resolve("first").toString());
        assertThat(asked("value/B")).as("the lock was given back").isEqualTo("1");

        APP.configure("append-only=true", "append-only=false");
        assertThat(asked("value/A")).isEqualTo("101");
        Await.until("nothing writes any more", () -> asked("threads").equals("0"));
    }

    private static String asked(String path) {
        return DevMode.asked("keeping/" + path);
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
