package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RBatch;
import org.redisson.api.RMap;
import org.redisson.api.RMapAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.Codec;
import org.redisson.client.codec.LongCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Protocol;

/** Hashes as maps of Redisson. RedissonScriptsIT has what is a script. */
class RedissonMapIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    private static final Codec COUNTERS = new CompositeCodec(StringCodec.INSTANCE, LongCodec.INSTANCE);

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void entries(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RMap<String, String> map = redisson.getMap("ada");
        assertThat(map.fastPut("name", "Ada")).as("a new key").isTrue();
        assertThat(map.fastPut("name", "Ada Lovelace")).isFalse();
        assertThat(map.fastPutIfAbsent("name", "Grace")).isFalse();
        map.putAll(Map.of("born", "1815", "town", "London"));
        assertThat(map).hasSize(3);
        assertThat(map.get("name")).isEqualTo("Ada Lovelace");
        assertThat(map.get("no")).isNull();
        assertThat(map.containsKey("town")).isTrue();
        assertThat(map.valueSize("town")).isEqualTo(6);
        assertThat(map.getAll(Set.of("born", "town", "no"))).isEqualTo(Map.of("born", "1815", "town", "London"));
        assertThat(map.readAllMap()).isEqualTo(Map.of("name", "Ada Lovelace", "born", "1815", "town", "London"));
        assertThat(map.readAllKeySet()).containsExactlyInAnyOrder("name", "born", "town");
        assertThat(map.readAllValues()).containsExactlyInAnyOrder("Ada Lovelace", "1815", "London");
        assertThat(map.randomKeys(2)).hasSize(2).isSubsetOf("name", "born", "town");
        assertThat(map.randomEntries(5)).isEqualTo(map.readAllMap());
        assertThat(map.fastRemove("name", "no", "born")).isEqualTo(2);
        assertThat(map.fastRemove("town")).isEqualTo(1);
        assertThat(map.isExists()).as("a map without entries").isFalse();

        RMap<String, Long> visits = redisson.getMap("visits", COUNTERS);
        assertThat(visits.addAndGet("ada", 40L)).isEqualTo(40);
        assertThat(visits.addAndGet("ada", 2L)).isEqualTo(42);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void iterators(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        Map<String, String> numbers = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            numbers.put("n" + i, Integer.toString(i));
        }
        RMap<String, String> map = redisson.getMap("numbers");
        map.putAll(numbers);
        map.fastPut("other", "v");
        Map<String, String> found = new HashMap<>();
        map.entrySet("n*", 100).forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        assertThat(found).isEqualTo(numbers);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void batches(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RBatch batch = redisson.createBatch();
        RMapAsync<String, Long> map = batch.getMap("visits", COUNTERS);
        for (int i = 0; i < 1000; i++) {
            map.addAndGetAsync("n" + i % 10, 1L);
        }
        map.readAllMapAsync();
        assertThat(batch.execute().getResponses()).hasSize(1001)
                .last().asInstanceOf(MAP).hasSize(10).containsEntry("n9", 100L);
    }
}
