package io.quarkiverse.kvs.it.devui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Every method that the pages call, over the Dev UI's own protocol. */
class JsonRpcTest {

    @RegisterExtension
    static final SharedApplication APP = SharedApplication.get();

    private JsonRpcClient rpc;
    private RespClient redis;

    @BeforeEach
    void connect() {
        redis = RespClient.ofText(DevMode.port());
        rpc = new JsonRpcClient();
    }

    @AfterEach
    void disconnect() {
        redis.close();
        rpc.close();
    }

    @Test
    void keysAreSearchedAPageAtATime() {
        assertThat(keys(0, "", "", "0", 50).getJsonArray("keys")).isEmpty();
        for (int i = 0; i < 300; i++) {
            redis.call("SET", "user:" + i, "x");
        }
        redis.call("RPUSH", "jobs", "one", "two", "three");
        redis.call("PEXPIRE", "jobs", "60000");
        redis.call("SELECT", "1");
        redis.call("SADD", "tags", "java");

        assertThat(rpc.call("keyCount")).isEqualTo(302);
        JsonArray databases = (JsonArray) rpc.call("databases");
        assertThat(databases).hasSize(16);
        assertThat(databases.getJsonObject(0)).isEqualTo(new JsonObject().put("number", 0).put("keys", 301));
        assertThat(databases.getJsonObject(1).getInteger("keys")).isEqualTo(1);

        Set<String> found = new HashSet<>();
        String cursor = "0";
        int pages = 0;
        do {
            JsonObject page = keys(0, "user:*", "", cursor, 50);
            assertThat(page.getInteger("total")).isEqualTo(301);
            names(page).forEach(found::add);
            cursor = page.getString("cursor");
            pages++;
        } while (!cursor.equals("0") && pages < 100);
        assertThat(found).hasSize(300).contains("user:0", "user:299");
        assertThat(pages).isBetween(4, 8);

        JsonObject jobs = keys(0, "", "list", "0", 50).getJsonArray("keys").getJsonObject(0);
        assertThat(jobs.getString("key")).isEqualTo("jobs");
        assertThat(jobs.getString("type")).isEqualTo("list");
        assertThat(jobs.getInteger("length")).isEqualTo(3);
        assertThat(jobs.getInteger("bytes")).isPositive();
        assertThat(jobs.getInteger("timeToLive")).isBetween(1, 60_000);
        assertThat(names(keys(1, "", "", "0", 50))).containsExactly("tags");

        assertThat(rpc.error("keys", "database", 16, "pattern", "", "type", "", "cursor", "0", "count", 50))
                .isEqualTo("There is no database 16.");
        assertThat(rpc.error("keys", "database", 0, "pattern", "", "type", "", "cursor", "0", "count", 1001))
                .isEqualTo("There may be 1 to 1000 keys on a page.");
        assertThat(keys(0, "", "", "0", 1000).getJsonArray("keys")).hasSize(301);
    }

    @Test
    void theServerIsStartedAgainAndWhatItDidIsRemembered() {
        redis.call("SET", "a", "1");
        Await.until("the key is remembered", () -> {
            JsonArray recent = (JsonArray) rpc.call("recentStatistics");
            return recent.size() > 1 && recent.getJsonObject(recent.size() - 1).getLong("usedMemory") > 0;
        });
        JsonArray recent = (JsonArray) rpc.call("recentStatistics");
        assertThat(recent.getJsonObject(0).getLong("at")).isLessThan(recent.getJsonObject(1).getLong("at"));

        int port = DevMode.port();
        assertThat(rpc.call("serverStatus"))
                .isEqualTo(new JsonObject().put("state", "LISTENING").put("host", "localhost").put("port", port));
        redis.send("SHUTDOWN");
        Await.until("the server is stopped",
                () -> ((JsonObject) rpc.call("serverStatus")).getString("state").equals("STOPPED"));
        assertThat(rpc.value("startServer", Integer.class)).isEqualTo(port);
        redis.close();
        redis = RespClient.ofText(port);
        assertThat(redis.call("PING")).isEqualTo("PONG");
    }

    @Test
    void keysAreRenamedExpiredAndDeleted() {
        redis.call("SET", "a", "1");
        redis.call("SET", "taken", "2");

        assertThat(rpc.error("renameKey", "database", 0, "key", "a", "newKey", "taken"))
                .isEqualTo("There is a key with that name.");
        rpc.value("renameKey", Boolean.class, "database", 0, "key", "a", "newKey", "b\\x00");
        assertThat(redis.call("GET", "b\0")).isEqualTo("1");
        assertThat(rpc.error("renameKey", "database", 0, "key", "a", "newKey", "c"))
                .isEqualTo("The key does not exist any more.");

        rpc.value("expireKey", Boolean.class, "database", 0, "key", "taken", "timeToLive", 60_000);
        assertThat(redis.integer("TTL", "taken")).isBetween(10L, 60L);
        rpc.value("expireKey", Boolean.class, "database", 0, "key", "taken", "timeToLive", -1);
        assertThat(redis.integer("TTL", "taken")).isEqualTo(-1L);
        assertThat(rpc.error("expireKey", "database", 0, "key", "taken", "timeToLive", 0))
                .isEqualTo("The time to live must be more than zero.");

        assertThat(rpc.value("deleteKey", Boolean.class, "database", 0, "key", "b\\x00")).isTrue();
        assertThat(rpc.value("deleteKey", Boolean.class, "database", 0, "key", "b\\x00")).isFalse();
        assertThat(redis.integer("DBSIZE")).isEqualTo(1L);
        rpc.value("flushDatabase", Boolean.class, "database", 1);
        assertThat(redis.integer("DBSIZE")).isEqualTo(1L);
        rpc.value("flushDatabase", Boolean.class, "database", 0);
        assertThat(redis.integer("DBSIZE")).isEqualTo(0L);
    }

    @Test
    void valuesOfEveryTypeAreReadAndChanged() {
        for (String[] key : new String[][] { { "s", "string", "", "hello" }, { "h", "hash", "f", "1" },
                { "l", "list", "", "one" },
                { "m", "set", "x", "" }, { "z", "zset", "ada", "1.5" }, { "st", "stream", "f", "1" },
                { "o", "orderedmap", "b", "1" } }) {
            rpc.value("createKey", Boolean.class, "database", 0, "key", key[0], "type", key[1], "name", key[2], "value",
                    key[3], "timeToLive", -1);
            assertThat(rpc.error("createKey", "database", 0, "key", key[0], "type", key[1], "name", key[2], "value", key[3],
                    "timeToLive", -1))
                    .isEqualTo("There is a key with that name.");
        }

        assertThat(redis.integer("TTL", "s")).isEqualTo(-1);
        rpc.value("createKey", Boolean.class, "database", 0, "key", "short", "type", "hash", "name", "f", "value", "1",
                "timeToLive", 90_000);
        assertThat(redis.integer("TTL", "short")).isBetween(30L, 90L);
        for (long wrong : new long[] { 0, -2, Long.MAX_VALUE }) {
            assertThat(rpc.error("createKey", "database", 0, "key", "none", "type", "string", "name", "", "value", "1",
                    "timeToLive", wrong)).startsWith("The time to live must be ");
        }
        assertThat(redis.integer("EXISTS", "none")).as("a key that would never expire").isZero();

        assertThat(value("s").getString("text")).isEqualTo("hello");
        redis.call("EXPIRE", "s", "100");
        rpc.value("setString", Boolean.class, "database", 0, "key", "s", "value", "line\nZürich \\x00\\xff {\"a\\n\":1}");
        assertThat(redis.integer("STRLEN", "s"))
                .isEqualTo("line\nZürich ".getBytes(UTF_8).length + 2L + " {\"a\\n\":1}".length());
        assertThat(value("s").getString("text")).isEqualTo("line\nZürich \\x00\\xff {\"a\\n\":1}");
        assertThat(redis.integer("TTL", "s")).as("kept").isBetween(50L, 100L);
        assertThat(rpc.error("setString", "database", 0, "key", "h", "value", "x"))
                .isEqualTo("The key does not hold a string any more.");

        rpc.value("setField", Boolean.class, "database", 0, "key", "h", "field", "g", "value", "2");
        assertThat(elements("h")).containsExactlyInAnyOrder("f=1", "g=2");
        rpc.value("deleteField", Boolean.class, "database", 0, "key", "h", "field", "f");
        assertThat(elements("h")).containsExactly("g=2");
        assertThat(rpc.error("setField", "database", 0, "key", "s", "field", "f", "value", "1")).startsWith("WRONGTYPE");

        rpc.value("addElement", Boolean.class, "database", 0, "key", "l", "head", true, "value", "zero");
        rpc.value("addElement", Boolean.class, "database", 0, "key", "l", "head", false, "value", "zero");
        rpc.value("setElement", Boolean.class, "database", 0, "key", "l", "index", 1, "expected", "one", "value", "ONE");
        assertThat(elements("l")).containsExactly("0=zero", "1=ONE", "2=zero");
        assertThat(rpc.error("setElement", "database", 0, "key", "l", "index", 1, "expected", "one", "value", "uno"))
                .isEqualTo("The list has changed meanwhile: something else is at this index now.");
        rpc.value("removeElement", Boolean.class, "database", 0, "key", "l", "index", 2, "expected", "zero");
        assertThat(elements("l")).containsExactly("0=zero", "1=ONE");
        assertThat(rpc.error("removeElement", "database", 0, "key", "l", "index", 2, "expected", "zero"))
                .isEqualTo("The list has changed meanwhile: something else is at this index now.");

        rpc.value("addMember", Boolean.class, "database", 0, "key", "m", "member", "y");
        assertThat(elements("m")).containsExactlyInAnyOrder("x", "y");
        rpc.value("removeMember", Boolean.class, "database", 0, "key", "m", "member", "x");
        assertThat(elements("m")).containsExactly("y");

        rpc.value("setScore", Boolean.class, "database", 0, "key", "z", "member", "grace", "score", "-inf");
        rpc.value("setScore", Boolean.class, "database", 0, "key", "z", "member", "ada", "score", "2");
        assertThat(elements("z")).containsExactly("grace=-inf", "ada=2");
        assertThat(rpc.error("setScore", "database", 0, "key", "z", "member", "ada", "score", "many"))
                .isEqualTo("ERR value is not a valid float");
        rpc.value("removeScored", Boolean.class, "database", 0, "key", "z", "member", "grace");
        assertThat(elements("z")).containsExactly("ada=2");

        rpc.value("setOrdered", Boolean.class, "database", 0, "key", "o", "name", "a", "value", "2");
        assertThat(elements("o")).containsExactly("a=2", "b=1");
        rpc.value("removeOrdered", Boolean.class, "database", 0, "key", "o", "name", "b");
        assertThat(elements("o")).containsExactly("a=2");

        rpc.value("addEntry", Boolean.class, "database", 0, "key", "st", "field", "f", "value", "2");
        assertThat(elements("st")).hasSize(2).anyMatch(entry -> entry.matches("\\d+-\\d+=f: 1"))
                .anyMatch(entry -> entry.matches("\\d+-\\d+=f: 2"));
        String first = value("st").getJsonArray("elements").getJsonObject(0).getString("name");
        rpc.value("removeEntry", Boolean.class, "database", 0, "key", "st", "id", first);
        assertThat(elements("st")).singleElement().asString().endsWith("=f: 2");

        assertThat(rpc.error("setField", "database", 0, "key", "gone", "field", "f", "value", "1"))
                .isEqualTo("The key does not exist any more.");
        assertThat(rpc.error("value", "database", 0, "key", "gone", "cursor", "0"))
                .isEqualTo("The key does not exist any more.");
    }

    @Test
    void largeValuesComeAPartAtATime() {
        redis.call("SET", "at the bound", "x".repeat(64 * 1024));
        redis.call("SET", "one past it", "x".repeat(64 * 1024 + 1));
        assertThat(value("at the bound").getBoolean("cut")).isFalse();
        JsonObject cut = value("one past it");
        assertThat(cut.getBoolean("cut")).isTrue();
        assertThat(cut.getString("text")).hasSize(64 * 1024);
        assertThat(cut.getInteger("length")).isEqualTo(64 * 1024 + 1);

        redis.call("RPUSH", "elements", "x".repeat(4096), "x".repeat(4097));
        JsonArray elements = value("elements").getJsonArray("elements");
        assertThat(elements.getJsonObject(0).getBoolean("cut")).isFalse();
        assertThat(elements.getJsonObject(1).getBoolean("cut")).isTrue();
        assertThat(elements.getJsonObject(1).getString("value")).hasSize(4096);

        for (int i = 0; i < 1000; i++) {
            redis.call("RPUSH", "list", "e" + i);
            redis.call("HSET", "hash", "f" + i, "v" + i);
            redis.call("SADD", "set", "m" + i);
            redis.call("ZADD", "zset", Integer.toString(i), "m" + i);
            redis.call("XADD", "stream", i + "-1", "f", "v" + i);
            redis.call("OM.SET", "orderedmap", "n" + i, "v" + i);
        }
        for (String key : List.of("list", "hash", "set", "zset", "stream", "orderedmap")) {
            Set<String> names = new HashSet<>();
            String cursor = "0";
            int pages = 0;
            do {
                JsonObject page = rpc.value("value", JsonObject.class, "database", 0, "key", key, "cursor", cursor);
                // As of SCAN, a page may be empty: where the buckets that it looked at hold nothing.
                assertThat(page.getJsonArray("elements").size()).isLessThanOrEqualTo(300);
                page.getJsonArray("elements").forEach(element -> names.add(((JsonObject) element).getString("name")));
                cursor = page.getString("cursor");
                pages++;
            } while (!cursor.equals("0") && pages < 100);
            assertThat(names).as(key).hasSize(1000);
            assertThat(pages).as(key).isGreaterThan(4);
        }
    }

    @Test
    void theConsoleRunsCommandsAndShowsNoPasswords() {
        JsonArray commands = (JsonArray) rpc.call("commands");
        JsonObject set = command(commands, "SET");
        assertThat(set.getString("syntax")).startsWith("key value");
        assertThat(set.getString("summary")).isNotEmpty();
        assertThat(set.getString("group")).isEqualTo("string");
        assertThat(set.getBoolean("destructive")).isFalse();
        for (String name : List.of("FLUSHALL", "FUNCTION FLUSH", "FUNCTION DELETE", "SCRIPT FLUSH", "ACL DELUSER")) {
            assertThat(command(commands, name).getBoolean("destructive")).as(name).isTrue();
        }
        assertThat(command(commands, "SUBSCRIBE").getBoolean("here")).isFalse();
        assertThat(command(commands, "CONFIG GET").getBoolean("here")).isTrue();

        assertThat(reply("SET greeting \"hello world\"")).isEqualTo("OK");
        assertThat(redis.call("GET", "greeting")).isEqualTo("hello world");
        assertThat(reply("GET greeting")).isEqualTo("\"hello world\"");
        assertThat(reply("get nothing")).isEqualTo("(nil)");
        assertThat(reply("RPUSH l a b c")).isEqualTo("(integer) 3");
        assertThat(reply("LRANGE l 0 -1")).isEqualTo("1) \"a\"\n2) \"b\"\n3) \"c\"");
        assertThat(reply("LRANGE nothing 0 -1")).isEqualTo("(empty array)");
        assertThat(reply("HSET h f \"\\x00\"")).isEqualTo("(integer) 1");
        assertThat(reply("HGETALL h")).isEqualTo("1# \"f\" => \"\\x00\"");
        assertThat(reply("EVALUATE")).startsWith("(error) ERR unknown command 'EVALUATE'");
        assertThat(reply("GET l")).startsWith("(error) WRONGTYPE");
        assertThat(reply("SUBSCRIBE c")).startsWith("(error) ERR 'subscribe' is about a connection");
        assertThat(reply("EVAL \"local a = 1\\nreturn a.b.c\" 0")).startsWith("(error) ERR user_script:2: ")
                .endsWith("\n\n    1 | local a = 1\n  > 2 | return a.b.c");
        assertThat(reply("INFO server")).startsWith("# Server\nredis_version:");
        assertThat(reply("HELP")).contains("SET key value").doesNotContain("RESET")
                .endsWith("HELP and the name of a command explains it.");
        assertThat(reply("help config get")).startsWith("CONFIG GET parameter [parameter ...]\n");
        assertThat(reply("HELP nope")).isEqualTo("(error) there is no command nope");
        assertThat(reply("HELP " + "x".repeat(200))).isEqualTo("(error) there is no command " + "x".repeat(128));
        assertThat(reply("HELP a b c")).isEqualTo("(error) ERR syntax error");

        JsonObject selected = rpc.value("execute", JsonObject.class, "database", 0, "command", "SELECT 3");
        assertThat(selected.getInteger("database")).isEqualTo(3);
        assertThat(reply("SELECT 16")).isEqualTo("(error) ERR DB index is out of range");
        rpc.value("execute", JsonObject.class, "database", 3, "command", "SET there 1");
        assertThat(names(keys(3, "", "", "0", 10))).containsExactly("there");
        assertThat(rpc.error("execute", "database", 0, "command", "SET a \"b")).startsWith("A quote is not closed");
        assertThat(rpc.error("execute", "database", 0, "command", "  ")).isEqualTo("There is no command.");

        StringBuilder many = new StringBuilder("RPUSH many");
        for (int i = 0; i < 1500; i++) {
            many.append(' ').append(i);
        }
        reply(many.toString());
        assertThat(reply("LRANGE many 0 -1")).contains("1000) \"999\"").endsWith("... (500 more)");

        JsonObject changed = rpc.value("execute", JsonObject.class, "database", 0, "command",
                "CONFIG SET requirepass swordfish");
        assertThat(changed.getString("command")).isEqualTo("\"CONFIG\" \"SET\" \"requirepass\" \"(redacted)\"");
        assertThat(changed.encode()).doesNotContain("swordfish");
        assertThat(reply("CONFIG GET require*")).contains("(redacted)").doesNotContain("swordfish");
        assertThat(reply("INFO everything")).doesNotContain("swordfish");
        assertThat(reply("CONFIG SET requirepass \"\"")).isEqualTo("OK");
        assertThat(reply("CONFIG SET masterauth swordfish")).isEqualTo("OK");
        assertThat(reply("CONFIG GET masterauth")).contains("(redacted)").doesNotContain("swordfish");
        assertThat(reply("CONFIG SET masterauth \"\"")).isEqualTo("OK");
    }

    @Test
    void connectionsAndStatisticsAndTheCommandLogAreLive() {
        reload();
        redis.call("CLIENT", "SETNAME", "waiting");
        redis.call("CLIENT", "SETINFO", "LIB-NAME", "jedis");
        redis.call("SELECT", "2");
        redis.send("BLPOP", "nothing", "0");
        try (RespClient other = RespClient.ofText(DevMode.port()); RespClient listener = RespClient.ofText(DevMode.port())) {
            other.call("GET", "missing");
            listener.call("SUBSCRIBE", "news");
            JsonObject waiting = eventuallyNamed("waiting", "waits in BLPOP");
            assertThat(waiting.getInteger("database")).isEqualTo(2);
            assertThat(waiting.getString("library")).isEqualTo("jedis");
            assertThat(waiting.getString("address")).startsWith("127.0.0.1:");
            assertThat(rpc.call("connectionCount")).isEqualTo(3);
            assertThat(((JsonArray) rpc.call("connections")).stream().map(each -> ((JsonObject) each).getString("doing")))
                    .contains("listens to 1 channel");
            assertThat(rpc.value("closeConnection", Boolean.class, "id", waiting.getInteger("id"))).isTrue();
            assertThat(rpc.value("closeConnection", Boolean.class, "id", waiting.getInteger("id"))).isFalse();

            JsonObject before = (JsonObject) rpc.call("liveStatistics");
            other.call("SET", "k", "v");
            for (int i = 0; i < 100; i++) {
                other.call("GET", "k");
            }
            JsonObject after = (JsonObject) rpc.call("liveStatistics");
            assertThat(after.getLong("at")).isGreaterThanOrEqualTo(before.getLong("at"));
            assertThat(after.getLong("hits") - before.getLong("hits")).isEqualTo(100);
            assertThat(after.getLong("calls") - before.getLong("calls")).as("what pages do is not counted").isEqualTo(101);
            assertThat(after.getLong("micros")).as("fast commands are timed, too").isGreaterThan(before.getLong("micros"));
            assertThat(after.getLong("usedMemory")).isPositive();
            assertThat(after.getLong("keys")).isEqualTo(1);
            assertThat(after.getJsonArray("commands").getJsonObject(0).getString("name")).isEqualTo("get");
            assertThat(((JsonObject) rpc.call("statistics")).getLong("port")).isEqualTo(DevMode.port());
            assertThat((String) rpc.call("information")).contains("redis_version:", "cmdstat_get:calls=101");

            assertThat(log(0).getJsonArray("lines")).as("nothing was listened to yet").isEmpty();
            other.call("SET", "seen", "line\n");
            other.error("AUTH", "swordfish");
            rpc.value("execute", JsonObject.class, "database", 4, "command", "INCR counter");
            keys(0, "", "", "0", 50);
            JsonArray lines = log(0).getJsonArray("lines");
            assertThat(lines).as("%s", lines).hasSize(3);
            assertThat(lines.getJsonObject(0).getString("command")).isEqualTo("\"SET\" \"seen\" \"line\\n\"");
            assertThat(lines.getJsonObject(0).getString("client")).startsWith("127.0.0.1:");
            assertThat(lines.getJsonObject(1).getString("command")).isEqualTo("\"AUTH\" \"(redacted)\"");
            assertThat(lines.getJsonObject(2).getString("client")).isEqualTo("in-process");
            assertThat(lines.getJsonObject(2).getInteger("database")).isEqualTo(4);
            for (int i = 0; i < 600; i++) {
                other.call("SET", "many", Integer.toString(i));
            }
            JsonObject tooMany = log(3);
            assertThat(tooMany.getJsonArray("lines")).hasSize(500);
            assertThat(tooMany.getLong("missed")).isEqualTo(100);
        }
    }

    @Test
    void dataAndPagesSurviveAReload() {
        reload();
        redis.call("SET", "kept", "1");
        assertThat(log(0).getJsonArray("lines")).isEmpty();
        reload();

        assertThat(names(keys(0, "", "", "0", 50))).containsExactly("kept");
        rpc.value("setString", Boolean.class, "database", 0, "key", "kept", "value", "2");
        assertThat(redis.call("GET", "kept")).isEqualTo("2");
        assertThat(log(7).getJsonArray("lines")).isEmpty();
        redis.call("GET", "kept");
        assertThat(log(0).getJsonArray("lines")).hasSize(1);
    }

    /** Begins with a new application, which has heard no command yet. */
    private void reload() {
        APP.reload();
        rpc.close();
        // As pages do: the reload has closed the connection.
        rpc = new JsonRpcClient();
    }

    private JsonObject keys(int database, String pattern, String type, String cursor, int count) {
        return rpc.value("keys", JsonObject.class, "database", database, "pattern", pattern, "type", type, "cursor", cursor,
                "count",
                count);
    }

    private static List<String> names(JsonObject page) {
        List<String> names = new ArrayList<>();
        page.getJsonArray("keys").forEach(key -> names.add(((JsonObject) key).getString("key")));
        return names;
    }

    private JsonObject value(String key) {
        return rpc.value("value", JsonObject.class, "database", 0, "key", key, "cursor", "0");
    }

    /** The elements of a key, with what belongs to them behind an equals sign. */
    private List<String> elements(String key) {
        List<String> elements = new ArrayList<>();
        value(key).getJsonArray("elements").forEach(each -> {
            JsonObject element = (JsonObject) each;
            elements.add(
                    element.getString("name") + (element.getString("value") == null ? "" : "=" + element.getString("value")));
        });
        return elements;
    }

    private String reply(String command) {
        return rpc.value("execute", JsonObject.class, "database", 0, "command", command).getString("reply");
    }

    private static JsonObject command(JsonArray commands, String name) {
        return (JsonObject) commands.stream().filter(each -> ((JsonObject) each).getString("name").equals(name)).findFirst()
                .orElseThrow();
    }

    private JsonObject eventuallyNamed(String name, String doing) {
        AtomicReference<JsonObject> found = new AtomicReference<>();
        Await.until("a client called " + name + " is " + doing, () -> {
            for (Object each : (JsonArray) rpc.call("connections")) {
                JsonObject connection = (JsonObject) each;
                if (connection.getString("name").equals(name) && connection.getString("doing").equals(doing)) {
                    found.set(connection);
                }
            }
            return found.get() != null;
        });
        return found.get();
    }

    private JsonObject log(long after) {
        return (JsonObject) rpc.call("commandLog", "after", after);
    }
}
