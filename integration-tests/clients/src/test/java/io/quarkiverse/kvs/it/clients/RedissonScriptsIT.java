package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RBucket;
import org.redisson.api.RDeque;
import org.redisson.api.RList;
import org.redisson.api.RMap;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RSet;
import org.redisson.api.RedissonClient;
import org.redisson.config.Protocol;

/** Methods of Redisson that are scripts behind the scenes, of which there are none here: each says so. */
class RedissonScriptsIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    private static RedissonClient redisson;

    @BeforeAll
    static void connect() {
        redisson = REDIS.connect(Protocol.RESP3);
    }

    static Stream<Named<Supplier<?>>> scripts() {
        return Stream.of(objects(), maps(), lists(), queues(), sets(), sortedSets(), others()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void saysWhatIsMissing(Supplier<?> call) {
        assertThatThrownBy(call::get).hasMessageContaining("unknown command 'EVAL'");
    }

    private static <T> Named<Supplier<?>> script(String method, T object, Function<T, ?> call) {
        return Named.of(method, () -> call.apply(object));
    }

    private static List<Named<Supplier<?>>> objects() {
        RBucket<String> bucket = redisson.getBucket("bucket");
        return List.of(
                script("RObject.expire", bucket, b -> b.expire(Duration.ofMinutes(1))),
                script("RBucket.compareAndSet", bucket, b -> b.compareAndSet("a", "b")));
    }

    private static List<Named<Supplier<?>>> maps() {
        RMap<String, String> map = redisson.getMap("map");
        return List.of(
                script("RMap.put", map, m -> m.put("a", "1")),
                script("RMap.putIfAbsent", map, m -> m.putIfAbsent("a", "1")),
                script("RMap.remove", map, m -> m.remove("a")),
                script("RMap.replace", map, m -> m.replace("a", "1")),
                script("RMap.fastReplace", map, m -> m.fastReplace("a", "1")),
                script("RMap.containsValue", map, m -> m.containsValue("1")),
                script("RMap.keySet().iterator", map, m -> m.keySet().iterator().hasNext()));
    }

    private static List<Named<Supplier<?>>> lists() {
        RList<String> list = redisson.getList("list");
        return List.of(
                script("RList.set", list, l -> l.set(0, "a")),
                script("RList.addAll(index)", list, l -> l.addAll(1, List.of("a"))),
                script("RList.remove(index)", list, l -> l.remove(1)),
                script("RList.get(indexes)", list, l -> l.get(0, 1)),
                script("RList.indexOf", list, l -> l.indexOf("a")),
                script("RList.contains", list, l -> l.contains("a")),
                script("RList.removeAll", list, l -> l.removeAll(List.of("a"))),
                script("RList.retainAll", list, l -> l.retainAll(List.of("a"))));
    }

    private static List<Named<Supplier<?>>> queues() {
        RDeque<String> deque = redisson.getDeque("deque");
        RBlockingQueue<String> queue = redisson.getBlockingQueue("queue");
        return List.of(
                script("RQueue.poll(limit)", deque, d -> d.poll(2)),
                script("RDeque.pollLast(limit)", deque, d -> d.pollLast(2)),
                script("RBlockingQueue.drainTo", queue, q -> q.drainTo(new ArrayList<>())));
    }

    private static List<Named<Supplier<?>>> sets() {
        RSet<String> set = redisson.getSet("set");
        return List.of(
                script("RSet.containsAll", set, s -> s.containsAll(List.of("a"))),
                script("RSet.retainAll", set, s -> s.retainAll(List.of("a"))),
                script("RSet.tryAdd", set, s -> s.tryAdd("a")));
    }

    private static List<Named<Supplier<?>>> sortedSets() {
        RScoredSortedSet<String> set = redisson.getScoredSortedSet("sorted");
        return List.of(
                script("RScoredSortedSet.pollFirst", set, RScoredSortedSet::pollFirst),
                script("RScoredSortedSet.pollLast", set, RScoredSortedSet::pollLast),
                script("RScoredSortedSet.pollFirstEntries", set, s -> s.pollFirstEntries(2)),
                script("RScoredSortedSet.addAndGetRank", set, s -> s.addAndGetRank(1, "a")),
                script("RScoredSortedSet.getScore(members)", set, s -> s.getScore(List.of("a"))),
                script("RScoredSortedSet.replace", set, s -> s.replace("a", "b")),
                script("RScoredSortedSet.retainAll", set, s -> s.retainAll(List.of("a"))));
    }

    private static List<Named<Supplier<?>>> others() {
        return List.of(
                script("RBitSet.length", redisson.getBitSet("bits"), bits -> bits.length()),
                script("RGeo.addIfExists", redisson.<String> getGeo("geo"), geo -> geo.addIfExists(1, 2, "a")),
                script("RLock.tryLock", redisson.getLock("lock"), lock -> lock.tryLock()),
                script("RSemaphore.trySetPermits", redisson.getSemaphore("semaphore"), s -> s.trySetPermits(1)),
                script("RMapCache.fastPut", redisson.<String, String> getMapCache("cache"), cache -> cache.fastPut("a", "1")),
                script("RSetMultimap.put", redisson.<String, String> getSetMultimap("multimap"), map -> map.put("a", "1")),
                script("RRateLimiter.tryAcquire", redisson.getRateLimiter("rate"), rate -> rate.tryAcquire()),
                script("RSortedSet.add", redisson.<String> getSortedSet("sortedSet"), set -> set.add("a")),
                script("RCountDownLatch.trySetCount", redisson.getCountDownLatch("latch"), latch -> latch.trySetCount(1)));
    }
}
