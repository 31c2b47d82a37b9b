package io.quarkiverse.kvs.core.store.value.ordered;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A tree does what a {@link TreeMap} does, and what a snapshot holds does not change when the tree does. */
class OrderedTreePropertiesTest {

    /** Which keys and values come: the tree has one level, or several, or very uneven leaves. */
    enum Kind {
        FEW_KEYS,
        MANY_KEYS,
        IN_ORDER,
        DESCENDING,
        LONG_VALUES,
        HUGE_VALUES,
        LONG_KEYS
    }

    /** Not that of the bytes: the last byte counts first, and the case of letters does not count. */
    private static final KeyOrder REVERSED = new KeyOrder() {
        @Override
        public String name() {
            return "reversed";
        }

        @Override
        public int compare(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
            return text(one, from, to).compareTo(text(other, otherFrom, otherTo));
        }

        private String text(byte[] array, int from, int to) {
            return new StringBuilder(new String(array, from, to - from, ISO_8859_1)
                    .toLowerCase(Locale.ROOT)).reverse().toString();
        }
    };

    /** A tree and what it is to hold. */
    private static final class Pair {

        private final KeyOrder order;
        private final Comparator<byte[]> comparator;
        private final OrderedTree tree;
        private NavigableMap<byte[], byte[]> model;

        Pair(KeyOrder order) {
            this.order = order;
            comparator = (one, other) -> order.compare(one, 0, one.length, other, 0, other.length);
            tree = new OrderedTree(order);
            model = new TreeMap<>(comparator);
        }

        NavigableMap<byte[], byte[]> copyOfModel() {
            NavigableMap<byte[], byte[]> copy = new TreeMap<>(comparator);
            copy.putAll(model);
            return copy;
        }
    }

    private record Held(OrderedSnapshot snapshot, NavigableMap<byte[], byte[]> model) {
    }

    @Provide
    Arbitrary<Kind> kinds() {
        return Arbitraries.of(Kind.values());
    }

    @Property(tries = 60)
    void isAnOrderedMapAndSnapshotsStay(@ForAll long seed, @ForAll("kinds") Kind kind, @ForAll boolean byBytes) {
        Random random = new Random(seed);
        Pair pair = new Pair(byBytes ? KeyOrder.BYTES : REVERSED);
        List<Held> held = new ArrayList<>();
        int steps = kind == Kind.HUGE_VALUES ? 150 : random.nextInt(1500);
        for (int i = 0; i < steps; i++) {
            step(pair, kind, random, i);
            if (random.nextInt(100) == 0) {
                held.add(new Held(pair.tree.snapshot(), pair.copyOfModel()));
            }
            if (random.nextInt(200) == 0) {
                assertLooksAlike(pair, pair.tree.read(), pair.model, random);
            }
        }
        assertHolds(pair.tree.read(), pair.model);
        assertLooksAlike(pair, pair.tree.read(), pair.model, random);
        assertMemory(pair.tree);
        for (Held each : held) {
            assertHolds(each.snapshot(), each.model());
            assertLooksAlike(pair, each.snapshot(), each.model(), random);
        }
    }

    @Property(tries = 25)
    void growsAndShrinks(@ForAll long seed, @ForAll("kinds") Kind kind) {
        Random random = new Random(seed);
        Pair pair = new Pair(KeyOrder.BYTES);
        for (int i = 0; i < (kind == Kind.HUGE_VALUES ? 100 : 1500); i++) {
            put(pair, kind, random, i);
        }
        List<byte[]> keys = new ArrayList<>(pair.model.keySet());
        Collections.shuffle(keys, random);
        OrderedSnapshot full = pair.tree.snapshot();
        NavigableMap<byte[], byte[]> before = pair.copyOfModel();
        for (byte[] key : keys) {
            assertThat(pair.tree.remove(view(key))).isTrue();
            pair.model.remove(key);
            if (random.nextInt(500) == 0) {
                assertHolds(pair.tree.read(), pair.model);
                assertMemory(pair.tree);
            }
        }
        assertThat(pair.tree.size()).isZero();
        assertThat(pair.tree.memory()).isZero();
        assertHolds(full, before);
    }

    @Property(tries = 25)
    void aBatchThatFailsInTheMiddleChangesNothing(@ForAll long seed, @ForAll("kinds") Kind kind) {
        Random random = new Random(seed);
        Pair pair = new Pair(KeyOrder.BYTES);
        for (int i = 0; i < 200; i++) {
            step(pair, kind, random, i);
        }
        NavigableMap<byte[], byte[]> before = pair.copyOfModel();
        OrderedSnapshot start = pair.tree.snapshot();
        for (int i = 0; i < random.nextInt(300); i++) {
            step(pair, kind, random, i);
        }
        pair.tree.restore(start);
        pair.model = before;
        NavigableMap<byte[], byte[]> kept = pair.copyOfModel();
        assertHolds(pair.tree.read(), before);
        assertMemory(pair.tree);
        for (int i = 0; i < 100; i++) {
            step(pair, kind, random, i);
        }
        assertHolds(pair.tree.read(), pair.model);
        assertHolds(start, kept);
    }

    @Property(tries = 15)
    void aCopyIsIndependent(@ForAll long seed, @ForAll("kinds") Kind kind) {
        Random random = new Random(seed);
        Pair pair = new Pair(KeyOrder.BYTES);
        for (int i = 0; i < 300; i++) {
            step(pair, kind, random, i);
        }
        OrderedTree copy = pair.tree.copy();
        NavigableMap<byte[], byte[]> before = pair.copyOfModel();
        for (int i = 0; i < 300; i++) {
            step(pair, kind, random, i);
        }
        assertHolds(copy.read(), before);
        copy.put(view(new byte[] { 1 }), view(new byte[] { 2 }));
        copy.remove(0, copy.size());
        assertHolds(pair.tree.read(), pair.model);
        assertMemory(pair.tree);
    }

    /** An order that throws leaves the tree as it was. */
    @Example
    void anOrderThatFailsChangesNothing() {
        int[] left = new int[1];
        KeyOrder order = new KeyOrder() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public int compare(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
                if (left[0] > 0 && --left[0] == 0) {
                    throw new IllegalStateException("cannot be compared");
                }
                return Arrays.compareUnsigned(one, from, to, other, otherFrom, otherTo);
            }
        };
        Pair pair = new Pair(order);
        for (int i = 0; i < 200; i++) {
            byte[] key = { (byte) i };
            pair.tree.put(view(key), view(new byte[100]));
            pair.model.put(key, new byte[100]);
        }
        for (int comparison = 1; comparison <= 5; comparison++) {
            left[0] = comparison;
            assertThatThrownBy(() -> pair.tree.put(view(new byte[] { 6, 1 }), view(new byte[200])))
                    .isInstanceOf(IllegalStateException.class);
            left[0] = comparison;
            assertThatThrownBy(() -> pair.tree.remove(view(new byte[] { 6 }))).isInstanceOf(IllegalStateException.class);
        }
        left[0] = 0;
        assertHolds(pair.tree.read(), pair.model);
        assertMemory(pair.tree);
    }

    private static void step(Pair pair, Kind kind, Random random, int number) {
        int choice = random.nextInt(20);
        if (choice < 13) {
            put(pair, kind, random, number);
        } else if (choice < 18) {
            byte[] key = pair.model.isEmpty() || random.nextBoolean() ? key(kind, random, number) : someKey(pair, random);
            assertThat(pair.tree.remove(view(key))).isEqualTo(pair.model.remove(key) != null);
        } else if (choice == 18 && random.nextInt(8) == 0) {
            int size = pair.model.size();
            int from = random.nextInt(size + 1);
            int to = from + random.nextInt(size - from + 1);
            pair.tree.remove(from, to);
            List<byte[]> keys = new ArrayList<>(pair.model.keySet()).subList(from, to);
            keys.forEach(pair.model::remove);
        }
        assertThat(pair.tree.size()).isEqualTo(pair.model.size());
    }

    private static void put(Pair pair, Kind kind, Random random, int number) {
        byte[] key = key(kind, random, number);
        byte[] value = value(kind, random);
        boolean isNew = !pair.model.containsKey(key);
        assertThat(pair.tree.put(view(key), view(value))).isEqualTo(isNew);
        // The key that was put last is the one that stays, also where another one is the same.
        pair.model.remove(key);
        pair.model.put(key, value);
    }

    private static byte[] someKey(Pair pair, Random random) {
        byte[] near = key(Kind.MANY_KEYS, random, 0);
        byte[] key = pair.model.ceilingKey(near);
        return key == null ? pair.model.firstKey() : key;
    }

    private static byte[] key(Kind kind, Random random, int number) {
        return switch (kind) {
            case FEW_KEYS -> Integer.toString(random.nextInt(30), 36).getBytes(UTF_8);
            case IN_ORDER -> Integer.toString(10_000_000 + number).getBytes(UTF_8);
            case DESCENDING -> Integer.toString(20_000_000 - number).getBytes(UTF_8);
            case LONG_KEYS -> bytes(random, random.nextInt(2000));
            default -> bytes(random, random.nextInt(5));
        };
    }

    private static byte[] value(Kind kind, Random random) {
        return bytes(random, switch (kind) {
            case LONG_VALUES -> random.nextInt(3000);
            case HUGE_VALUES -> random.nextInt(3) == 0 ? random.nextInt(50_000) : random.nextInt(100);
            default -> random.nextInt(150);
        });
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Bytes view(byte[] bytes) {
        // Somewhere inside a larger array, as arguments are.
        byte[] larger = new byte[bytes.length + 3];
        System.arraycopy(bytes, 0, larger, 2, bytes.length);
        return new Bytes().show(larger, 2, bytes.length);
    }

    private static void assertHolds(OrderedSnapshot snapshot, NavigableMap<byte[], byte[]> model) {
        assertThat(snapshot.size()).isEqualTo(model.size());
        OrderedCursor at = snapshot.cursor(KeyBound.START);
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            if (!at.next()) {
                throw new AssertionError("nothing is there, and not " + new String(entry.getKey(), UTF_8));
            }
            assertEntry(at, entry);
        }
        assertThat(at.next()).isFalse();
        at.seek(KeyBound.END);
        for (Map.Entry<byte[], byte[]> entry : model.descendingMap().entrySet()) {
            assertThat(at.previous()).isTrue();
            assertEntry(at, entry);
        }
        assertThat(at.previous()).isFalse();
    }

    private static void assertEntry(OrderedCursor at, Map.Entry<byte[], byte[]> entry) {
        if (!at.key(new Bytes()).sameAs(entry.getKey()) || !at.value(new Bytes()).sameAs(entry.getValue())) {
            throw new AssertionError(at.key(new Bytes()) + " is there, and not " + new String(entry.getKey(), UTF_8));
        }
    }

    /** Keys, places and numbers; and steps in both directions from some place. */
    private static void assertLooksAlike(Pair pair, OrderedSnapshot snapshot, NavigableMap<byte[], byte[]> model,
            Random random) {
        for (int i = 0; i < 30; i++) {
            byte[] key = i % 2 == 0 || model.isEmpty() ? bytes(random, random.nextInt(4))
                    : new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
            byte[] value = model.get(key);
            Bytes found = snapshot.get(view(key), new Bytes());
            assertThat(found == null ? null : found.copy()).isEqualTo(value);
            assertThat(snapshot.contains(view(key))).isEqualTo(value != null);
            int before = model.headMap(key, false).size();
            int upTo = model.headMap(key, true).size();
            assertThat(snapshot.rank(KeyBound.before(key))).isEqualTo(before);
            assertThat(snapshot.rank(KeyBound.behind(key))).isEqualTo(upTo);
            assertThat(snapshot.count(KeyBound.before(key), KeyBound.END)).isEqualTo((long) model.size() - before);
            assertThat(snapshot.count(KeyBound.END, KeyBound.before(key))).isZero();
            walk(snapshot.cursor(KeyBound.before(key)), model, before, random);
            walk(snapshot.cursor(KeyBound.behind(key)), model, upTo, random);
            walk(snapshot.cursor(upTo), model, upTo, random);
        }
        assertThat(snapshot.rank(KeyBound.START)).isZero();
        assertThat(snapshot.rank(KeyBound.END)).isEqualTo(model.size());
        if (pair.order == KeyOrder.BYTES) {
            byte[] prefix = random.nextInt(4) == 0 ? new byte[] { -1 } : bytes(random, 1);
            long expected = model.keySet().stream()
                    .filter(key -> key.length >= 1 && key[0] == prefix[0]).count();
            assertThat(snapshot.count(KeyBound.before(prefix), KeyBound.behindPrefix(view(prefix)))).isEqualTo(expected);
        }
    }

    private static void walk(OrderedCursor at, NavigableMap<byte[], byte[]> model, int from, Random random) {
        List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>(model.entrySet());
        int place = from;
        for (int i = 0; i < 20; i++) {
            if (random.nextBoolean()) {
                assertThat(at.next()).isEqualTo(place < entries.size());
                if (place < entries.size()) {
                    assertEntry(at, entries.get(place));
                    place++;
                }
            } else {
                assertThat(at.previous()).isEqualTo(place > 0);
                if (place > 0) {
                    place--;
                    assertEntry(at, entries.get(place));
                }
            }
        }
    }

    /** What is accounted step by step is what there is. */
    private static void assertMemory(OrderedTree tree) {
        long accounted = tree.memory();
        tree.restore(tree.snapshot());
        assertThat(tree.memory()).isEqualTo(accounted);
    }
}
