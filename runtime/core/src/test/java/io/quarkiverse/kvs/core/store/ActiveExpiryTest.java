package io.quarkiverse.kvs.core.store;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.bytes;
import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.value.StringEncoding;

/** Which keys go without a command that asks for them, and which threads have to wait for that. */
class ActiveExpiryTest {

    private static final int KEYS = 20_000;
    private static final long NOW = 1_700_000_000_000L;

    private final Store store = new Store(3);
    private final OneByOne keyspace = new OneByOne(store);
    private final ActiveExpiry expiry = new ActiveExpiry(store);

    @Test
    void whatHasExpiredGoesFromEveryDatabase() {
        for (int database : new int[] { 0, 2 }) {
            fill(database);
        }
        expiry.run(NOW, () -> false);

        assertThat(store.expired()).isEqualTo(KEYS);
        for (int database : new int[] { 0, 2 }) {
            keyspace.select(database);
            assertThat(keyspace.walk().size()).isEqualTo(KEYS / 2);
            assertThat(IntStream.range(0, KEYS).filter(i -> keyspace.exists(key("key" + i))))
                    .allMatch(i -> i % 2 == 1);
        }
        MemoryRecount.assertTotalsAreRight(store);
    }

    /** However little it may do at a time. */
    @Test
    void itGoesOnWhereItWasStopped() {
        fill(1);
        int runs = 0;
        while (store.expired() < KEYS / 2 && runs < 10 * KEYS) {
            expiry.run(NOW, () -> true);
            runs++;
        }
        assertThat(store.expired()).isEqualTo(KEYS / 2);
        assertThat(runs).isGreaterThanOrEqualTo(Store.SEGMENTS);
    }

    @Test
    void whatExpiresLaterIsNotForgotten() {
        fill(0);
        expiry.run(NOW, () -> false);
        expiry.run(NOW + 1000, () -> false);

        assertThat(store.expired()).isEqualTo(KEYS / 2 + KEYS / 4);
    }

    /** Where nothing expires, no thread waits for it, nor does it wait for another. */
    @Test
    void tablesWithoutSuchKeysAreNotLocked() throws Exception {
        IntStream.range(0, KEYS).forEach(i -> set(i, Keyspace.NEVER));
        store.lock(-1L);
        try {
            CompletableFuture.runAsync(() -> expiry.run(NOW, () -> false)).get(30, TimeUnit.SECONDS);
        } finally {
            store.unlock(-1L);
        }
        assertThat(keyspace.walk().size()).isEqualTo(KEYS);
    }

    /** Every second key has expired, one of four is going to. */
    private void fill(int database) {
        keyspace.select(database);
        for (int i = 0; i < KEYS; i++) {
            set(i, i % 2 == 0 ? NOW : i % 4 == 1 ? NOW + 1000 : Keyspace.NEVER);
        }
    }

    private void set(int i, long expireAt) {
        keyspace.at(NOW - 1);
        keyspace.setString(key("key" + i), bytes("value"), StringEncoding.AUTO, expireAt);
    }
}
