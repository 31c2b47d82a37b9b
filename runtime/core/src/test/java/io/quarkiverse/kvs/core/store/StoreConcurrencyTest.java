package io.quarkiverse.kvs.core.store;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.bytes;
import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.it.threads.TestThreads;

/** Several threads at the same keys, each with a keyspace of its own. */
@Timeout(120)
@Tag("as-in-production")
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
            OneByOne own = new OneByOne(store);
            for (int i = 0; i < ROUNDS; i++) {
                increment(own, key("counter" + i % counters));
            }
        });
        threads.join();

        OneByOne keyspace = new OneByOne(store);
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
        Key right = key(OtherSegment.than("left"));
        OneByOne keyspace = new OneByOne(store);
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
        Gate gate = new Gate(store);
        for (int i = 0; i < ROUNDS; i++) {
            gate.open(segments, 0);
            try {
                Editor editor = gate.database(0).edit();
                long before = Long.parseLong(editor.string(left).utf8());
                assertThat(before + Long.parseLong(editor.string(right).utf8())).isEqualTo(2000);
                editor.setString(left, bytes(Long.toString(before - 1)));
                editor.setString(right, bytes(Long.toString(2000 - before + 1)));
            } finally {
                gate.close();
            }
        }
    }

    @Test
    void aWalkSeesOnceWhatIsThereAllTheTime() throws Exception {
        int rounds = 20;
        OneByOne keyspace = new OneByOne(store);
        for (int i = 0; i < 5000; i++) {
            keyspace.setString(key("stays" + i), bytes("v"));
        }
        threads.start("walker", () -> {
            OneByOne own = new OneByOne(store);
            for (int i = 0; i < rounds; i++) {
                assertThat(keysThatStay(own)).hasSize(5000).doesNotHaveDuplicates();
            }
        });
        threads.start(3, "thread that sets and deletes", thread -> {
            OneByOne own = new OneByOne(store);
            for (int i = 0; i < rounds; i++) {
                setOrDelete(own, "comes" + thread + "and goes", i % 2 == 0);
            }
        });
        threads.join();
    }

    private static List<String> keysThatStay(OneByOne keyspace) {
        List<String> seen = new ArrayList<>();
        keyspace.walk().forEach(key -> {
            if (key.utf8().startsWith("stays")) {
                seen.add(key.utf8());
            }
            return true;
        });
        return seen;
    }

    private static void increment(OneByOne keyspace, Key key) {
        keyspace.with(key, open -> {
            Bytes value = open.edit().string(key);
            long sum = (value == null ? 0 : Long.parseLong(value.utf8())) + 1;
            open.edit().setString(key, bytes(Long.toString(sum)));
            return null;
        });
    }

    private static void setOrDelete(OneByOne keyspace, String prefix, boolean set) {
        for (int i = 0; i < 2000; i++) {
            if (set) {
                keyspace.setString(key(prefix + i), bytes("v"));
            } else {
                keyspace.delete(key(prefix + i));
            }
        }
    }

    /** What a key holds, or zero. */
    private static long number(OneByOne keyspace, Key key) {
        Bytes value = keyspace.getString(key);
        return value == null ? 0 : Long.parseLong(value.utf8());
    }
}
