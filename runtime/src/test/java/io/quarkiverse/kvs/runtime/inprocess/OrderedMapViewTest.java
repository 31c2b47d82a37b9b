package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.OrderedMapSnapshot;
import io.quarkiverse.kvs.ReactiveStoredOrderedMap;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredOrderedMap;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;

class OrderedMapViewTest {

    private final ServerState server = new TestServer().state();
    private final KeyValueStore store = new InProcessStore(server);
    private final StoredOrderedMap map = store.orderedMap("m");

    private static <T> List<T> all(Iterator<T> iterator) {
        List<T> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    @Test
    void namesHaveValues() {
        assertThat(map.size()).isZero();
        assertThat(map.get("a")).isNull();
        assertThat(map.set("a", "1")).isTrue();
        assertThat(map.set("a", "2")).isFalse();
        assertThat(map.set(Map.of("c", "3", "b", "4"))).isEqualTo(2);
        assertThat(map.set(Map.of())).isZero();
        assertThat(map.setIfAbsent("a", "x")).isFalse();
        assertThat(map.setIfAbsent("d", "5")).isTrue();
        assertThat(map.get(List.of("d", "no", "a"))).containsExactly("5", null, "2");
        assertThat(map.get(List.of())).isEmpty();
        assertThat(map.contains("a")).isTrue();
        assertThat(map.contains("x")).isFalse();
        assertThat(map.remove("x", "a")).isEqualTo(1);
        assertThat(map.remove()).isZero();
        assertThat(map.size()).isEqualTo(3);
    }

    @Test
    void scriptsUseIt() {
        assertThat(store.eval("""
                redis.call('OM.SET', KEYS[1], 'b', '2', 'a', '1')
                return redis.call('OM.RANGE', KEYS[1], '-', '+', 'WITHVALUES')""", List.of("m")).asList())
                .extracting(Reply::asString)
                .containsExactly("a", "1", "b", "2");
        assertThat(store.eval("return redis.call('OM.POPFIRST', KEYS[1])", List.of("m")).asList()).extracting(Reply::asString)
                .containsExactly("a", "1");
        assertThat(map.range(null, null, 10)).containsExactly(Map.entry("b", "2"));
    }

    @Test
    void rangesHaveTheOrderOfNames() {
        map.set(Map.of("a", "1", "b", "2", "c", "3", "d", "4", "da", "5"));
        assertThat(map.range(null, null, 10).keySet()).containsExactly("a", "b", "c", "d", "da");
        assertThat(map.range("b", "d", 10)).containsExactly(Map.entry("b", "2"), Map.entry("c", "3"));
        assertThat(map.range("b", null, 1).keySet()).containsExactly("b");
        assertThat(map.descendingRange("b", "d", 10)).containsExactly(Map.entry("c", "3"), Map.entry("b", "2"));
        assertThat(map.descendingRange(null, null, 2).keySet()).containsExactly("da", "d");
        assertThat(map.prefix("d", 10).keySet()).containsExactly("d", "da");
        assertThat(map.count("b", null)).isEqualTo(4);
        assertThat(map.removeRange("b", "d")).isEqualTo(2);
        assertThat(map.removeFirst(1)).containsExactly(Map.entry("a", "1"));
        assertThat(map.removeLast(5)).containsExactly(Map.entry("da", "5"), Map.entry("d", "4"));
        assertThat(store.exists("m")).isFalse();
        assertThatThrownBy(() -> map.range(null, null, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBatchIsOneChange() {
        map.set("a", "1");
        map.batch(batch -> batch.set("b", "2").remove("a").set("c", "x").set("c", "3"));
        assertThat(map.range(null, null, 10)).containsExactly(Map.entry("b", "2"), Map.entry("c", "3"));
        map.batch(batch -> {
        });
    }

    @Test
    void aSnapshotStays() {
        map.set(Map.of("a", "1", "b", "2", "c", "3"));
        OrderedMapSnapshot snapshot = store.orderedMapSnapshot("m");
        map.set("a", "changed");
        map.removeRange("b", null);
        store.delete("m");
        assertThat(snapshot.size()).isEqualTo(3);
        assertThat(snapshot.get("a")).isEqualTo("1");
        assertThat(snapshot.get("x")).isNull();
        assertThat(snapshot.get(new byte[] { 'b' })).containsExactly('2');
        assertThat(snapshot).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "3"));
        assertThat(all(snapshot.descendingRange(null, "c"))).containsExactly(Map.entry("b", "2"), Map.entry("a", "1"));
        assertThat(all(snapshot.range("c", "b"))).isEmpty();
        assertThat(snapshot.count("b", null)).isEqualTo(2);
        Iterator<Map.Entry<byte[], byte[]>> bytes = snapshot.binaryRange(new byte[] { 'c' }, null);
        assertThat(bytes.next().getValue()).containsExactly('3');
        assertThatThrownBy(bytes::next).isInstanceOf(NoSuchElementException.class);
        assertThat(all(snapshot.descendingBinaryRange(null, null))).hasSize(3);
        assertThat(store.orderedMapSnapshot("none").size()).isZero();
        store.set("s", "x");
        assertThatThrownBy(() -> store.orderedMapSnapshot("s")).isInstanceOf(KvsException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void aSnapshotIsForThoseWhoMayRead() {
        map.set("a", "1");
        server.access().define(Map.of("reports", "~m +om.len"));
        assertThatThrownBy(() -> store.asUser("reports").orderedMapSnapshot("m")).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("NOPERM");
    }

    @Test
    void reactiveCallersHaveTheSame() {
        ReactiveStore reactive = new ReactiveStore(server);
        ReactiveStoredOrderedMap view = reactive.orderedMap("m");
        assertThat(view.set("a", "1").await().indefinitely()).isTrue();
        view.batch(batch -> batch.set("b", "2")).await().indefinitely();
        assertThat(view.range(null, null, 5).await().indefinitely()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(reactive.orderedMapSnapshot("m").await().indefinitely()).hasSize(2);
        assertThat(reactive.orderedMap(new byte[] { 'm' }).size().await().indefinitely()).isEqualTo(2);
    }
}
