package io.quarkiverse.kvs.leveldb.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.eclipse.microprofile.config.ConfigProvider;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Range;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.Snapshot;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.leveldb.ServerDB;
import io.quarkus.test.QuarkusUnitTest;

/** A database that is an ordered map of the server: what it writes, clients read over TCP, and the other way round. */
class LevelDbOfServerTest {

    private static final Path DIRECTORY = directory();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.kvs.persistence.append-only", "true")
            .overrideConfigKey("quarkus.kvs.persistence.directory", DIRECTORY.toString())
            .overrideConfigKey("quarkus.kvs.leveldb.key", "files")
            .overrideConfigKey("quarkus.kvs.leveldb.other.key", "files")
            .overrideConfigKey("quarkus.kvs.leveldb.other.database", "3");

    private static Path directory() {
        try {
            return Files.createTempDirectory("leveldb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Inject
    DB db;

    @Inject
    @Named("other")
    DB other;

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @BeforeEach
    void clear() {
        store.execute("FLUSHALL");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private String get(String key) {
        return text(db.get(bytes(key)));
    }

    @Test
    void clientsAndTheDatabaseSeeTheSame() {
        try (LineClient client = new LineClient(server.port())) {
            db.put(bytes("a"), bytes("1"));
            assertThat(client.call("OM.GET", "files", "a")).isEqualTo("+1");
            assertThat(client.call("OM.SET", "files", "b", "2")).isEqualTo("+1");
            assertThat(get("b")).isEqualTo("2");
            assertThat(get("c")).isNull();
            db.delete(bytes("a"));
            assertThat(client.call("OM.LEN", "files")).isEqualTo("+1");

            other.put(bytes("a"), bytes("of the other"));
            assertThat(client.call("OM.LEN", "files")).isEqualTo("+1");
            assertThat(client.call("SELECT", "3")).isEqualTo("+OK");
            assertThat(client.call("OM.GET", "files", "a")).isEqualTo("+of the other");
        }
        assertThat(text(ServerDB.of(store, "files").get(bytes("b")))).as("made in code").isEqualTo("2");
    }

    @Test
    void aBatchIsOneChange() throws IOException {
        db.put(bytes("old"), bytes("1"));
        try (LineClient watching = new LineClient(server.port()); WriteBatch batch = db.createWriteBatch()) {
            batch.put(bytes("a"), bytes("1")).delete(bytes("old")).put(bytes("b"), bytes("")).put(bytes("c"), bytes("3"));
            watching.call("WATCH", "files");
            db.write(batch, new WriteOptions().sync(true));
            watching.call("MULTI");
            watching.call("PING");
            assertThat(watching.call("EXEC")).as("nothing, as the key was changed").isEqualTo("-nil");
        }
        assertThat(db.get(bytes("old"))).isNull();
        assertThat(get("b")).isEmpty();
        assertThat(store.orderedMap("files").size()).isEqualTo(3);
        try (WriteBatch empty = db.createWriteBatch()) {
            db.write(empty);
        }
        // This class is loaded a second time to be tested: the field then names another directory.
        String directory = ConfigProvider.getConfig().getValue("quarkus.kvs.persistence.directory", String.class);
        try (Stream<Path> files = Files.list(Path.of(directory, "appendonlydir"))) {
            assertThat(files.anyMatch(file -> read(file).contains("OM.WRITE"))).as("synced, so it is in the file").isTrue();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void iteratorsAndSnapshotsSeeOneState() throws IOException {
        store.orderedMap("files").batch(batch -> batch.set("a", "1").set("b", "2").set("c", "3"));
        Snapshot before = db.put(bytes("d"), bytes("4"), new WriteOptions().snapshot(true));
        try (DBIterator iterator = db.iterator()) {
            store.delete("files");
            iterator.seek(bytes("b"));
            assertThat(text(iterator.next().getKey())).isEqualTo("b");
            assertThat(text(iterator.prev().getKey())).isEqualTo("b");
            assertThat(text(iterator.prev().getKey())).isEqualTo("a");
        }
        assertThat(get("d")).isNull();
        assertThat(text(db.get(bytes("d"), new ReadOptions().snapshot(before)))).isEqualTo("4");
        before.close();
        try (DBIterator iterator = db.iterator()) {
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void whatThereIsToKnow() {
        assertThat(db.getApproximateSizes(new Range(bytes("a"), bytes("z")))).containsExactly(0);
        db.put(bytes("a"), new byte[1000]);
        db.put(bytes("zz"), new byte[1000]);
        assertThat(db.getApproximateSizes(new Range(bytes("a"), bytes("z")))[0]).isBetween(900L, 5000L);
        assertThat(db.getProperty("leveldb.stats")).startsWith("entries: 2\n");
        db.compactRange(null, null);
        assertThat(get("a")).hasSize(1000);
    }

    @Test
    void whatTheServerRefusesIsAnException() {
        store.set("files", "a string");
        assertThatThrownBy(() -> db.put(bytes("a"), bytes("1"))).isInstanceOf(DBException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThatThrownBy(() -> db.get(bytes("a"))).isInstanceOf(DBException.class).hasMessageContaining("WRONGTYPE");
        assertThatThrownBy(() -> db.iterator()).isInstanceOf(DBException.class).hasMessageContaining("WRONGTYPE");
        assertThat(store.get("files")).isEqualTo("a string");
        store.execute("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> other.put(bytes("a"), bytes("1"))).isInstanceOf(DBException.class)
                    .hasMessageContaining("OOM");
        } finally {
            store.execute("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
