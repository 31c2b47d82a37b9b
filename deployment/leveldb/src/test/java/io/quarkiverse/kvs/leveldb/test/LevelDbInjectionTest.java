package io.quarkiverse.kvs.leveldb.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.eclipse.microprofile.config.ConfigProvider;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBComparator;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.leveldb.KvsDBFactory;
import io.quarkus.test.QuarkusUnitTest;

/** Databases that are injected: in memory and in a directory, with a comparator, beside those that the application makes. */
class LevelDbInjectionTest {

    private static final Path DIRECTORY = directory();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Backwards.class, Own.class, Orders.class))
            .overrideConfigKey("quarkus.kvs.leveldb.orders.directory", DIRECTORY.resolve("orders").toString())
            .overrideConfigKey("quarkus.kvs.leveldb.\"in.reverse\".directory", DIRECTORY.resolve("reverse").toString())
            .setAfterUndeployListener(LevelDbInjectionTest::whatIsKept);

    private static Path directory() {
        try {
            return Files.createTempDirectory("leveldb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The application has ended: the database was closed, after the last bean that uses it. */
    private static void whatIsKept() {
        try (DB db = KvsDBFactory.factory.open(DIRECTORY.resolve("orders").toFile(), new Options().createIfMissing(false))) {
            assertThat(text(db.get(bytes("first")))).isEqualTo("1");
            assertThat(text(db.get(bytes("last")))).isEqualTo("written when the bean was destroyed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The order of the database of the same name. */
    @ApplicationScoped
    @Named("in.reverse")
    public static class Backwards implements DBComparator {

        @Override
        public String name() {
            return "backwards";
        }

        @Override
        public int compare(byte[] one, byte[] other) {
            return Arrays.compareUnsigned(other, one);
        }

        @Override
        public byte[] findShortestSeparator(byte[] start, byte[] limit) {
            return start;
        }

        @Override
        public byte[] findShortSuccessor(byte[] key) {
            return key;
        }
    }

    /** A database that the application makes itself. */
    public static class Own {

        @Produces
        @ApplicationScoped
        @Named("own")
        DB make() {
            DB db = KvsDBFactory.factory.openInMemory(new Options());
            db.put(bytes("made by"), bytes("the application"));
            return db;
        }
    }

    /** Uses a database to the very end. */
    @ApplicationScoped
    public static class Orders {

        @Inject
        @Named("orders")
        DB db;

        void put(String key, String value) {
            db.put(bytes(key), bytes(value));
        }

        @PreDestroy
        void last() {
            put("last", "written when the bean was destroyed");
        }
    }

    @Inject
    DB standard;

    @Inject
    @Named("another")
    DB another;

    @Inject
    @Named("in.reverse")
    DB reverse;

    @Inject
    @Named("own")
    DB own;

    @Inject
    @Named("looked-up")
    Instance<DB> lookedUp;

    @Inject
    Orders orders;

    /** This class is loaded a second time to be tested, and its field then names another directory than the application has. */
    private static Path directoryOf(String name) {
        return Path.of(ConfigProvider.getConfig().getValue("quarkus.kvs.leveldb." + name + ".directory", String.class));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    @Test
    void withoutADirectoryADatabaseIsInMemory() {
        standard.put(bytes("key"), bytes("value"));
        assertThat(text(standard.get(bytes("key")))).isEqualTo("value");
        assertThat(another.get(bytes("key"))).as("another database").isNull();
        assertThat(lookedUp.get().get(bytes("key"))).isNull();
        assertThat(new File("kvs-data")).doesNotExist();
    }

    @Test
    void withADirectoryItIsInThat() {
        orders.put("first", "1");
        assertThat(directoryOf("orders").resolve("COMPARATOR")).exists();
    }

    @Test
    void aBeanOfTheSameNameIsTheOrder() throws IOException {
        reverse.put(bytes("a"), bytes("1"));
        reverse.put(bytes("b"), bytes("2"));
        try (DBIterator iterator = reverse.iterator()) {
            iterator.seekToFirst();
            assertThat(text(iterator.next().getKey())).isEqualTo("b");
            assertThat(text(iterator.next().getKey())).isEqualTo("a");
        }
        assertThat(directoryOf("\"in.reverse\"").resolve("COMPARATOR")).hasContent("backwards");
    }

    @Test
    void whatTheApplicationMakesItselfIsNotMadeForIt() {
        assertThat(text(own.get(bytes("made by")))).isEqualTo("the application");
    }
}
