package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.FunctionMode;
import org.redisson.api.FunctionResult;
import org.redisson.api.RBitSet;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RBloomFilter;
import org.redisson.api.RBucket;
import org.redisson.api.RDeque;
import org.redisson.api.RFunction;
import org.redisson.api.RGeo;
import org.redisson.api.RList;
import org.redisson.api.RMap;
import org.redisson.api.RMapCache;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RScript;
import org.redisson.api.RSet;
import org.redisson.api.RSetMultimap;
import org.redisson.api.RSortedSet;
import org.redisson.api.RedissonClient;
import org.redisson.client.protocol.ScoredEntry;
import org.redisson.config.Protocol;

import io.quarkiverse.kvs.it.threads.Await;

/** Methods of Redisson that are scripts behind the scenes, and scripts and functions of one's own. */
class RedissonScriptsIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void objects(Protocol protocol) {
        RBucket<String> bucket = REDIS.connect(protocol).getBucket("bucket");
        bucket.set("a");
        assertThat(bucket.compareAndSet("b", "c")).isFalse();
        assertThat(bucket.compareAndSet("a", "b")).isTrue();
        assertThat(bucket.get()).isEqualTo("b");
        assertThat(bucket.expire(Duration.ofMinutes(1))).isTrue();
        assertThat(bucket.remainTimeToLive()).isBetween(30_000L, 60_000L);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void maps(Protocol protocol) {
        RMap<String, String> map = REDIS.connect(protocol).getMap("map");
        assertThat(map.put("a", "1")).isNull();
        assertThat(map.put("a", "2")).isEqualTo("1");
        assertThat(map.putIfAbsent("a", "3")).isEqualTo("2");
        assertThat(map.replace("a", "4")).isEqualTo("2");
        assertThat(map.replace("a", "nothing", "5")).isFalse();
        assertThat(map.fastReplace("b", "1")).isFalse();
        assertThat(map.containsValue("4")).isTrue();
        assertThat(map.keySet()).containsExactly("a");
        assertThat(map.remove("a")).isEqualTo("4");
        assertThat(map.remove("a", "4")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void lists(Protocol protocol) {
        RList<String> list = REDIS.connect(protocol).getList("list");
        list.addAll(List.of("a", "b", "c", "d"));
        assertThat(list.set(0, "z")).isEqualTo("a");
        assertThat(list.addAll(1, List.of("x", "y"))).isTrue();
        assertThat(list.readAll()).containsExactly("z", "x", "y", "b", "c", "d");
        assertThat(list.remove(1)).isEqualTo("x");
        assertThat(list.get(0, 1)).containsExactly("z", "y");
        assertThat(list.indexOf("c")).isEqualTo(3);
        assertThat(list.contains("nothing")).isFalse();
        assertThat(list.removeAll(List.of("z", "y"))).isTrue();
        assertThat(list.retainAll(List.of("b", "d"))).isTrue();
        assertThat(list.readAll()).containsExactly("b", "d");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void queues(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RDeque<String> deque = redisson.getDeque("deque");
        deque.addAll(List.of("a", "b", "c", "d", "e"));
        assertThat(deque.poll(2)).containsExactly("a", "b");
        assertThat(deque.pollLast(2)).containsExactlyInAnyOrder("d", "e");
        RBlockingQueue<String> queue = redisson.getBlockingQueue("deque");
        List<String> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained)).isEqualTo(1);
        assertThat(drained).containsExactly("c");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void sets(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RSet<String> set = redisson.getSet("set");
        assertThat(set.tryAdd("a", "b")).isTrue();
        assertThat(set.tryAdd("b", "c")).isFalse();
        assertThat(set.containsAll(List.of("a", "b"))).isTrue();
        assertThat(set.retainAll(List.of("a"))).isTrue();
        assertThat(set.readAll()).containsExactly("a");
        RSetMultimap<String, String> multimap = redisson.getSetMultimap("multimap");
        assertThat(multimap.put("a", "1")).isTrue();
        assertThat(multimap.put("a", "1")).isFalse();
        assertThat(multimap.put("a", "2")).isTrue();
        assertThat(multimap.getAll("a")).containsExactlyInAnyOrder("1", "2");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void sortedSets(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RScoredSortedSet<String> scored = redisson.getScoredSortedSet("scored");
        scored.add(1, "a");
        scored.add(2.5, "b");
        assertThat(scored.addAndGetRank(2, "c")).isEqualTo(1);
        assertThat(scored.getScore(List.of("a", "b", "nothing"))).containsExactly(1.0, 2.5, null);
        assertThat(scored.replace("a", "z")).isTrue();
        assertThat(scored.pollFirst()).isEqualTo("z");
        assertThat(scored.pollLast()).isEqualTo("b");
        assertThat(scored.pollFirstEntries(2)).extracting(ScoredEntry::getValue).containsExactly("c");
        RSortedSet<String> sorted = redisson.getSortedSet("sorted");
        for (String word : List.of("pear", "apple", "cherry", "apple")) {
            sorted.add(word);
        }
        assertThat(sorted.readAll()).containsExactly("apple", "cherry", "pear");
        assertThat(sorted.first()).isEqualTo("apple");
        assertThat(sorted.remove("cherry")).isTrue();
        assertThat(sorted).containsExactly("apple", "pear");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void caches(Protocol protocol) {
        RMapCache<String, String> cache = REDIS.connect(protocol).getMapCache("cache");
        assertThat(cache.put("a", "1", 1, TimeUnit.HOURS)).isNull();
        assertThat(cache.fastPut("b", "2", 1, TimeUnit.MILLISECONDS)).isTrue();
        Await.until("an entry has expired", () -> cache.get("b") == null);
        assertThat(cache.remainTimeToLive("a")).isBetween(1_800_000L, 3_600_000L);
        assertThat(cache.putIfAbsent("a", "3")).isEqualTo("1");
        assertThat(cache.readAllMap()).containsOnlyKeys("a");
        assertThat(cache.remove("a")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void bloomFilters(Protocol protocol) {
        RBloomFilter<String> filter = REDIS.connect(protocol).getBloomFilter("filter");
        assertThat(filter.tryInit(1000, 0.01)).isTrue();
        assertThat(filter.tryInit(1000, 0.01)).isFalse();
        int added = 0;
        for (int i = 0; i < 200; i++) {
            added += filter.add("in " + i) ? 1 : 0;
        }
        assertThat(added).isGreaterThan(195);
        int wrong = 0;
        for (int i = 0; i < 200; i++) {
            assertThat(filter.contains("in " + i)).isTrue();
            wrong += filter.contains("out " + i) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(10);
        assertThat(filter.count()).isBetween(190L, 210L);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void bitsAndPlaces(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RBitSet bits = redisson.getBitSet("bits");
        bits.set(70);
        assertThat(bits.length()).isEqualTo(71);
        RGeo<String> geo = redisson.getGeo("geo");
        assertThat(geo.addIfExists(13.4, 52.5, "Berlin")).isFalse();
        geo.add(13.4, 52.5, "Berlin");
        assertThat(geo.addIfExists(13.5, 52.5, "Berlin")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void scriptsOfOnesOwn(Protocol protocol) {
        RScript script = REDIS.connect(protocol).getScript();
        String text = "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])";
        assertThat(script.<String> eval(RScript.Mode.READ_WRITE, text, RScript.ReturnType.VALUE, List.of("k"), "v"))
                .isEqualTo("v");
        String sha = script.scriptLoad(text);
        assertThat(script.scriptExists(sha)).containsExactly(true);
        assertThat(script.<String> evalSha(RScript.Mode.READ_WRITE, sha, RScript.ReturnType.VALUE, List.of("k"), "w"))
                .isEqualTo("w");
        assertThat(script.<Long> eval(RScript.Mode.READ_ONLY, "return 5", RScript.ReturnType.INTEGER)).isEqualTo(5);
        assertThat(script.<List<Object>> eval(RScript.Mode.READ_ONLY, "return {1, 'a', {2}}", RScript.ReturnType.MULTI))
                .containsExactly(1L, "a", List.of(2L));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void functionsOfOnesOwn(Protocol protocol) {
        RFunction function = REDIS.connect(protocol).getFunction();
        function.flush();
        function.load("stock", "redis.register_function('take', function(keys, args) return redis.call('DECRBY', keys[1], "
                + "args[1]) end)\nredis.register_function{function_name='left', flags={'no-writes'}, callback=function(keys) "
                + "return redis.call('GET', keys[1]) end}");
        assertThat(function.<Long> call(FunctionMode.WRITE, "take", FunctionResult.LONG, List.of("tea"), "3")).isEqualTo(-3);
        assertThat(function.<String> call(FunctionMode.READ, "left", FunctionResult.VALUE, List.of("tea"))).isEqualTo("-3");
        byte[] dump = function.dump();
        function.delete("stock");
        assertThat(function.list()).isEmpty();
        function.restore(dump);
        assertThat(function.list()).hasSize(1);
        assertThat(function.list().get(0).getName()).isEqualTo("stock");
    }
}
