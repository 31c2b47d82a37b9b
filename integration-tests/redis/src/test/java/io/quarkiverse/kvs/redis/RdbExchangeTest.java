package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.LzfCompressor;
import io.quarkiverse.kvs.core.store.rdb.RdbFileReader;
import io.quarkiverse.kvs.core.store.rdb.RdbFileWriter;
import io.quarkiverse.kvs.core.store.rdb.RdbKey;
import io.quarkiverse.kvs.core.store.rdb.RdbLoader;
import io.quarkiverse.kvs.core.store.rdb.RdbVisitor;
import io.quarkiverse.kvs.core.store.rdb.ValueLimits;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.it.client.RespConnection;

/** RDB files go from a real Redis to this server and the other way round: everything is there then, and stored as it was. */
class RdbExchangeTest {

    @TempDir
    static Path folder;

    private static RedisProcess redisProcess;
    private static OwnServer ownServer;
    private static RespConnection redis;
    private static RespConnection own;

    @BeforeAll
    static void start() throws Exception {
        RedisProcess.assumeInstalled();
        redisProcess = RedisProcess.start(folder, "--appendonly", "no", "--enable-protected-configs", "yes");
        redis = new RespConnection(redisProcess.port());
        ownServer = new OwnServer();
        own = new RespConnection(ownServer.port());
    }

    @AfterAll
    static void stop() throws Exception {
        if (ownServer != null) {
            redis.close();
            own.close();
            ownServer.close();
            redisProcess.close();
        }
    }

    @BeforeEach
    void clear() {
        for (RespConnection server : List.of(redis, own)) {
            ok(server, "SELECT", "0");
            ok(server, "FLUSHALL");
        }
    }

    private static void ok(RespConnection server, String... command) {
        assertThat(server.call(command)).isEqualTo("+OK\r\n");
    }

    static Stream<Arguments> settings() {
        List<String> defaults = List.of("list-max-listpack-size", "-2", "hash-max-listpack-entries", "512",
                "hash-max-listpack-value", "64", "zset-max-listpack-entries", "128", "zset-max-listpack-value", "64",
                "set-max-intset-entries", "512", "rdbcompression", "yes", "maxmemory-policy", "noeviction");
        return Stream.of(Arguments.of(defaults),
                Arguments.of(changed(defaults, "list-max-listpack-size", "1", "hash-max-listpack-entries", "0",
                        "zset-max-listpack-entries", "0", "set-max-intset-entries", "1", "rdbcompression", "no")),
                Arguments.of(changed(defaults, "list-max-listpack-size", "-5", "hash-max-listpack-entries", "10000",
                        "hash-max-listpack-value", "10000", "zset-max-listpack-entries", "10000", "zset-max-listpack-value",
                        "10000", "set-max-intset-entries", "10000", "maxmemory-policy", "allkeys-lfu")),
                Arguments.of(changed(defaults, "list-max-listpack-size", "37", "maxmemory-policy", "allkeys-lru")));
    }

    private static List<String> changed(List<String> settings, String... changes) {
        List<String> changed = new ArrayList<>(settings);
        for (int i = 0; i < changes.length; i += 2) {
            changed.set(changed.indexOf(changes[i]) + 1, changes[i + 1]);
        }
        return changed;
    }

    private static void prepare(List<String> settings) {
        List<String> words = new ArrayList<>(List.of("CONFIG", "SET"));
        words.addAll(settings);
        for (RespConnection server : List.of(redis, own)) {
            ok(server, words.toArray(String[]::new));
        }
    }

    private static void fill(RespConnection server) {
        for (List<String> command : AllKinds.commands()) {
            server.send(command);
            assertThat(server.read()).doesNotStartWith("-");
        }
    }

    /** The data is the same for both, and so are the digests. */
    @ParameterizedTest
    @MethodSource("settings")
    void thereAndBack(List<String> settings) throws Exception {
        prepare(settings);
        fill(redis);
        fill(own);
        String digestOfRedis = redis.call("DEBUG", "DIGEST");
        String ownDigest = own.call("DEBUG", "DIGEST");
        assertThat(ownDigest).isEqualTo(digestOfRedis);
        ok(redis, "CONFIG", "SET", "dbfilename", "from-redis.rdb");
        // Saves the file, and loads it: some values are stored in other ways then.
        ok(redis, "DEBUG", "RELOAD");
        ok(own, "FLUSHALL");

        RdbLoader loader = load(folder.resolve("from-redis.rdb"));

        assertThat(loader.keys()).isGreaterThan(100);
        assertThat(own.call("DEBUG", "DIGEST")).isEqualTo(ownDigest);
        assertStoredTheSame();

        for (boolean compressed : new boolean[] { true, false }) {
            Path file = folder.resolve("to-redis.rdb");
            save(file, compressed, settings.get(settings.size() - 1));
            assertThat(check(file)).contains("RDB looks OK!");

            ok(redis, "CONFIG", "SET", "dbfilename", "to-redis.rdb");
            ok(redis, "DEBUG", "RELOAD", "NOSAVE");

            assertThat(redis.call("DEBUG", "DIGEST")).isEqualTo(digestOfRedis);
            assertStoredTheSame();
        }
        try (RedisProcess another = RedisProcess.start(folder, "--dbfilename", "to-redis.rdb");
                RespConnection connection = new RespConnection(another.port())) {
            await(connection);
            assertThat(connection.call("DEBUG", "DIGEST")).isEqualTo(digestOfRedis);
        }
    }

    private static void await(RespConnection connection) throws InterruptedException {
        for (int i = 0; !connection.call("PING").equals("+PONG\r\n"); i++) {
            assertThat(i).as("it loads for long").isLessThan(600);
            Thread.sleep(25);
        }
    }

    @Test
    void fileWithoutKeys() throws Exception {
        Path file = folder.resolve("empty.rdb");
        save(file, true, "noeviction");
        assertThat(check(file)).contains("RDB looks OK!");
        assertThat(load(file).keys()).isZero();
    }

    @Test
    void withoutChecksum() throws Exception {
        try (RedisProcess unchecked = RedisProcess.start(folder, "--rdbchecksum", "no", "--dbfilename", "unchecked.rdb");
                RespConnection connection = new RespConnection(unchecked.port())) {
            ok(connection, "SET", "a", "b");
            ok(connection, "SAVE");
        }
        assertThat(load(folder.resolve("unchecked.rdb")).keys()).isEqualTo(1);
        assertThat(own.call("GET", "a")).isEqualTo("$1\r\nb\r\n");
    }

    @Test
    void functionsAndWhatTheFileSaysOfItself() throws Exception {
        String code = "#!lua name=mylib\nredis.register_function('f', function() return 1 end)";
        assertThat(redis.call("FUNCTION", "LOAD", "REPLACE", code)).isEqualTo("$5\r\nmylib\r\n");
        ok(redis, "CONFIG", "SET", "dbfilename", "functions.rdb");
        ok(redis, "SAVE");
        Path file = folder.resolve("functions.rdb");
        List<String> told = new ArrayList<>();
        read(file, new RdbVisitor() {
            @Override
            public void aux(Bytes name, Bytes value) {
                told.add(name.latin1());
            }

            @Override
            public void function(Bytes library) {
                told.add(library.latin1());
            }

            @Override
            public void entry(RdbKey key, Value value) {
                told.add("a key");
            }
        });
        assertThat(told).containsExactly("redis-ver", "redis-bits", "ctime", "used-mem", "aof-base", code);
        ok(redis, "FUNCTION", "FLUSH");

        Path written = folder.resolve("functions-again.rdb");
        try (OutputStream out = Files.newOutputStream(written)) {
            RdbFileWriter writer = new RdbFileWriter(out, null, true);
            writer.begin();
            writer.aux("redis-ver", "7.0.15");
            writer.function(new Bytes().show(code.getBytes(ISO_8859_1)));
            writer.end();
        }
        ok(redis, "CONFIG", "SET", "dbfilename", "functions-again.rdb");
        ok(redis, "DEBUG", "RELOAD", "NOSAVE");
        assertThat(redis.call("FCALL", "f", "0")).isEqualTo(":1\r\n");
    }

    // Reading and writing

    private static ValueLimits limits() {
        Settings settings = ownServer.state().settings();
        return new ValueLimits(settings.limits().value(), settings.hashPacking(), settings.sortedSetPacking(),
                settings.setMaxIntegers.value(), settings.listNodes());
    }

    private static void read(Path file, RdbVisitor visitor) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            new RdbFileReader(in, Files.size(file), limits(), true).read(visitor);
        }
    }

    private static RdbLoader load(Path file) throws IOException {
        RdbLoader loader = new RdbLoader(ownServer.state().store(), System.currentTimeMillis(), RdbLoader.Expired.DROPPED,
                RdbLoader.Duplicates.REFUSED, code -> {
                });
        read(file, loader);
        return loader;
    }

    private static void save(Path file, boolean compressed, String policy) throws IOException {
        Gate gate = new Gate(ownServer.state().store());
        try (OutputStream out = Files.newOutputStream(file)) {
            RdbFileWriter writer = new RdbFileWriter(out, compressed ? new LzfCompressor() : null, compressed);
            writer.begin();
            writer.aux("redis-ver", "7.0.15");
            gate.open(Store.ALL, System.currentTimeMillis());
            for (int i = 0; i < gate.databases().count(); i++) {
                save(gate.database(i), writer, policy);
            }
            writer.end();
            assertThat(writer.size()).isEqualTo(Files.size(file));
        } finally {
            gate.close();
        }
    }

    private static void save(Keyspace keyspace, RdbFileWriter writer, String policy) throws IOException {
        if (keyspace.walk().size() == 0) {
            return;
        }
        writer.database(keyspace.database(), keyspace.walk().size(), keyspace.walk().expiring());
        List<Key> keys = new ArrayList<>();
        keyspace.walk().forEach(key -> keys.add(new Key().show(key.copy())));
        for (Key key : keys) {
            if (policy.endsWith("lfu")) {
                writer.frequency(keyspace.usage().frequency(key));
            } else if (policy.endsWith("lru")) {
                writer.idle(keyspace.usage().idleSeconds(key));
            }
            writer.entry(key, keyspace.valueUnnoticed(key), keyspace.edit().expireAt(key));
        }
    }

    private static String check(Path file) throws Exception {
        Process process = new ProcessBuilder("redis-check-rdb", file.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** The same keys in both servers, which expire at the same time and are stored in the same way. */
    private static void assertStoredTheSame() {
        for (String database : List.of("0", "3", "15")) {
            ok(redis, "SELECT", database);
            ok(own, "SELECT", database);
            assertThat(own.call("DBSIZE")).isEqualTo(redis.call("DBSIZE")).isNotEqualTo(":0\r\n");
            Set<String> keys = new LinkedHashSet<>();
            AllKinds.commands().stream().filter(command -> command.size() > 2).forEach(command -> keys.add(command.get(1)));
            for (String key : keys) {
                assertThat(own.call("PEXPIRETIME", key)).as(key).isEqualTo(redis.call("PEXPIRETIME", key));
                assertThat(own.call("OBJECT", "ENCODING", key)).as(key).isEqualTo(redis.call("OBJECT", "ENCODING", key));
            }
        }
        ok(redis, "SELECT", "0");
        ok(own, "SELECT", "0");
    }
}
