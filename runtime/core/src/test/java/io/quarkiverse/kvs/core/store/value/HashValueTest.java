package io.quarkiverse.kvs.core.store.value;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.bytes;
import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue.FieldVisitor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Hashes, small and large, against a map that is known to work. */
class HashValueTest {

    private static final PackingLimits NEVER = new PackingLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final PackingLimits ALWAYS = new PackingLimits(0, 0);

    /** Sets a field, or removes it if there is no value. */
    record Step(String field, String value) {
    }

    @Property
    void holdsWhatAMapHolds(@ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 30) int entries,
            @ForAll @IntRange(max = 30) int length) {
        PackingLimits limits = new PackingLimits(entries, length);
        HashValue hash = new HashValue();
        Map<String, String> model = new LinkedHashMap<>();
        boolean large = false;
        for (Step step : steps) {
            Key field = key(step.field);
            assertThat(hash.contains(field)).isEqualTo(model.containsKey(step.field));
            if (step.value == null) {
                assertThat(hash.remove(field)).isEqualTo(model.remove(step.field) != null);
            } else {
                assertThat(hash.set(field, bytes(step.value), limits)).isEqualTo(model.put(step.field, step.value) == null);
                large = large || step.field.length() > length || step.value.length() > length || model.size() > entries;
            }
            assertThat(hash.encoding()).isEqualTo(large ? "hashtable" : "listpack");
            assertThat(hash.size()).isEqualTo(model.size());
            assertThat(get(hash, step.field)).isEqualTo(model.get(step.field));
        }
        assertThat(content(hash)).isEqualTo(model);
        if (!large) {
            assertThat(content(hash).keySet()).as("in their order").containsExactlyElementsOf(model.keySet());
        }
    }

    @Property(tries = 20)
    void growsAndShrinks(@ForAll @IntRange(min = 1, max = 5_000) int count) {
        HashValue hash = new HashValue();
        for (int i = 0; i < count; i++) {
            hash.set(key("field" + i), bytes("value" + i), new PackingLimits(512, 64));
        }
        assertThat(hash.encoding()).isEqualTo(count > 512 ? "hashtable" : "listpack");
        for (int i = 0; i < count; i++) {
            assertThat(get(hash, "field" + i)).isEqualTo("value" + i);
        }
        for (int i = 0; i < count; i++) {
            assertThat(hash.remove(key("field" + i))).isTrue();
        }
        assertThat(hash.size()).isZero();
        assertThat(hash.encoding()).isEqualTo(count > 512 ? "hashtable" : "listpack");
    }

    @Example
    void namesAndValuesMayHaveAnyLength() {
        for (PackingLimits limits : List.of(NEVER, ALWAYS)) {
            HashValue hash = new HashValue();
            int[] lengths = { 0, 1, 127, 128, 254, 255, 256, 16_383, 16_384, 70_000 };
            for (int name : lengths) {
                for (int value : lengths) {
                    hash.set(key("n".repeat(name)), bytes("v".repeat(value)), limits);
                    assertThat(get(hash, "n".repeat(name))).hasSize(value);
                }
            }
            assertThat(hash.size()).isEqualTo(lengths.length);
            content(hash).forEach((name, value) -> assertThat(value).as("of %s", name.length()).hasSize(70_000));
        }
    }

    @Property
    void aCopyIsIndependent(@ForAll("steps") List<Step> before, @ForAll("steps") List<Step> after,
            @ForAll @IntRange(max = 30) int entries) {
        PackingLimits limits = new PackingLimits(entries, 30);
        HashValue hash = new HashValue();
        before.forEach(step -> apply(step, hash, limits));
        Map<String, String> content = content(hash);
        String encoding = hash.encoding();
        long memory = hash.memory();
        HashValue copy = hash.copy();
        after.forEach(step -> apply(step, hash, limits));
        assertThat(content(copy)).isEqualTo(content);
        assertThat(copy.encoding()).isEqualTo(encoding);
        assertThat(copy.memory()).isEqualTo(memory);
        Map<String, String> changed = content(hash);
        after.forEach(step -> apply(step, copy, limits));
        before.forEach(step -> copy.remove(key(step.field)));
        assertThat(content(hash)).isEqualTo(changed);
    }

    /** Fields that are there all the time are found, while others come and go between two steps. */
    @Property(tries = 100)
    void scanFindsWhatStays(@ForAll @IntRange(min = 1, max = 300) int staying, @ForAll @IntRange(max = 3_000) int others,
            @ForAll @IntRange(min = 1, max = 50) int count, @ForAll boolean growing, @ForAll long seed) {
        HashValue hash = new HashValue();
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < staying; i++) {
            hash.set(key("stays" + i), bytes("" + i), ALWAYS);
            expected.add("stays" + i);
        }
        int there = growing ? 0 : others;
        for (int i = 0; i < there; i++) {
            hash.set(key("other" + i), bytes(""), ALWAYS);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> found = new TreeSet<>();
        long cursor = 0;
        do {
            cursor = hash.scan(cursor, count, collect(found));
            int steps = random.nextInt(200);
            for (int i = 0; i < steps; i++) {
                if (growing && there < others) {
                    hash.set(key("other" + there++), bytes(""), ALWAYS);
                } else if (!growing && there > 0) {
                    hash.remove(key("other" + --there));
                }
            }
        } while (cursor != 0);
        assertThat(found).containsAll(expected);
    }

    @Example
    void scanGoesOnWhenASmallHashBecomesLarge() {
        HashValue hash = hash(10, NEVER);
        Set<String> found = new HashSet<>();
        assertThat(hash.scan(0, 1, collect(found))).isZero();
        assertThat(found).hasSize(10);
        hash.set(key("more"), bytes(""), ALWAYS);
        assertThat(hash.scan(0, 100, collect(found))).isZero();
        assertThat(found).hasSize(11);
    }

    @Example
    void anyCursorIsTaken() {
        HashValue hash = hash(100, ALWAYS);
        for (long cursor : new long[] { -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 12_345 }) {
            assertThat(hash.scan(cursor, 1_000, (field, value) -> true)).isZero();
        }
    }

    @Example
    void drawsEveryFieldAsOftenAsAnyOther() {
        for (PackingLimits limits : List.of(NEVER, ALWAYS)) {
            Map<String, Integer> drawn = new HashMap<>();
            hash(10, limits).draw(10_000, new SplittableRandom(1)::nextInt, (field, value) -> {
                assertThat(value.utf8()).isEqualTo("value of " + field.utf8());
                return drawn.merge(field.utf8(), 1, Integer::sum) > 0;
            });
            assertEven(drawn, 10_000);
        }
    }

    @Example
    void choosesEveryFieldAsOftenAsAnyOther() {
        SplittableRandom random = new SplittableRandom(1);
        for (PackingLimits limits : List.of(NEVER, ALWAYS)) {
            HashValue hash = hash(10, limits);
            for (int count : new int[] { 1, 2, 5, 8, 9, 10 }) {
                Map<String, Integer> chosen = new HashMap<>();
                for (int i = 0; i < 2_000; i++) {
                    Set<String> different = new HashSet<>();
                    hash.choose(count, random::nextInt, (field, value) -> {
                        assertThat(value.utf8()).isEqualTo("value of " + field.utf8());
                        assertThat(different.add(field.utf8())).isTrue();
                        return chosen.merge(field.utf8(), 1, Integer::sum) > 0;
                    });
                    assertThat(different).hasSize(count);
                }
                assertEven(chosen, 2_000 * count);
            }
        }
    }

    /** Within a fifth of what is to be expected of ten fields: for 200 and more of each, and a fixed seed, this is wide. */
    private static void assertEven(Map<String, Integer> times, int all) {
        assertThat(times).hasSize(10);
        assertThat(times.values()).allSatisfy(number -> assertThat(number).isBetween(all * 8 / 100, all * 12 / 100));
    }

    @Example
    void visitorsSayWhenTheyHaveEnough() {
        for (PackingLimits limits : List.of(NEVER, ALWAYS)) {
            HashValue hash = hash(10, limits);
            List<String> visited = new ArrayList<>();
            hash.forEach((field, value) -> visited.add(field.utf8()) && visited.size() % 3 != 0);
            hash.draw(Long.MAX_VALUE, new SplittableRandom(1)::nextInt,
                    (field, value) -> visited.add(field.utf8()) && visited.size() % 3 != 0);
            hash.choose(9, new SplittableRandom(1)::nextInt,
                    (field, value) -> visited.add(field.utf8()) && visited.size() % 3 != 0);
            assertThat(visited).hasSize(9);
        }
    }

    @Example
    void aSmallHashTakesFarLessMemory() {
        HashValue small = new HashValue();
        HashValue large = new HashValue();
        for (int i = 0; i < 10; i++) {
            small.set(key("field0000" + i), bytes("0123456789"), NEVER);
            large.set(key("field0000" + i), bytes("0123456789"), ALWAYS);
        }
        // An object of 28 bytes, rounded to 32, and an array: 16 bytes of its own, and for each of 20 elements one for the length and ten.
        assertThat(small.memory()).isEqualTo(32 + 16 + 20 * 11 + 4);
        assertThat(small.memory()).isLessThan(large.memory() / 2);
    }

    @Property
    void memoryOfALargeHashIsThatOfItsContent(@ForAll("steps") List<Step> steps) {
        HashValue hash = new HashValue();
        steps.forEach(step -> apply(step, hash, ALWAYS));
        // The same, filled at once: what went before leaves nothing behind, but perhaps a larger table.
        HashValue again = new HashValue();
        content(hash).forEach((field, value) -> again.set(key(field), bytes(value), ALWAYS));
        if (again.size() > 0) {
            long slots = 5L * (64 - 16);
            assertThat(hash.memory()).isBetween(again.memory(), again.memory() + slots);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> fields = Arbitraries.integers().between(0, 40)
                .map(i -> i < 38 ? "f" + i : "f".repeat(i - 10));
        Arbitrary<String> values = Arbitraries.integers().between(0, 40)
                .map(i -> (i % 2 == 0 ? "v" : "w").repeat(i / 2)).injectNull(0.4);
        return Combinators.combine(fields, values).as(Step::new).list().ofMaxSize(120);
    }

    private static FieldVisitor collect(Set<String> names) {
        return (field, value) -> {
            names.add(field.utf8());
            return true;
        };
    }

    private static void apply(Step step, HashValue hash, PackingLimits limits) {
        if (step.value == null) {
            hash.remove(key(step.field));
        } else {
            hash.set(key(step.field), bytes(step.value), limits);
        }
    }

    private static HashValue hash(int size, PackingLimits limits) {
        HashValue hash = new HashValue();
        for (int i = 0; i < size; i++) {
            hash.set(key("f" + i), bytes("value of f" + i), limits);
        }
        return hash;
    }

    private static String get(HashValue hash, String field) {
        Bytes value = hash.get(key(field), new Bytes());
        return value == null ? null : value.utf8();
    }

    private static Map<String, String> content(HashValue hash) {
        Map<String, String> content = new LinkedHashMap<>();
        hash.forEach((field, value) -> {
            assertThat(content.put(field.utf8(), value.utf8())).isNull();
            return true;
        });
        return content;
    }
}
