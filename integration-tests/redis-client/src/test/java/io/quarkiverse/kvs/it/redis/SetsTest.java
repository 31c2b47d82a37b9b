package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.ScanArgs;
import io.quarkus.redis.datasource.set.ReactiveSetCommands;
import io.quarkus.redis.datasource.set.SScanCursor;
import io.quarkus.redis.datasource.set.SetCommands;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#set(Class)}. */
@QuarkusTest
class SetsTest extends DataSourceTest {

    /** Something that is stored as JSON. */
    public record Tag(String name) {
    }

    @Test
    void members() {
        SetCommands<String, Tag> tags = redis.set(Tag.class);
        Tag a = new Tag("a");
        Tag b = new Tag("b");
        Tag c = new Tag("c");
        assertThat(tags.sadd("s", a, b, a)).isEqualTo(2);
        assertThat(tags.sadd("s", b, c)).isEqualTo(1);
        assertThat(tags.scard("s")).isEqualTo(3);
        assertThat(tags.smembers("s")).containsExactlyInAnyOrder(a, b, c);
        assertThat(tags.sismember("s", new Tag("x"))).isFalse();
        assertThat(tags.smismember("s", a, new Tag("x"))).containsExactly(true, false);
        assertThat(tags.smove("s", "t", a)).isTrue();
        assertThat(tags.smove("s", "t", a)).isFalse();
        assertThat(tags.srandmember("s")).isIn(b, c);
        assertThat(tags.srandmember("s", -10)).hasSize(10).isSubsetOf(b, c);
        assertThat(tags.spop("s", 5)).containsExactlyInAnyOrder(b, c);
        assertThat(tags.spop("s")).isNull();
        assertThat(tags.srem("t", a, b)).isEqualTo(1);
        assertThat(redis.key().exists("s", "t")).as("sets without members").isZero();
    }

    @Test
    void algebra() {
        SetCommands<String, Integer> sets = redis.set(Integer.class);
        sets.sadd("even", 2, 4, 6, 8);
        sets.sadd("threes", 3, 6, 9);
        assertThat(sets.sunion("even", "threes")).containsExactlyInAnyOrder(2, 3, 4, 6, 8, 9);
        assertThat(sets.sinter("even", "threes")).containsExactly(6);
        assertThat(sets.sdiff("even", "threes")).containsExactlyInAnyOrder(2, 4, 8);
        assertThat(sets.sintercard("even", "threes")).isEqualTo(1);
        assertThat(sets.sintercard(3, "even", "even")).as("at most 3").isEqualTo(3);
        assertThat(sets.sunionstore("result", "even", "threes")).isEqualTo(6);
        assertThat(sets.sdiffstore("result", "threes", "even")).isEqualTo(2);
        assertThat(sets.smembers("result")).containsExactlyInAnyOrder(3, 9);
        assertThat(sets.sinterstore("result", "even", "no")).isZero();
        assertThat(sets.smembers("result")).isEmpty();
        assertThat(sets.sort("even")).containsExactly(2, 4, 6, 8);
    }

    @Test
    void cursors() {
        SetCommands<String, String> sets = redis.set(String.class);
        sets.sadd("s", IntStream.range(0, 1000).mapToObj(i -> "n" + i).toArray(String[]::new));
        sets.sadd("s", "other");
        Set<String> found = new HashSet<>();
        SScanCursor<String> cursor = sets.sscan("s", new ScanArgs().match("n*").count(100));
        while (cursor.hasNext()) {
            found.addAll(cursor.next());
        }
        assertThat(found).hasSize(1000).doesNotContain("other");
        found.clear();
        sets.sscan("s").toIterable().forEach(found::add);
        assertThat(found).hasSize(1001);
    }

    @Test
    void reactively() {
        ReactiveSetCommands<String, String> sets = reactive.set(String.class);
        Set<String> members = sets.sadd("s", "a", "b").chain(() -> sets.smembers("s")).await().atMost(Duration.ofSeconds(30));
        assertThat(members).containsExactlyInAnyOrder("a", "b");
        List<String> scanned = sets.sscan("s").toMulti().collect().asList().await().atMost(Duration.ofSeconds(30));
        assertThat(scanned).containsExactlyInAnyOrder("a", "b");
    }
}
