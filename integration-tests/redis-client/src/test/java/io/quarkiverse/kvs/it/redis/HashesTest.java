package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.ScanArgs;
import io.quarkus.redis.datasource.hash.HashCommands;
import io.quarkus.redis.datasource.hash.HashScanCursor;
import io.quarkus.redis.datasource.hash.ReactiveHashCommands;
import io.quarkus.redis.datasource.transactions.TransactionResult;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#hash(Class)}. */
@QuarkusTest
class HashesTest extends DataSourceTest {

    /** Something that is stored as JSON. */
    public record Person(String name, int born) {
    }

    @Test
    void fields() {
        HashCommands<String, String, String> hashes = redis.hash(String.class);
        assertThat(hashes.hset("ada", "name", "Ada")).as("a new field").isTrue();
        assertThat(hashes.hset("ada", "name", "Ada Lovelace")).isFalse();
        assertThat(hashes.hset("ada", Map.of("born", "1815", "town", "London"))).isEqualTo(2);
        assertThat(hashes.hsetnx("ada", "town", "Paris")).isFalse();
        assertThat(hashes.hget("ada", "town")).isEqualTo("London");
        assertThat(hashes.hget("ada", "no")).isNull();
        assertThat(hashes.hmget("ada", "name", "no")).containsEntry("name", "Ada Lovelace").containsEntry("no", null);
        assertThat(hashes.hgetall("ada")).isEqualTo(Map.of("name", "Ada Lovelace", "born", "1815", "town", "London"));
        assertThat(hashes.hgetall("no")).isEmpty();
        assertThat(hashes.hkeys("ada")).containsExactlyInAnyOrder("name", "born", "town");
        assertThat(hashes.hvals("ada")).containsExactlyInAnyOrder("Ada Lovelace", "1815", "London");
        assertThat(hashes.hlen("ada")).isEqualTo(3);
        assertThat(hashes.hstrlen("ada", "town")).isEqualTo(6);
        assertThat(hashes.hexists("ada", "no")).isFalse();
        assertThat(hashes.hincrby("ada", "born", 10)).isEqualTo(1825);
        assertThat(hashes.hincrbyfloat("ada", "born", -0.25)).isEqualTo(1824.75);
        assertThat(hashes.hrandfield("ada")).isIn("name", "born", "town");
        assertThat(hashes.hrandfield("ada", 2)).hasSize(2).isSubsetOf("name", "born", "town");
        assertThat(hashes.hrandfieldWithValues("ada", 5))
                .isEqualTo(Map.of("name", "Ada Lovelace", "born", "1824.75", "town", "London"));
        assertThat(hashes.hdel("ada", "name", "no", "born", "town")).isEqualTo(3);
        assertThat(redis.key().exists("ada")).as("a hash without fields").isFalse();
        redis.value(String.class).set("string", "v");
        assertThatThrownBy(() -> hashes.hlen("string"))
                .hasMessageContaining("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    @Test
    void objects() {
        HashCommands<String, Integer, Person> people = redis.hash(String.class, Integer.class, Person.class);
        Person ada = new Person("Ada", 1815);
        Person grace = new Person("Grace", 1906);
        people.hset("people", Map.of(1, ada, 2, grace));
        assertThat(people.hget("people", 2)).isEqualTo(grace);
        assertThat(people.hgetall("people")).isEqualTo(Map.of(1, ada, 2, grace));
    }

    @Test
    void cursors() {
        HashCommands<String, String, Integer> hashes = redis.hash(Integer.class);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            numbers.put("n" + i, i);
        }
        hashes.hset("h", numbers);
        hashes.hset("h", "other", -1);
        Map<String, Integer> found = new HashMap<>();
        HashScanCursor<String, Integer> cursor = hashes.hscan("h", new ScanArgs().match("n*").count(100));
        while (cursor.hasNext()) {
            found.putAll(cursor.next());
        }
        assertThat(found).isEqualTo(numbers);
        found.clear();
        hashes.hscan("h").toIterable().forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        assertThat(found).hasSize(1001);
    }

    @Test
    void transactions() {
        TransactionResult result = redis.withTransaction(tx -> {
            tx.hash(String.class).hset("h", "a", "1");
            tx.hash(String.class).hincrby("h", "a", 41);
            tx.hash(String.class).hgetall("h");
        });
        assertThat(result.<Boolean> get(0)).isTrue();
        assertThat(result.<Long> get(1)).isEqualTo(42);
        assertThat(result.<Map<String, String>> get(2)).isEqualTo(Map.of("a", "42"));
    }

    @Test
    void reactively() {
        ReactiveHashCommands<String, String, String> hashes = reactive.hash(String.class);
        Map<String, String> all = hashes.hset("h", Map.of("a", "1", "b", "2")).chain(() -> hashes.hincrby("h", "b", 40))
                .chain(() -> hashes.hgetall("h")).await().atMost(Duration.ofSeconds(30));
        assertThat(all).isEqualTo(Map.of("a", "1", "b", "42"));
        List<String> names = hashes.hscan("h").toMulti().map(Map.Entry::getKey).collect().asList().await()
                .atMost(Duration.ofSeconds(30));
        assertThat(names).containsExactlyInAnyOrder("a", "b");
    }
}
