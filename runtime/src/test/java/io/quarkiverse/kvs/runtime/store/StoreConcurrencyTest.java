package io.quarkiverse.kvs.runtime.store;

import static io.quarkiverse.kvs.runtime.store.EntryTablePropertiesTest.bytes;
import static io.quarkiverse.kvs.runtime.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.it.threads.TestThreads;

/** Several threads at the same keys, each with a keyspace of its own. */
@Timeout(120)
class StoreConcurrencyTest {

    private static final int ROUNDS = 20_000;

    private final Store store = new Store(1);
    private final TestThreads threads = new TestThreads();

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    @Test
    void noChangeUnderTheLockIsLost() throws Exception {
        int counters = 10;
        threads.start(4, "counting thread", thread -> {
            Keyspace own = new Keyspace(store);
            for (int i = 0; i < ROUNDS; i++) {
                increment(own, key("counter" + i % counters));
            }
        });
        threads.join();

        Keyspace keyspace = new Keyspace(store);
        long sum = 0;
        for (int i = 0; i < counters; i++) {
            sum += number(keyspace, key("counter" + i));
        }
        assertThat(sum).isEqualTo(4L * ROUNDS);
    }

    /** Two accounts in different segments, changed together under both locks: no thread sees another sum. */
    @Test
    void severalSegmentsLockedTogetherChangeTogether() throws Exception {
        Key left = key("left");
        Key right = inAnotherSegment(left);
        Keyspace keyspace = new Keyspace(store);
        keyspace.setString(left, bytes("1000"));
        keyspace.setString(right, bytes("1000"));

        threads.start(3, "thread that locks both", thread -> transfer(left, right, left.segment() | right.segment()));
        threads.start("thread that locks everything", () -> transfer(left, right, Store.ALL));
        threads.join();

        assertThat(number(keyspace, left)).isEqualTo(1000 - 4 * ROUNDS);
        assertThat(number(keyspace, right)).isEqualTo(1000 + 4 * ROUNDS);
    }

    /** Moves one from the left account to the right one, again and again. */
    private void transfer(Key left, Key right, long segments) {
        Keyspace own = new Keyspace(store);
        for (int i = 0; i < ROUNDS; i++) {
            store.lock(segments);
            try {
                long before = number(own, left);
                assertThat(before + number(own, right)).isEqualTo(2000);
                own.setString(left, bytes(Long.toString(before - 1)));
                own.setString(right, bytes(Long.toString(2000 - before + 1)));
            } finally {
                store.unlock(segments);
            }
        }
    }

    @Test
    void aWalkSeesOnceWhatIsThereAllTheTime() throws Exception {
        int rounds = 20;
        Keyspace keyspace = new Keyspace(store);
        for (int i = 0; i < 5000; i++) {
            keyspace.setString(key("stays" + i), bytes("v"));
        }
        threads.start("walker", () -> {
            Keyspace own = new Keyspace(store);
            for (int i = 0; i < rounds; i++) {
                assertThat(keysThatStay(own)).hasSize(5000).doesNotHaveDuplicates();
            }
        });
        threads.start(3, "thread that sets and deletes", thread -> {
            Keyspace own = new Keyspace(store);
            for (int i = 0; i < rounds; i++) {
                setOrDelete(own, "comes" + thread + "and goes", i % 2 == 0);
            }
        });
        threads.join();
    }

    private static List<String> keysThatStay(Keyspace keyspace) {
        List<String> seen = new ArrayList<>();
        keyspace.walk().forEach(key -> {
            if (key.utf8().startsWith("stays")) {
                seen.add(key.utf8());
            }
            return true;
        });
        return seen;
    }

    private void increment(Keyspace keyspace, Key key) {
        store.lock(key.segment());
        try {
            keyspace.setString(key, bytes(Long.toString(number(keyspace, key) + 1)));
        } finally {
            store.unlock(key.segment());
        }
    }

    private void setOrDelete(Keyspace keyspace, String prefix, boolean set) {
        for (int i = 0; i < 2000; i++) {
            Key key = key(prefix + i);
            store.lock(key.segment());
            try {
                if (set) {
                    keyspace.setString(key, bytes("v"));
                } else {
                    keyspace.delete(key);
                }
            } finally {
                store.unlock(key.segment());
            }
        }
    }

    /** What a key holds, or zero. */
    private static long number(Keyspace keyspace, Key key) {
        Bytes value = keyspace.getString(key);
        return value == null ? 0 : Long.parseLong(value.utf8());
    }

    private static Key inAnotherSegment(Key than) {
        for (int i = 0;; i++) {
            Key key = key("other" + i);
            if (key.segment() != than.segment()) {
                return key;
            }
        }
    }
}
