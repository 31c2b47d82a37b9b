package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.SortArgs;
import io.lettuce.core.api.sync.RedisCommands;

/** Sorted answers with Lettuce. */
class LettuceSortIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    @EachProtocol
    void sorts(RedisCommands<String, String> redis) {
        redis.rpush("l", "10", "9", "2.5", "-1");
        assertThat(redis.sort("l")).containsExactly("-1", "2.5", "9", "10");
        assertThat(redis.sort("l", SortArgs.Builder.alpha().desc())).containsExactly("9", "2.5", "10", "-1");
        assertThat(redis.sortReadOnly("l", SortArgs.Builder.limit(1, 2))).containsExactly("2.5", "9");
        assertThat(redis.sortStore("l", SortArgs.Builder.limit(0, 3), "sorted")).isEqualTo(3);
        assertThat(redis.lrange("sorted", 0, -1)).containsExactly("-1", "2.5", "9");

        redis.sadd("people", "ada", "grace", "alan");
        redis.mset(Map.of("born:ada", "1815", "born:grace", "1906", "born:alan", "1912", "name:ada", "Ada Lovelace"));
        assertThat(redis.sort("people", SortArgs.Builder.by("born:*").get("name:*").get("#")))
                .containsExactly("Ada Lovelace", "ada", null, "grace", null, "alan");
    }
}
