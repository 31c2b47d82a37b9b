package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/**
 * Functions are part of the data: they are in snapshots and in the log, and Redis reads what was written here, and the other
 * way.
 */
class FunctionsExchangeTest {

    private static final String ONE = "#!lua name=one\nlocal n = 0\n"
            + "redis.register_function('count', function() n = n + 1 return n end)\nredis.register_function{function_name='put', description='puts', callback=function(keys, args)\n"
            + "return redis.call('SET', keys[1], args[1]) end}";
    private static final String TWO = "#!lua name=two\nredis.register_function('two', function() return 'two' end)";
    private static final String LATER_TWO = "#!lua name=two\nredis.register_function('two', function() return 'later' end)";

    @TempDir
    Path folder;

    private final List<ServerState> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.persistence().close());
    }

    /** Starts a server that keeps its data in the folder: in a log, or in snapshots that are asked for. */
    private InProcessStore own(boolean log) {
        PersistenceSettings.Initial kept = PersistenceSettings.Initial.OFF.withSave(folder, "");
        if (log) {
            kept = kept.withAppendOnly(folder, FsyncPolicy.ALWAYS);
        }
        Settings.Initial defaults = Settings.Initial.defaults();
        ServerState server = new ServerState(new Store(16), new Settings(new Settings.Initial(defaults.limits(),
                defaults.maxClients(), defaults.replyBacklog(), 0, "", 16, "localhost", true, MemoryBounds.NONE, kept)),
                System::currentTimeMillis, System::nanoTime);
        server.persistence().start(false, () -> {
        });
        server.persistence().awaitLoaded();
        assertThat(server.persistence().failure()).isNull();
        servers.add(server);
        return new InProcessStore(server);
    }

    private void stopOwn() {
        servers.remove(servers.size() - 1).persistence().close();
    }

    private RedisProcess redis(boolean log) throws Exception {
        RedisProcess.assumeInstalled();
        return RedisProcess.start(folder, "--dbfilename", "dump.rdb", "--appendonly", log ? "yes" : "no", "--appendfsync",
                "always");
    }

    private static void awaitLoaded(RespConnection connection) {
        Await.until("it has loaded", () -> connection.call("PING").equals("+PONG\r\n"));
    }

    private static void load(InProcessStore store, String code) {
        store.execute("FUNCTION", "LOAD", "REPLACE", code);
    }

    private static List<String> libraries(InProcessStore store) {
        return store.execute("FUNCTION", "LIST").asList().stream()
                .flatMap(library -> library.asMap().entrySet().stream())
                .filter(entry -> entry.getKey().asString().equals("library_name"))
                .map(entry -> entry.getValue().asString()).sorted().toList();
    }

    @Test
    void snapshotsHaveThem() {
        InProcessStore store = own(false);
        load(store, ONE);
        load(store, TWO);
        store.execute("SAVE");
        store.execute("FUNCTION", "DELETE", "two");
        stopOwn();

        InProcessStore again = own(false);
        assertThat(again.call("two", List.of()).asString()).isEqualTo("two");
        assertThat(again.call("put", List.of("k"), "v").asString()).isEqualTo("OK");
        assertThat(again.execute("FUNCTION", "LIST", "WITHCODE", "LIBRARYNAME", "one").toString()).contains("puts",
                "local n = 0");
    }

    @Test
    void theLogTellsHowTheyChange() {
        InProcessStore store = own(true);
        load(store, ONE);
        load(store, TWO);
        byte[] dump = store.execute("FUNCTION", "DUMP").asBytes();
        store.execute("FUNCTION", "FLUSH");
        stopOwn();

        store = own(true);
        assertThat(libraries(store)).isEmpty();
        store.execute("FUNCTION", bytes("RESTORE"), dump);
        load(store, LATER_TWO);
        store.execute("FUNCTION", "DELETE", "one");
        stopOwn();

        store = own(true);
        assertThat(libraries(store)).containsExactly("two");
        assertThat(store.call("two", List.of()).asString()).isEqualTo("later");
    }

    @Test
    void whatFailsIsNotTold() {
        InProcessStore store = own(true);
        load(store, TWO);
        assertThatThrownBy(() -> load(store, "#!lua name=two\nnonsense")).isInstanceOf(KvsException.class);
        assertThatThrownBy(() -> store.execute("FUNCTION", "LOAD", TWO)).isInstanceOf(KvsException.class);
        stopOwn();
        assertThat(own(true).call("two", List.of()).asString()).isEqualTo("two");
    }

    @Test
    void rewritingKeepsThem() {
        InProcessStore store = own(true);
        load(store, ONE);
        ServerState server = servers.get(0);
        store.execute("BGREWRITEAOF");
        Await.until("the log is rewritten", () -> server.persistence().status().rewrites() == 1);
        load(store, TWO);
        stopOwn();

        store = own(true);
        assertThat(libraries(store)).containsExactly("one", "two");
    }

    @Test
    void redisReadsSnapshots() throws Exception {
        InProcessStore store = own(false);
        load(store, ONE);
        load(store, TWO);
        store.set("key", "value");
        store.execute("SAVE");
        stopOwn();

        try (RedisProcess redis = redis(false); RespConnection connection = new RespConnection(redis.port())) {
            awaitLoaded(connection);
            assertThat(connection.call("FCALL", "two", "0")).isEqualTo("$3\r\ntwo\r\n");
            assertThat(connection.call("FCALL", "count", "0")).isEqualTo(":1\r\n");
            assertThat(connection.call("GET", "key")).isEqualTo("$5\r\nvalue\r\n");
        }
    }

    @Test
    void snapshotsOfRedisAreRead() throws Exception {
        try (RedisProcess redis = redis(false); RespConnection connection = new RespConnection(redis.port())) {
            assertThat(connection.call("FUNCTION", "LOAD", ONE)).isEqualTo("$3\r\none\r\n");
            assertThat(connection.call("FUNCTION", "LOAD", TWO)).isEqualTo("$3\r\ntwo\r\n");
            assertThat(connection.call("SET", "key", "value")).isEqualTo("+OK\r\n");
            assertThat(connection.call("SAVE")).isEqualTo("+OK\r\n");
        }
        InProcessStore store = own(false);
        assertThat(libraries(store)).containsExactly("one", "two");
        assertThat(store.call("count", List.of()).asLong()).isEqualTo(1);
        assertThat(store.call("count", List.of()).asLong()).isEqualTo(2);
        assertThat(store.get("key")).isEqualTo("value");
    }

    @Test
    void redisReadsTheLog() throws Exception {
        InProcessStore store = own(true);
        load(store, ONE);
        store.call("put", List.of("a"), "1");
        store.execute("BGREWRITEAOF");
        ServerState server = servers.get(0);
        Await.until("the log is rewritten", () -> server.persistence().status().rewrites() == 1);
        load(store, TWO);
        load(store, LATER_TWO);
        store.call("put", List.of("b"), "2");
        stopOwn();

        try (RedisProcess redis = redis(true); RespConnection connection = new RespConnection(redis.port())) {
            awaitLoaded(connection);
            assertThat(connection.call("FCALL", "two", "0")).isEqualTo("$5\r\nlater\r\n");
            assertThat(connection.call("MGET", "a", "b")).isEqualTo("*2\r\n$1\r\n1\r\n$1\r\n2\r\n");
            assertThat(connection.call("FCALL", "count", "0")).isEqualTo(":1\r\n");
        }
    }

    @Test
    void theLogOfRedisIsRead() throws Exception {
        try (RedisProcess redis = redis(true); RespConnection connection = new RespConnection(redis.port())) {
            assertThat(connection.call("FUNCTION", "LOAD", ONE)).isEqualTo("$3\r\none\r\n");
            assertThat(connection.call("FCALL", "put", "1", "a", "1")).isEqualTo("+OK\r\n");
            assertThat(connection.call("BGREWRITEAOF")).startsWith("+");
            Await.until("the log is rewritten",
                    () -> connection.call("INFO", "persistence").contains("aof_rewrite_in_progress:0"));
            assertThat(connection.call("FUNCTION", "LOAD", TWO)).isEqualTo("$3\r\ntwo\r\n");
            assertThat(connection.call("FUNCTION", "LOAD", "REPLACE", LATER_TWO)).isEqualTo("$3\r\ntwo\r\n");
        }
        assertThat(Files.isDirectory(folder.resolve("appendonlydir"))).isTrue();
        InProcessStore store = own(true);
        assertThat(libraries(store)).containsExactly("one", "two");
        assertThat(store.call("two", List.of()).asString()).isEqualTo("later");
        assertThat(store.get("a")).isEqualTo("1");
    }

    @Test
    void dumpsGoThereAndBack() throws Exception {
        InProcessStore store = own(false);
        load(store, ONE);
        load(store, TWO);
        byte[] dump = store.execute("FUNCTION", "DUMP").asBytes();
        try (RedisProcess redis = redis(false); RespConnection connection = new RespConnection(redis.port())) {
            assertThat(connection.call("FUNCTION", "RESTORE", latin1(dump))).isEqualTo("+OK\r\n");
            assertThat(connection.call("FCALL", "two", "0")).isEqualTo("$3\r\ntwo\r\n");
            String theirs = connection.call("FUNCTION", "DUMP");
            theirs = theirs.substring(theirs.indexOf("\r\n") + 2, theirs.length() - 2);
            store.execute("FUNCTION", "FLUSH");
            store.execute("FUNCTION", bytes("RESTORE"), bytes(theirs));
        }
        assertThat(libraries(store)).containsExactly("one", "two");
    }

    @Test
    void restoringDependsOnThePolicy() {
        InProcessStore store = own(false);
        load(store, TWO);
        byte[] dump = store.execute("FUNCTION", "DUMP").asBytes();
        load(store, LATER_TWO);
        load(store, ONE);
        assertThatThrownBy(() -> store.execute("FUNCTION", bytes("RESTORE"), dump))
                .hasMessage("ERR Library two already exists");
        assertThat(store.call("two", List.of()).asString()).isEqualTo("later");
        store.execute("FUNCTION", bytes("RESTORE"), dump, bytes("REPLACE"));
        assertThat(store.call("two", List.of()).asString()).isEqualTo("two");
        assertThat(libraries(store)).containsExactly("one", "two");
        store.execute("FUNCTION", bytes("RESTORE"), dump, bytes("FLUSH"));
        assertThat(libraries(store)).containsExactly("two");
        load(store, "#!lua name=two\nredis.register_function('other', function() end)");
        load(store, "#!lua name=three\nredis.register_function('TWO', function() return 'three' end)");
        assertThatThrownBy(() -> store.execute("FUNCTION", bytes("RESTORE"), dump, bytes("REPLACE")))
                .hasMessageContaining("already exists");
        assertThat(store.call("two", List.of()).asString()).isEqualTo("three");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
