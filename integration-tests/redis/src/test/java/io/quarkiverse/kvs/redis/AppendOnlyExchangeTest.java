package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.AppendOnlyReader;
import io.quarkiverse.kvs.core.log.AppendOnlyTruncatedException;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.log.Manifest;
import io.quarkiverse.kvs.core.log.ManifestFile;
import io.quarkiverse.kvs.core.store.Effect;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.rdb.RdbFileReader;
import io.quarkiverse.kvs.core.store.rdb.RdbLoader;
import io.quarkiverse.kvs.core.store.rdb.ValueLimits;
import io.quarkiverse.kvs.it.client.RespConnection;

/** Append-only files that a real Redis wrote are read: in several parts, with and without an RDB file at the beginning. */
class AppendOnlyExchangeTest {

    @TempDir
    Path folder;

    private final ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final LogReplay replay = new LogReplay(state);
    private final List<String> read = new ArrayList<>();
    private String expected;
    private long timestamp;

    @BeforeEach
    void assumeRedis() {
        RedisProcess.assumeInstalled();
    }

    /** Fills a Redis, in three parts with a rewriting between them, and stops it. */
    private void record(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "no"));
        all.addAll(List.of(options));
        OwnServer same = new OwnServer();
        try (RedisProcess redis = RedisProcess.start(folder, all.toArray(String[]::new));
                RespConnection connection = new RespConnection(redis.port());
                RespConnection own = new RespConnection(same.port())) {
            List<List<String>> commands = new ArrayList<>(AllKinds.commands());
            commands.removeIf(command -> command.stream().anyMatch(word -> word.length() > 5000));
            int half = commands.size() / 2;
            for (List<String> command : commands.subList(0, half)) {
                both(connection, own, command.toArray(String[]::new));
            }
            assertThat(connection.call("BGREWRITEAOF")).startsWith("+Background");
            for (int i = 0; connection.call("INFO", "persistence").contains("aof_rewrite_in_progress:1")
                    || connection.call("INFO", "persistence").contains("aof_rewrite_scheduled:1"); i++) {
                assertThat(i).as("it rewrites for long").isLessThan(1000);
                Thread.sleep(10);
            }
            for (List<String> command : commands.subList(half, commands.size())) {
                both(connection, own, command.toArray(String[]::new));
            }
            both(connection, own, "MULTI");
            both(connection, own, "SET", "in a transaction", "1");
            both(connection, own, "SELECT", "3");
            both(connection, own, "INCR", "in a transaction");
            both(connection, own, "EXEC");
            assertThat(connection.call("SHUTDOWN", "NOSAVE")).startsWith("(closed)");
            expected = RecordingServer.digest(same.state());
        } finally {
            same.close();
        }
    }

    private static void both(RespConnection redis, RespConnection own, String... command) {
        assertThat(redis.call(command)).doesNotStartWith("-");
        assertThat(own.call(command)).doesNotStartWith("-");
    }

    // Reading

    private void load(Path file) throws IOException {
        byte[] first = new byte[RdbFileReader.SIGNATURE];
        try (InputStream in = Files.newInputStream(file)) {
            first = Arrays.copyOf(first, in.readNBytes(first, 0, first.length));
        }
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            InputStream commands = in;
            long offset = 0;
            if (RdbFileReader.isBegin(first)) {
                Settings settings = state.settings();
                ValueLimits limits = new ValueLimits(settings.limits().value(), settings.hashPacking(),
                        settings.sortedSetPacking(), settings.setMaxIntegers.value(), settings.listNodes());
                RdbFileReader rdb = new RdbFileReader(in, size, limits, true);
                RdbLoader loader = new RdbLoader(state.store(), state.time().currentTimeMillis(), RdbLoader.Expired.KEPT,
                        RdbLoader.Duplicates.REFUSED, code -> {
                        });
                rdb.read(loader);
                read.add("keys: " + (loader.keys() > 0));
                commands = rdb.rest();
                offset = rdb.offset();
            }
            apply(new AppendOnlyReader(commands, file.getFileName().toString(), offset, size), size);
        }
    }

    private void apply(AppendOnlyReader reader, long size) throws IOException {
        int database = 0;
        int applied = 0;
        while (reader.next()) {
            List<Effect> effects = new ArrayList<>();
            for (int i = 0; i < reader.commands(); i++) {
                byte[][] words = reader.copy(i);
                if (new String(words[0], ISO_8859_1).equalsIgnoreCase("SELECT")) {
                    database = Integer.parseInt(new String(words[1], ISO_8859_1));
                } else {
                    effects.add(new Effect(database, words));
                }
            }
            if (!effects.isEmpty()) {
                replay.apply(new ChangeRecord(++applied, 0, effects));
            }
        }
        read.add("commands: " + (applied > 0));
        assertThat(reader.end()).isEqualTo(size);
        timestamp = reader.timestamp();
    }

    private Manifest manifest(Path parts) throws IOException {
        byte[] text = Files.readAllBytes(parts.resolve(Manifest.nameFor("appendonly.aof")));
        Manifest manifest = Manifest.read(new ByteArrayInputStream(text));
        assertThat(manifest.bytes()).isEqualTo(text);
        return manifest;
    }

    private void loadParts(Path parts) throws IOException {
        for (ManifestFile file : manifest(parts).files()) {
            load(parts.resolve(file.name()));
        }
    }

    // Tests

    @Test
    void severalParts() throws Exception {
        record("--aof-timestamp-enabled", "yes");
        Path parts = folder.resolve("appendonlydir");
        assertThat(manifest(parts).files()).extracting(ManifestFile::name).containsExactly("appendonly.aof.2.base.rdb",
                "appendonly.aof.2.incr.aof");

        loadParts(parts);

        assertThat(RecordingServer.digest(state)).isEqualTo(expected);
        assertThat(read).containsExactly("keys: true", "commands: false", "commands: true");
        // Redis writes one where a second has passed since the last one.
        String commands = Files.readString(parts.resolve("appendonly.aof.2.incr.aof"), ISO_8859_1);
        Matcher last = Pattern.compile("(?s).*#TS:(\\d+)\r\n").matcher(commands);
        assertThat(timestamp).isEqualTo(last.lookingAt() ? Long.parseLong(last.group(1)) : -1);
    }

    @Test
    void commandsOnlyInADirectoryWithABlank() throws Exception {
        record("--aof-use-rdb-preamble", "no", "--appendfilename", "append only.aof");
        Path parts = folder.resolve("appendonlydir");
        Manifest manifest = Manifest.read(Files.newInputStream(parts.resolve("append only.aof.manifest")));
        assertThat(manifest.files()).extracting(ManifestFile::name).containsExactly("append only.aof.2.base.aof",
                "append only.aof.2.incr.aof");
        assertThat(manifest.bytes()).isEqualTo(Files.readAllBytes(parts.resolve("append only.aof.manifest")));

        for (ManifestFile file : manifest.files()) {
            load(parts.resolve(file.name()));
        }

        assertThat(RecordingServer.digest(state)).isEqualTo(expected);
        assertThat(read).containsExactly("commands: true", "commands: true");
    }

    /** As Redis 4 to 6 wrote them: an RDB file, with commands behind it. */
    @Test
    void commandsBehindAnRdbFile() throws Exception {
        record();
        Path parts = folder.resolve("appendonlydir");
        Path one = folder.resolve("one.aof");
        Files.write(one, Files.readAllBytes(parts.resolve("appendonly.aof.2.base.rdb")));
        byte[] increment = Files.readAllBytes(parts.resolve("appendonly.aof.2.incr.aof"));
        Files.write(one, increment, StandardOpenOption.APPEND);

        load(one);

        assertThat(RecordingServer.digest(state)).isEqualTo(expected);
        assertThat(read).containsExactly("keys: true", "commands: true");
        // The transaction at the end, cut off: what comes before it stays.
        try (InputStream in = new ByteArrayInputStream(increment, 0, increment.length - 3)) {
            AppendOnlyReader reader = new AppendOnlyReader(in, "x", 0, increment.length - 3);
            assertThatExceptionOfType(AppendOnlyTruncatedException.class).isThrownBy(() -> {
                while (reader.next()) {
                    assertThat(reader.commands()).isEqualTo(1);
                }
            }).satisfies(e -> {
                assertThat(e.isInTransaction()).isTrue();
                assertThat(new String(increment, ISO_8859_1).substring((int) e.validUpTo()))
                        .startsWith("*1\r\n$5\r\nMULTI\r\n");
            });
        }
    }
}
