package io.quarkiverse.kvs.core.store;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.bytes;
import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

@Timeout(60)
class StoreConcurrencyTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final Store store = new Store(1);

    @Test
    void noChangeUnderTheLockIsLost() throws Exception {
        run(thread -> {
            OneByOne keyspace = new OneByOne(store);
            for (int i = 0; i < ROUNDS; i++) {
                add(keyspace, "counter" + i % 10, 1);
            }
            return null;
        });

        OneByOne keyspace = new OneByOne(store);
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += Long.parseLong(keyspace.getString(key("counter" + i)).utf8());
        }
        assertThat(sum).isEqualTo((long) THREADS * ROUNDS);
    }

    /** Two keys in different segments, changed together under both locks: nobody sees the sum differ. */
    @Test
    void severalSegmentsLockedTogetherChangeTogether() throws Exception {
        Key a = key("a");
        Key b = otherSegment(a);
        long both = a.segment() | b.segment();
        OneByOne first = new OneByOne(store);
        first.setString(a, bytes("1000"));
        first.setString(b, bytes("1000"));

        run(thread -> {
            Gate gate = new Gate(store);
            for (int i = 0; i < ROUNDS; i++) {
                // Some move, some look, and some stop everything.
                gate.open(i % 16 == 0 ? Store.ALL : both, 0);
                try {
                    Editor editor = gate.database(0).edit();
                    long left = Long.parseLong(editor.string(a).utf8());
                    long right = Long.parseLong(editor.string(b).utf8());
                    assertThat(left + right).isEqualTo(2000);
                    editor.setString(a, bytes(Long.toString(left - 1)));
                    editor.setString(b, bytes(Long.toString(right + 1)));
                } finally {
                    gate.close();
                }
            }
            return null;
        });
    }

    @Test
    void aWalkSeesOnceWhatIsThereAllTheTime() throws Exception {
        OneByOne keyspace = new OneByOne(store);
        for (int i = 0; i < 5000; i++) {
            keyspace.setString(key("stays" + i), bytes("v"));
        }
        run(thread -> {
            OneByOne own = new OneByOne(store);
            for (int round = 0; round < 20; round++) {
                if (thread == 0) {
                    List<String> seen = new ArrayList<>();
                    own.walk().forEach(key -> {
                        if (key.utf8().startsWith("stays")) {
                            seen.add(key.utf8());
                        }
                        return true;
                    });
                    assertThat(seen).hasSize(5000).doesNotHaveDuplicates();
                } else {
                    for (int i = 0; i < 2000; i++) {
                        change(own, "comes" + thread + "and goes" + i, round % 2 == 0);
                    }
                }
            }
            return null;
        });
    }

    private void add(OneByOne keyspace, String name, long more) {
        Key key = key(name);
        keyspace.with(key, open -> {
            Bytes value = open.edit().string(key);
            long sum = (value == null ? 0 : Long.parseLong(value.utf8())) + more;
            open.edit().setString(key, bytes(Long.toString(sum)));
            return null;
        });
    }

    private void change(OneByOne keyspace, String name, boolean set) {
        Key key = key(name);
        if (set) {
            keyspace.setString(key, bytes("v"));
        } else {
            keyspace.delete(key);
        }
    }

    private static Key otherSegment(Key than) {
        for (int i = 0;; i++) {
            Key key = key("other" + i);
            if (key.segment() != than.segment()) {
                return key;
            }
        }
    }

    private interface Task {
        Void of(int thread) throws Exception;
    }

    private static void run(Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> task.of(thread));
            }
            for (Future<Void> done : threads.invokeAll(tasks, 50, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
