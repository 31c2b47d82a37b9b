package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.StoredHash;
import io.quarkiverse.kvs.StoredList;
import io.quarkiverse.kvs.StoredSet;
import io.quarkiverse.kvs.StoredSortedSet;
import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.quarkiverse.kvs.StoredStream;
import io.quarkiverse.kvs.StoredStream.Entry;
import io.quarkus.test.QuarkusUnitTest;

/** Collections as the application sees them. */
class StoredCollectionsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication();

    @Inject
    KeyValueStore store;

    @BeforeEach
    void clear() {
        store.clear();
    }

    @Test
    void hashes() {
        StoredHash hash = store.hash("h");
        assertThat(hash.size()).isZero();
        assertThat(hash.all()).isEmpty();
        assertThat(hash.get("a")).isNull();
        assertThat(hash.set("a", "1")).isTrue();
        assertThat(hash.set("a", "2")).isFalse();
        assertThat(hash.set(Map.of("b", "x", "c", "y"))).isEqualTo(2);
        assertThat(hash.set(Map.of())).isZero();
        assertThat(hash.setIfAbsent("a", "3")).isFalse();
        assertThat(hash.setIfAbsent("d", "4")).isTrue();
        assertThat(hash.increment("a", 5)).isEqualTo(7);
        assertThat(hash.get("a")).isEqualTo("7");
        assertThat(hash.get(List.of("d", "no", "a"))).containsExactly("4", null, "7");
        assertThat(hash.get(List.of())).isEmpty();
        assertThat(hash.contains("b")).isTrue();
        assertThat(hash.contains("no")).isFalse();
        assertThat(hash.remove("b", "no")).isEqualTo(1);
        assertThat(hash.remove()).isZero();
        assertThat(hash.fields()).containsExactlyInAnyOrder("a", "c", "d");
        assertThat(hash.all()).isEqualTo(Map.of("a", "7", "c", "y", "d", "4"));
        assertThat(hash.size()).isEqualTo(3);
        hash.remove("a", "c", "d");
        assertThat(store.exists("h")).isFalse();
    }

    @Test
    void lists() {
        StoredList list = store.list("l");
        assertThat(list.size()).isZero();
        assertThat(list.removeFirst()).isNull();
        assertThat(list.removeLast()).isNull();
        assertThat(list.addLast("c", "d")).isEqualTo(2);
        assertThat(list.addFirst("b", "a")).isEqualTo(4);
        assertThat(list.addLast()).isEqualTo(4);
        assertThat(list.range(0, -1)).containsExactly("a", "b", "c", "d");
        assertThat(list.get(-1)).isEqualTo("d");
        assertThat(list.get(9)).isNull();
        list.set(1, "a");
        assertThatThrownBy(() -> list.set(9, "x")).isInstanceOf(KvsException.class).hasMessage("ERR index out of range");
        assertThat(list.remove(1, "a")).isEqualTo(1);
        assertThat(list.range(0, -1)).containsExactly("a", "c", "d");
        list.trim(0, 1);
        assertThat(list.removeLast()).isEqualTo("c");
        assertThat(list.removeFirst()).isEqualTo("a");
        assertThat(store.exists("l")).isFalse();
    }

    @Test
    void sets() {
        StoredSet set = store.set("s");
        assertThat(set.members()).isEmpty();
        assertThat(set.pop()).isNull();
        assertThat(set.random()).isNull();
        assertThat(set.add("a", "b", "a")).isEqualTo(2);
        assertThat(set.add()).isZero();
        assertThat(set.contains("a")).isTrue();
        assertThat(set.contains("c")).isFalse();
        assertThat(set.members()).containsExactlyInAnyOrder("a", "b");
        assertThat(set.random()).isIn("a", "b");
        assertThat(set.remove("a", "c")).isEqualTo(1);
        assertThat(set.size()).isEqualTo(1);
        assertThat(set.pop()).isEqualTo("b");
        assertThat(store.exists("s")).isFalse();
    }

    @Test
    void sortedSets() {
        StoredSortedSet set = store.sortedSet("z");
        assertThat(set.size()).isZero();
        assertThat(set.score("a")).isEmpty();
        assertThat(set.rank("a")).isEmpty();
        assertThat(set.popMin()).isNull();
        assertThat(set.add("a", 1.5)).isTrue();
        assertThat(set.add("a", 0.1)).isFalse();
        assertThat(set.add("b", Double.POSITIVE_INFINITY)).isTrue();
        assertThat(set.increment("c", 2)).isEqualTo(2);
        assertThat(set.score("a")).hasValue(0.1);
        assertThat(set.rank("c")).hasValue(1);
        assertThat(set.range(0, -1)).containsExactly(new Scored("a", 0.1), new Scored("c", 2),
                new Scored("b", Double.POSITIVE_INFINITY));
        assertThat(set.rangeByScore(Double.NEGATIVE_INFINITY, 2)).extracting(Scored::member).containsExactly("a", "c");
        assertThat(set.popMax()).isEqualTo(new Scored("b", Double.POSITIVE_INFINITY));
        assertThat(set.popMin()).isEqualTo(new Scored("a", 0.1));
        assertThat(set.remove("c", "no")).isEqualTo(1);
        assertThat(store.exists("z")).isFalse();
    }

    @Test
    void streams() {
        StoredStream stream = store.stream("st");
        assertThat(stream.size()).isZero();
        assertThat(stream.range(StoredStream.FIRST, StoredStream.LAST, 10)).isEmpty();
        assertThat(stream.after("0", 10)).isEmpty();
        String first = stream.add(Map.of("a", "1"));
        String second = stream.add(Map.of("a", "2"), 1000);
        assertThat(stream.range(StoredStream.FIRST, StoredStream.LAST, 10)).containsExactly(new Entry(first, Map.of("a", "1")),
                new Entry(second, Map.of("a", "2")));
        assertThat(stream.descendingRange(StoredStream.LAST, StoredStream.FIRST, 1)).extracting(Entry::id)
                .containsExactly(second);
        assertThat(stream.after(first, 10)).extracting(Entry::id).containsExactly(second);
        stream.createGroup("g", "0");
        assertThatThrownBy(() -> stream.createGroup("g", "0")).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("BUSYGROUP ");
        assertThat(stream.read("g", "alice", 1)).extracting(Entry::id).containsExactly(first);
        assertThat(stream.read("g", "bob", 10)).extracting(Entry::id).containsExactly(second);
        assertThat(stream.read("g", "bob", 10)).isEmpty();
        assertThat(stream.readAgain("g", "bob", 10)).extracting(Entry::id).containsExactly(second);
        assertThat(stream.claim("g", "bob", Duration.ofHours(1), first)).isEmpty();
        assertThat(stream.claim("g", "bob", Duration.ZERO, first)).extracting(Entry::id).containsExactly(first);
        assertThat(stream.pending("g", 10)).extracting(StoredStream.Pending::consumer).containsExactly("bob", "bob");
        assertThat(stream.remove(first, "1-1")).isEqualTo(1);
        assertThat(stream.readAgain("g", "bob", 1)).containsExactly(new Entry(first, Map.of()));
        assertThat(stream.acknowledge("g", first, second, "1-1")).isEqualTo(2);
        assertThat(stream.pending("g", 10)).isEmpty();
        assertThat(stream.destroyGroup("g")).isTrue();
        assertThat(stream.destroyGroup("g")).isFalse();
        assertThat(stream.trim(0)).isEqualTo(1);
        assertThat(store.exists("st")).as("a stream without entries").isTrue();
    }

    @Test
    void somethingElseIsNotTouched() {
        store.set("k", "v");
        for (Runnable call : List.<Runnable> of(() -> store.hash("k").all(), () -> store.list("k").size(),
                () -> store.set("k").add("x"), () -> store.sortedSet("k").range(0, -1), () -> store.stream("k").size())) {
            assertThatThrownBy(call::run).isInstanceOf(KvsException.class).hasMessageStartingWith("WRONGTYPE ");
        }
        assertThat(store.get("k")).isEqualTo("v");
    }

    /** Keys need not be text, and a view does not change when the array does that it was made of. */
    @Test
    void keysThatAreBytes() {
        byte[] key = { (byte) 0xff, 0, 'h' };
        StoredHash hash = store.hash(key);
        key[2] = 'l';
        StoredList list = store.list(key);
        key[2] = 's';
        StoredSet set = store.set(key);
        key[2] = 'z';
        StoredSortedSet sortedSet = store.sortedSet(key);
        hash.set("f", "v");
        list.addLast("e");
        set.add("m");
        sortedSet.add("m", 1);
        assertThat(store.binaryKeys()).containsExactlyInAnyOrder(new byte[] { (byte) 0xff, 0, 'h' },
                new byte[] { (byte) 0xff, 0, 'l' }, new byte[] { (byte) 0xff, 0, 's' }, new byte[] { (byte) 0xff, 0, 'z' });
        assertThat(hash.get("f")).isEqualTo("v");
        assertThat(store.hash("\u0000h").size()).isZero();
    }

    @Test
    void aKeyIsNeeded() {
        assertThatThrownBy(() -> store.hash((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.hash((byte[]) null)).isInstanceOf(NullPointerException.class);
    }
}
