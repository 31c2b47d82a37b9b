package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.StringEncoding;

/** Which keys are evicted: by chance, but with the same chances every time. */
class EvictionTest {

    private static final int KEYS = 4000;
    private static final int SAMPLES = 5;
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;

    private final Store store = new Store(2);
    private final OneByOne keyspace = new OneByOne(store, new SplittableRandom(2));
    private final Eviction eviction = new Eviction(store, new SplittableRandom(1));
    private long now = 1_700_000_000_000L;

    /** Of keys that were used one after the other, mostly those go that were used in the first half. */
    @Test
    void lruSparesWhatWasUsedLately() {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keyspace.NEVER);
            pass(SECOND);
        }
        evict(EvictionPolicy.ALLKEYS_LRU, KEYS / 2);

        assertThat(left(i -> i >= KEYS / 2)).isGreaterThan(KEYS / 2 * 85 / 100);
        assertThat(left(i -> i >= KEYS * 3 / 4)).isGreaterThan(KEYS / 4 * 98 / 100);
    }

    /** With more samples, the order is more exact, as Redis's documentation says. */
    @Test
    void moreSamplesAreBetter() {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keyspace.NEVER);
            pass(SECOND);
        }
        for (int i = 0; i < KEYS / 2; i++) {
            assertThat(eviction.evictOne(EvictionPolicy.ALLKEYS_LRU, 20, now)).isTrue();
        }
        assertThat(left(i -> i >= KEYS / 2)).isGreaterThan(KEYS / 2 * 97 / 100);
    }

    /** What is used often stays, though everything was used equally late. */
    @Test
    void lfuSparesWhatIsUsedOften() {
        store.frequency(new AccessFrequency(10, 1));
        IntStream.range(0, KEYS).forEach(i -> set(i, Keyspace.NEVER));
        for (int round = 0; round < 50; round++) {
            IntStream.range(0, KEYS).filter(EvictionTest::isHot).forEach(this::use);
        }
        IntStream.range(0, KEYS).forEach(this::use);
        evict(EvictionPolicy.ALLKEYS_LFU, KEYS / 2);

        assertThat(left(EvictionTest::isHot)).isGreaterThan(KEYS / 10 * 98 / 100);
        assertThat(left(i -> !isHot(i))).isLessThan(KEYS / 2);
    }

    /** What was used often long ago goes before what is used now and then. */
    @Test
    void lfuForgets() {
        store.frequency(new AccessFrequency(10, 1));
        for (int round = 0; round < 50; round++) {
            IntStream.range(0, KEYS).filter(EvictionTest::isHot).forEach(i -> set(i, Keyspace.NEVER));
        }
        pass(30 * MINUTE);
        IntStream.range(0, KEYS).filter(i -> !isHot(i)).forEach(i -> set(i, Keyspace.NEVER));
        evict(EvictionPolicy.ALLKEYS_LFU, KEYS / 2);

        assertThat(left(EvictionTest::isHot)).isLessThan(KEYS / 10 * 10 / 100);
    }

    @Test
    void randomSparesNoKey() {
        IntStream.range(0, KEYS).forEach(i -> set(i, Keyspace.NEVER));
        evict(EvictionPolicy.ALLKEYS_RANDOM, KEYS / 2);

        assertThat(left(EvictionTest::isHot)).isBetween(KEYS / 20 - 60L, KEYS / 20 + 60L);
    }

    @Test
    void whatExpiresSoonGoesFirst() {
        for (int i = 0; i < KEYS; i++) {
            set(i, now + MINUTE + i * SECOND);
        }
        evict(EvictionPolicy.VOLATILE_TTL, KEYS / 2);

        assertThat(left(i -> i >= KEYS / 2)).isGreaterThan(KEYS / 2 * 85 / 100);
    }

    /** Among very many keys, those few are found that have an expiry time; and no others go. */
    @ParameterizedTest
    @EnumSource(names = { "VOLATILE_LRU", "VOLATILE_LFU", "VOLATILE_RANDOM", "VOLATILE_TTL" })
    void onlyWhatExpiresGoes(EvictionPolicy policy) {
        store.frequency(policy.needsFrequency() ? new AccessFrequency(10, 1) : null);
        for (int i = 0; i < KEYS; i++) {
            set(i, i % 1000 == 0 ? now + MINUTE : Keyspace.NEVER);
        }
        evict(policy, KEYS / 1000);

        assertThat(eviction.evictOne(policy, SAMPLES, now)).isFalse();
        assertThat(left(i -> true)).isEqualTo(KEYS - KEYS / 1000);
        assertThat(left(i -> i % 1000 == 0)).isZero();
    }

    /** Down to the very last, in every database. */
    @ParameterizedTest
    @EnumSource(names = { "ALLKEYS_LRU", "ALLKEYS_LFU", "ALLKEYS_RANDOM" })
    void everythingGoes(EvictionPolicy policy) {
        store.frequency(policy.needsFrequency() ? new AccessFrequency(10, 1) : null);
        IntStream.range(0, 100).forEach(i -> set(i, Keyspace.NEVER));
        keyspace.select(1);
        IntStream.range(0, 100).forEach(i -> set(i, Keyspace.NEVER));
        evict(policy, 200);

        assertThat(eviction.evictOne(policy, SAMPLES, now)).isFalse();
        assertThat(keyspace.walk().size()).isZero();
        assertThat(store.evicted()).isEqualTo(200);
        MemoryRecount.assertTotalsAreRight(store);
    }

    private static boolean isHot(int i) {
        return i % 10 == 0;
    }

    private void evict(EvictionPolicy policy, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(eviction.evictOne(policy, SAMPLES, now)).isTrue();
        }
    }

    private void pass(long millis) {
        now += millis;
    }

    private void set(int i, long expireAt) {
        keyspace.at(now);
        keyspace.setString(key(i), new Bytes().show(new byte[10]), StringEncoding.AUTO, expireAt);
    }

    private void use(int i) {
        keyspace.getString(key(i));
    }

    private long left(IntPredicate which) {
        return IntStream.range(0, KEYS).filter(which).filter(i -> keyspace.exists(key(i))).count();
    }

    private static Key key(int i) {
        Key key = new Key();
        key.show(("key" + i).getBytes(US_ASCII));
        return key;
    }
}
