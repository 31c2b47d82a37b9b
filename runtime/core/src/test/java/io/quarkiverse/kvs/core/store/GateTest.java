package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.Value;

/** What the gate sees to when it closes. */
class GateTest {

    private static final PackingLimits PACKING = new PackingLimits(128, 64);
    private static final long NOW = 1_700_000_000_000L;

    /** Since a value was put; not a field of the values, which are to be as large as others. */
    private static int edits;

    private final Store store = new Store(2);
    private final Gate gate = new Gate(store);
    private final Watch watch = new Watch();
    private final List<List<Effect>> records = new ArrayList<>();

    // Edits are declared

    @Test
    void whatIsEditedIsDeclaredAndMeasured() {
        with("k", keyspace -> keyspace.edit().hashOrNew(key("k")).set(key("field"), bytes("value"), PACKING));

        assertThat(store.changes()).isEqualTo(1);
        MemoryRecount.assertTotalsAreRight(store);

        watch("k");
        with("k", keyspace -> keyspace.edit().hash(key("k")).set(key("field"), bytes("a longer value"), PACKING));
        assertThat(watch.isTouched()).isTrue();
        MemoryRecount.assertTotalsAreRight(store);
    }

    @Test
    void anEditThatChangesNothingIsNone() {
        with("k", keyspace -> keyspace.edit().setOrNew(key("k")).add(key("member"), 512));
        watch("k");
        with("k", keyspace -> {
            SetEdit set = keyspace.edit().set(key("k"));
            assertThat(set.add(key("member"), 512)).isFalse();
            assertThat(set.remove(key("other"))).isFalse();
        });

        assertThat(watch.isTouched()).isFalse();
        assertThat(store.changes()).isEqualTo(1);
    }

    @Test
    void whatWasNeverFilledDoesNotRemain() {
        with("k", keyspace -> keyspace.edit().sortedSetOrNew(key("k")));

        assertThat(exists("k")).isFalse();
        assertThat(store.changes()).isZero();
        MemoryRecount.assertTotalsAreRight(store);
    }

    /** One value is one edit, however often it is asked for, and both see the same. */
    @Test
    void aValueIsOpenedOnce() {
        with("k", keyspace -> {
            ListEdit list = keyspace.edit().listOrNew(key("k"), () -> new ListValue(NodeLimits.of(-2)));
            assertThat(keyspace.edit().list(key("k"))).isSameAs(list);
            list.add(ListEnd.LEFT, bytes("element"));
        });
        assertThat(store.changes()).isEqualTo(1);
    }

    // Failures in the middle

    /** Each kind of value, failing at its second edit: the first one is done, and everything knows of it. */
    @Test
    void whatWasDoneBeforeAFailureIsDeclared() {
        fail(hash(), keyspace -> {
            HashEdit hash = keyspace.edit().hash(key("k"));
            hash.set(key("a"), bytes("1"), PACKING);
            hash.set(key("b"), bytes("2"), PACKING);
        });
        fail(list(), keyspace -> {
            ListEdit list = keyspace.edit().list(key("k"));
            list.add(ListEnd.LEFT, bytes("1"));
            list.add(ListEnd.LEFT, bytes("2"));
        });
        fail(set(), keyspace -> {
            SetEdit set = keyspace.edit().set(key("k"));
            set.add(key("a"), 512);
            set.add(key("b"), 512);
        });
        fail(sortedSet(), keyspace -> {
            SortedSetEdit set = keyspace.edit().sortedSet(key("k"));
            set.add(key("a"), 1, PACKING);
            set.add(key("b"), 2, PACKING);
        });
    }

    private void fail(Value value, Consumer<Keyspace> task) {
        with("k", keyspace -> keyspace.edit().put(key("k"), value, Keyspace.NEVER));
        watch("k");
        edits = 0;
        long before = store.changes();
        assertThatThrownBy(() -> with("k", task)).isInstanceOf(OutOfMemoryError.class);

        assertThat(store.changes()).as("%s", value.type()).isEqualTo(before + 1);
        assertThat(watch.isTouched()).as("%s", value.type()).isTrue();
        MemoryRecount.assertTotalsAreRight(store);
        assertThat(isFree()).as("locks are given back").isTrue();
    }

    /** Whether another thread gets all locks. */
    private boolean isFree() {
        return CompletableFuture.supplyAsync(() -> {
            Gate other = new Gate(store);
            boolean opened = other.tryOpen(Store.ALL, NOW);
            if (opened) {
                other.close();
            }
            return opened;
        }).join();
    }

    /** Fails at its second edit, and is not laid out in another way, which would not. */
    private static HashValue hash() {
        return new HashValue() {
            @Override
            public boolean set(Key field, Bytes value, PackingLimits limits) {
                failSecond();
                return super.set(field, value, limits);
            }

            @Override
            public int packedLength() {
                return -1;
            }
        };
    }

    /** Fails at its second edit, and is not laid out in another way, which would not. */
    private static ListValue list() {
        return new ListValue(NodeLimits.of(-2)) {
            @Override
            public void add(ListEnd end, Bytes element) {
                failSecond();
                super.add(end, element);
            }

            @Override
            public int packedLength() {
                return -1;
            }
        };
    }

    /** Fails at its second edit, and is not laid out in another way, which would not. */
    private static SetValue set() {
        return new SetValue() {
            @Override
            public boolean add(Key member, long maxIntegers) {
                failSecond();
                return super.add(member, maxIntegers);
            }

            @Override
            public int packedLength() {
                return -1;
            }
        };
    }

    /** Fails at its second edit, and is not laid out in another way, which would not. */
    private static SortedSetValue sortedSet() {
        return new SortedSetValue() {
            @Override
            public void add(Key member, double score, PackingLimits limits) {
                failSecond();
                super.add(member, score, limits);
            }

            @Override
            public int packedLength() {
                return -1;
            }
        };
    }

    private static void failSecond() {
        if (edits++ > 0) {
            throw new OutOfMemoryError("as ordered by the test");
        }
    }

    // Time

    @Test
    void timeDoesNotRunBackwardsInASegment() {
        gate.open(key("k").segment(), NOW);
        gate.close();
        gate.open(key("k").segment(), NOW - 1000);
        assertThat(gate.now()).isEqualTo(NOW);
        gate.close();
        gate.open(key("k").segment(), NOW + 1);
        assertThat(gate.now()).isEqualTo(NOW + 1);
        gate.close();
    }

    // The log

    @Test
    void oneOpeningIsOneRecord() {
        store.log((instant, effects) -> {
            records.add(List.copyOf(effects));
            return records.size();
        });
        gate.open(key("a").segment() | key("b").segment(), NOW);
        gate.effect(0, "SET".getBytes(US_ASCII), "a".getBytes(US_ASCII), "1".getBytes(US_ASCII));
        gate.effect(1, "DEL".getBytes(US_ASCII), "b".getBytes(US_ASCII));
        gate.close();

        assertThat(records).hasSize(1);
        assertThat(records.get(0)).extracting(Effect::database).containsExactly(0, 1);
        gate.open(key("b").segment(), NOW);
        assertThat(gate.dependsOn()).isEqualTo(1);
        gate.close();
    }

    @Test
    void nothingDependsOnRecordsOfAnEarlierLog() {
        store.log((instant, effects) -> 1000);
        gate.open(key("a").segment(), NOW);
        gate.effect(0, "SET".getBytes(US_ASCII), "a".getBytes(US_ASCII), "1".getBytes(US_ASCII));
        gate.close();

        store.log((instant, effects) -> 1);
        gate.forget();
        gate.open(key("a").segment(), NOW);
        assertThat(gate.dependsOn()).isZero();
        gate.close();
    }

    @Test
    void whatExpiresIsRecordedAsDeleted() {
        with("k", keyspace -> keyspace.edit().setString(key("k"), bytes("v"),
                StringEncoding.AUTO, NOW + 1));
        store.log((instant, effects) -> {
            records.add(List.copyOf(effects));
            return records.size();
        });
        gate.open(key("k").segment(), NOW + 1);
        assertThat(gate.database(0).read().exists(key("k"))).isFalse();
        gate.close();

        assertThat(records).hasSize(1);
        assertThat(records.get(0).get(0).words())
                .isDeepEqualTo(new byte[][] { "DEL".getBytes(US_ASCII), "k".getBytes(US_ASCII) });
    }

    // Locks

    @Test
    void whatAnotherThreadHoldsIsOnlyTried() throws Exception {
        Gate other = new Gate(store);
        other.open(key("k").segment(), NOW);
        try {
            assertThat(CompletableFuture.supplyAsync(() -> new Gate(store).tryOpen(key("k").segment(), NOW)).get()).isFalse();
        } finally {
            other.close();
        }
        assertThat(CompletableFuture.supplyAsync(() -> {
            Gate third = new Gate(store);
            boolean opened = third.tryOpen(key("k").segment(), NOW);
            third.close();
            return opened;
        }).get()).isTrue();
    }

    private void with(String name, Consumer<Keyspace> task) {
        gate.open(key(name).segment(), NOW);
        try {
            gate.begin(Gate.Lookups.ALL);
            task.accept(gate.database(0));
        } finally {
            gate.close();
        }
    }

    private boolean exists(String name) {
        boolean[] found = { false };
        with(name, keyspace -> found[0] = keyspace.read().exists(key(name)));
        return found[0];
    }

    private void watch(String name) {
        gate.open(Store.ALL, NOW);
        gate.database(0).watches().end(watch);
        gate.database(0).watches().add(key(name), watch);
        gate.close();
    }

    private static Key key(String text) {
        return new Key().show(text.getBytes(US_ASCII));
    }

    private static Bytes bytes(String text) {
        return new Bytes().show(text.getBytes(US_ASCII));
    }
}
