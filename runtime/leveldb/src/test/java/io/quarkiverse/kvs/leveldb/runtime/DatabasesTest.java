package io.quarkiverse.kvs.leveldb.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBComparator;
import org.iq80.leveldb.DBException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.runtime.configuration.ConfigurationException;

/** What can be configured, and what is said of what cannot. */
class DatabasesTest {

    private static final byte[] KEY = "key".getBytes(UTF_8);

    /** The order of the bytes backwards. */
    private static final class Backwards implements DBComparator {

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

    @TempDir
    Path directory;

    /** As it is configured. */
    private record Wanted(Optional<String> directory, Optional<String> key, int database,
            boolean createIfMissing) implements LevelDbConfig.DatabaseConfig {
    }

    private static final Wanted IN_MEMORY = new Wanted(Optional.empty(), Optional.empty(), 0, true);

    private static Wanted in(Path directory) {
        return new Wanted(Optional.of(directory.toString()), Optional.empty(), 0, true);
    }

    private static Wanted map(int database) {
        return new Wanted(Optional.empty(), Optional.of("map"), database, true);
    }

    private static Databases databases(boolean development, ServerMaps maps, String name, Wanted wanted) {
        Map<String, LevelDbConfig.DatabaseConfig> all = new HashMap<>();
        List.of("b", "kept", "ordered").forEach(other -> all.put(other, IN_MEMORY));
        all.put(name, wanted);
        return new Databases(() -> all, maps, development);
    }

    private static void assertWrong(Databases databases, String name, DBComparator comparator, String message) {
        assertThatThrownBy(() -> databases.open(name, comparator)).isInstanceOf(ConfigurationException.class)
                .hasMessage("The value of quarkus.kvs.leveldb." + message);
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        assertWrong(databases(false, null, LevelDbConfig.DEFAULT, map(0)), LevelDbConfig.DEFAULT, null,
                "key cannot be used: there is no server in this application: add the extension quarkus-kvs");
        ServerMaps none = (database, key) -> {
            throw new IllegalArgumentException("there is no database " + database);
        };
        assertWrong(databases(false, none, "a", map(16)), "a", null,
                "\"a\".database cannot be used: there is no database 16");
        assertWrong(databases(false, none, "a", map(0)), "a", new Backwards(),
                "\"a\".key cannot be used: there is a comparator, and the ordered maps of the server have the order of the bytes");
        Path missing = directory.resolve("missing");
        assertWrong(databases(false, null, "a", new Wanted(Optional.of(missing.toString()), Optional.empty(), 0, false)), "a",
                null, "\"a\".directory cannot be used: " + missing
                        + " does not exist, and is not to be created: createIfMissing");
        assertThat(Files.exists(missing)).isFalse();
    }

    @Test
    void whatIsOpenIsClosedAtTheEnd() throws IOException {
        Databases first = databases(false, null, "a", in(directory));
        DB inDirectory = first.open("a", null);
        DB inMemory = first.open("b", null);
        inDirectory.put(KEY, KEY);
        first.close();
        assertThatThrownBy(() -> inDirectory.get(KEY)).isInstanceOf(DBException.class);
        assertThatThrownBy(() -> inMemory.get(KEY)).isInstanceOf(DBException.class);
        Databases second = databases(false, null, "a", in(directory));
        assertThat(second.open("a", null).get(KEY)).isEqualTo(KEY);
        assertThat(second.open("b", null).get(KEY)).isNull();
        second.close();
    }

    @Test
    void inDevModeWhatIsInMemoryIsKept() {
        Databases first = databases(true, null, "kept", IN_MEMORY);
        first.open("kept", null).put(KEY, KEY);
        first.open("ordered", new Backwards()).put(KEY, KEY);
        first.close();
        Databases second = databases(true, null, "kept", IN_MEMORY);
        assertThat(second.open("kept", null).get(KEY)).isEqualTo(KEY);
        assertThat(second.open("ordered", new Backwards()).get(KEY)).as("its order belongs to the application").isNull();
        second.close();
        Databases third = databases(true, null, "kept", in(directory));
        assertThat(third.open("kept", null).get(KEY)).isNull();
        third.close();
        Databases fourth = databases(true, null, "kept", IN_MEMORY);
        assertThat(fourth.open("kept", null).get(KEY)).as("it was somewhere else in between").isNull();
        fourth.close();
    }
}
