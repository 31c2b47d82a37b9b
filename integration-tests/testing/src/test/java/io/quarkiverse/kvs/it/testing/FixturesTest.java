package io.quarkiverse.kvs.it.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.FixtureException;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;
import redis.clients.jedis.Jedis;

/** Files with the data that tests begin with. */
@KvsTest
@Fixture("flags.properties")
class FixturesTest {

    private final KvsTestServer kvs;
    private Jedis jedis;

    @TempDir
    Path folder;

    FixturesTest(KvsTestServer kvs) {
        this.kvs = kvs;
    }

    @BeforeEach
    void connect() {
        jedis = JedisConnection.to(kvs);
    }

    @AfterEach
    void close() {
        jedis.close();
    }

    @Test
    void ofKeysAndValues() {
        assertThat(jedis.get("feature:search")).isEqualTo("on");
        assertThat(jedis.get("feature:export")).isEqualTo("off");
        assertThat(jedis.get("motd")).isEqualTo("Business as usual = fine");
        assertThat(jedis.dbSize()).isEqualTo(3);
    }

    @Test
    @Fixture("orders.redis")
    void ofCommands() {
        assertThat(jedis.lrange("orders", 0, -1)).containsExactly("1", "2", "3");
        assertThat(jedis.hgetAll("order:3")).isEqualTo(Map.of("customer", "Ada Lovelace", "note", "says \"now\""));
        assertThat(jedis.get("order:3:payload".getBytes(UTF_8))).containsExactly(0, 0xff, '\n');
        assertThat(jedis.ttl("lock:order:3")).isBetween(1L, 30L);
        assertThat(jedis.get("motd")).as("that of the class was loaded before").isNotNull();
    }

    @Test
    @Fixture("users.json")
    void ofJson() {
        assertThat(jedis.get("greeting")).isEqualTo("hello");
        assertThat(jedis.incr("visits")).isEqualTo(43);
        assertThat(jedis.lrange("jobs", 0, -1)).containsExactly("sweep", "mop");
        assertThat(jedis.hgetAll("user:1")).isEqualTo(Map.of("name", "Ada", "born", "1815"));
        assertThat(jedis.smembers("tags")).containsExactlyInAnyOrder("java", "quarkus");
        assertThat(jedis.zscore("scores", "ada")).isEqualTo(1.5);
        assertThat(jedis.zrange("scores", 0, -1)).containsExactly("ada", "grace");
        assertThat(jedis.xrange("events", "5-1", "5-1")).singleElement()
                .satisfies(entry -> assertThat(entry.getFields()).isEqualTo(Map.of("user", "ada", "did", "log in")));
        assertThat(jedis.xrevrange("events", "+", "5-2")).singleElement()
                .satisfies(entry -> assertThat(entry.getFields()).isEqualTo(Map.of("user", "grace")));
        assertThat(jedis.get("session:abc")).isEqualTo("ada");
        assertThat(jedis.ttl("session:abc")).isBetween(1700L, 1800L);
        assertThat(jedis.hgetAll("user:2")).isEqualTo(Map.of("name", "Grace", "$weight", "1"));
        assertThat(jedis.ttl("user:2")).isBetween(12 * 3600 - 100L, 12 * 3600L);
        assertThat(jedis.ttl("visits")).isEqualTo(-1);
    }

    @Test
    @Fixture("users.json")
    @Fixture("orders.redis")
    void several() {
        assertThat(jedis.dbSize()).isEqualTo(3 + 9 + 4);
    }

    @Nested
    @Fixture("orders.redis")
    class InNestedClasses {

        @Test
        void thoseOfTheEnclosingClassAreLoadedToo() {
            assertThat(jedis.dbSize()).isEqualTo(3 + 4);
        }
    }

    @Test
    void isLoadedInTheMidstOfATest() {
        kvs.load("users.json");
        assertThat(jedis.get("greeting")).isEqualTo("hello");
        kvs.load("/users.json");
        assertThat(jedis.llen("jobs")).as("a key holds what the file says, however often").isEqualTo(2);
    }

    @Test
    void isAFileAsWell() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "SET a 1\r\nAPPEND a 2\r\n");
        kvs.load(file.toString());
        assertThat(jedis.get("a")).isEqualTo("12");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = { "# comment|SET a 1", "# comment|a = 1", "`{\"a\": 1}`" })
    void withoutAKnownNameTellsItsFormatItself(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("data"), content.replace('|', '\n'));
        kvs.load(file.toString());
        assertThat(jedis.get("a")).isEqualTo("1");
    }

    @Test
    void goesByTheClock() {
        kvs.clock().stop();
        kvs.clock().set(Instant.parse("2040-02-29T12:00:00Z"));
        kvs.load("users.json");
        assertThat(jedis.ttl("session:abc")).isEqualTo(1800);
    }

    // Mistakes

    @Test
    void thatIsMissingIsNamed() {
        assertThatThrownBy(() -> kvs.load("nothing.json")).isInstanceOf(FixtureException.class)
                .hasMessageContaining("nothing.json: is neither on the class path nor a file in");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            // Commands
            "a.redis; SET a 1|SET b; 2: ERR wrong number of arguments for 'set' command",
            "a.redis; SET a 1||NOPE x; 3: ERR unknown command 'NOPE', with args beginning with: 'x'",
            "a.redis; SET a \"1; 1: unbalanced quotes: SET a \"1",
            "a.redis; SET a x|# comment|INCR a; 3: ERR value is not an integer or out of range",
            "a.redis; SELECT 1; 1: ERR 'select' is about a connection",
            // Keys and values
            "a.properties; a=1|b; 2: no = between a key and a value: b",
            "a.properties; =1; 1: no key in front of the =",
            "a.properties; a=1|b=2|a=3; 3: the key a is in line 1 already",
            // JSON
            "a.json; [1]; 1: must be an object, whose fields are keys",
            "a.json; ``; 1: must be an object, whose fields are keys",
            "a.json; {\"a\": 1,|}; 2: Unexpected character ('}'",
            "a.json; {\"a\": 1,|\"a\": 2}; 2: Duplicate field 'a'",
            "a.json; {\"a\": 1} {}; 1: something follows the object",
            "a.json; {\"a\":|null}; 2: null is not a value",
            "a.json; {\"a\": [|[1]]}; 2: a string or a number is wanted here",
            "a.json; {|\"a\": []}; 2: the key a has no elements",
            "a.json; {\"a\": {\"$set\":|{}}}; 2: an array is wanted here",
            "a.json; {\"a\": {\"$zset\":|[]}}; 2: an object is wanted here",
            "a.json; {|\"a\": {\"$zset\": {\"m\": \"x\"}}}; 2: ERR value is not a valid float (the key is a)",
            "a.json; {\"a\": {\"$stream\":|{}}}; 2: an array is wanted here",
            "a.json; {|\"a\": {\"$stream\": []}}; 2: the stream a has no entries",
            "a.json; {\"a\": {\"$stream\": [|{\"$id\": \"1-1\"}]}}; 2: an entry of a stream has no fields",
            "a.json; {|\"a\": {\"$stream\": [{\"$id\": \"x\", \"f\": 1}]}}; 2: ERR Invalid stream ID specified as stream command "
                    + "argument (the key is a)",
            "a.json; {\"a\": {|\"$bag\": []}}; 2: $bag is none of $string, $list, $set, $zset, $hash, $stream, $orderedmap and $ttl",
            "a.json; {\"a\": {\"x\": 1,|\"$ttl\": 1}}; 2: $ttl stands among the fields of a hash: put these in $hash",
            "a.json; {\"a\": {\"$string\": 1,|\"$list\": [1]}}; 2: the key a has two values",
            "a.json; {\"a\": {\"$ttl\": 1|}}; 2: the key a has no value",
            "a.json; {\"a\": {\"$string\": 1,|\"$ttl\": \"soon\"}}; 2: $ttl is a number of seconds, or a duration",
            "a.json; {\"a\": {\"$string\": 1,|\"$ttl\": 0}}; 2: $ttl must be more than zero",
    })
    void mistakesAreToldWithFileAndLine(String name, String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content.replace('|', '\n'));
        assertThatThrownBy(() -> kvs.load(file.toString())).isInstanceOf(FixtureException.class)
                .hasMessageStartingWith(file + ":" + message);
    }
}
