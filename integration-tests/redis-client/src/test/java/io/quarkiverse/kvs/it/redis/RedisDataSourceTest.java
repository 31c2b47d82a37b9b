package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.keys.KeyCommands;
import io.quarkus.redis.datasource.keys.KeyScanArgs;
import io.quarkus.redis.datasource.keys.KeyScanCursor;
import io.quarkus.redis.datasource.keys.RedisValueType;
import io.quarkus.redis.datasource.pubsub.PubSubCommands;
import io.quarkus.redis.datasource.transactions.OptimisticLockingTransactionResult;
import io.quarkus.redis.datasource.transactions.TransactionResult;
import io.quarkus.redis.datasource.value.GetExArgs;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Response;

/** Quarkus's own API for Redis, group by group. */
@QuarkusTest
class RedisDataSourceTest extends DataSourceTest {

    /** Something that is stored as JSON. */
    public record Person(String name, int born) {
    }

    @Test
    void values() {
        ValueCommands<String, String> values = redis.value(String.class);
        values.set("a", "1");
        assertThat(values.get("a")).isEqualTo("1");
        assertThat(values.get("no")).isNull();
        assertThat(values.setnx("a", "2")).isFalse();
        assertThat(values.setGet("a", "2", new SetArgs().ex(100))).isEqualTo("1");
        assertThat(values.getex("a", new GetExArgs().persist())).isEqualTo("2");
        assertThat(values.append("a", "3")).isEqualTo(2);
        assertThat(values.strlen("a")).isEqualTo(2);
        assertThat(values.getrange("a", 1, -1)).isEqualTo("3");
        assertThat(values.setrange("a", 1, "4")).isEqualTo(2);
        assertThat(values.getdel("a")).isEqualTo("24");
        values.mset(Map.of("x", "1", "y", "2"));
        assertThat(values.mget("x", "y", "z")).containsEntry("x", "1").containsEntry("y", "2").containsEntry("z", null);
        assertThat(values.msetnx(Map.of("y", "0", "z", "0"))).isFalse();
        assertThat(values.lcs("x", "y")).isEmpty();
        values.psetex("short", 50_000, "v");
        assertThat(redis.value(Long.class).incrby("n", 42)).isEqualTo(42);
        assertThat(redis.value(Double.class).incrbyfloat("n", 0.5)).isEqualTo(42.5);

        ValueCommands<String, Person> people = redis.value(Person.class);
        people.set("ada", new Person("Ada", 1815));
        assertThat(people.get("ada")).isEqualTo(new Person("Ada", 1815));
    }

    @Test
    void keys() {
        KeyCommands<String> keys = redis.key();
        ValueCommands<String, String> values = redis.value(String.class);
        for (int i = 0; i < 200; i++) {
            values.set("key:" + i, "v");
        }
        values.set("other", "v");
        assertThat(keys.keys("oth*")).containsExactly("other");
        List<String> scanned = new ArrayList<>();
        KeyScanCursor<String> cursor = keys.scan(new KeyScanArgs().match("key:*").count(50));
        while (cursor.hasNext()) {
            scanned.addAll(cursor.next());
        }
        assertThat(scanned).hasSize(200).doesNotHaveDuplicates();
        assertThat(keys.exists("other")).isTrue();
        assertThat(keys.type("other")).isEqualTo(RedisValueType.STRING);
        assertThat(keys.expire("other", Duration.ofMinutes(1))).isTrue();
        assertThat(keys.ttl("other")).isBetween(10L, 60L);
        assertThat(keys.persist("other")).isTrue();
        assertThat(keys.copy("other", "copy")).isTrue();
        keys.rename("copy", "moved");
        assertThat(keys.move("moved", 3)).isTrue();
        assertThat(keys.touch("other", "moved")).isEqualTo(1);
        assertThat(keys.randomkey()).isNotNull();
        assertThat(keys.del("other", "no")).isEqualTo(1);
        assertThat(keys.unlink("key:1")).isEqualTo(1);
    }

    @Test
    void transactions() {
        TransactionResult result = redis.withTransaction(tx -> {
            tx.value(String.class).set("a", "1");
            tx.value(Long.class).incr("a");
            tx.key().del("no");
        });
        assertThat(result.discarded()).isFalse();
        assertThat(result.<Long> get(1)).isEqualTo(2);
        assertThat(result.<Integer> get(2)).isZero();

        OptimisticLockingTransactionResult<String> locked = redis.withTransaction(
                ds -> {
                    String seen = ds.value(String.class).get("a");
                    // Another client changes it between the look and the transaction.
                    redis.value(String.class).set("a", "9");
                    return seen;
                },
                (seen, tx) -> tx.value(String.class).set("a", seen + "!"),
                "a");
        assertThat(locked.discarded()).isTrue();
        assertThat(redis.value(String.class).get("a")).isEqualTo("9");
    }

    @Test
    void channels() throws InterruptedException {
        BlockingQueue<Person> seen = new LinkedBlockingQueue<>();
        PubSubCommands<Person> channels = redis.pubsub(Person.class);
        PubSubCommands.RedisSubscriber subscriber = channels.subscribe("people", seen::add);
        PubSubCommands.RedisSubscriber patterns = channels.subscribeToPattern("peo*", seen::add);
        Person ada = new Person("Ada", 1815);
        channels.publish("people", ada);
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(ada);
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(ada);
        subscriber.unsubscribe();
        patterns.unsubscribe();
    }

    @Test
    void reactively() {
        String value = reactive.value(String.class).set("a", "1")
                .chain(() -> reactive.value(String.class).get("a")).await().atMost(Duration.ofSeconds(30));
        assertThat(value).isEqualTo("1");
    }

    @Test
    void anyCommand() {
        Response docs = redis.execute("COMMAND", "COUNT");
        assertThat(docs.toInteger()).isPositive();
        redis.withConnection(connection -> {
            connection.select(2);
            connection.value(String.class).set("a", "in 2");
            connection.select(0);
        });
        assertThat(redis.key().exists("a")).isFalse();
    }
}
