package io.quarkiverse.kvs.core.store.value;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.Decimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class SetValueTest {

    private static final int MAX_INTEGERS = 512;

    /** A member is added, or removed. */
    record Step(String member, boolean adds) {
    }

    @Property
    void holdsWhatASetHolds(@ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 40) int maxIntegers) {
        SetValue set = new SetValue();
        Set<String> model = new HashSet<>();
        boolean integers = true;
        for (Step step : steps) {
            if (step.adds) {
                boolean added = model.add(step.member);
                integers = integers && isLong(step.member) && !(added && model.size() > maxIntegers);
                assertThat(set.add(key(step.member), maxIntegers)).isEqualTo(added);
            } else {
                assertThat(set.remove(key(step.member))).isEqualTo(model.remove(step.member));
            }
            assertThat(set.contains(key(step.member))).isEqualTo(model.contains(step.member));
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(set.encoding()).isEqualTo(integers ? "intset" : "hashtable");
        }
        assertThat(members(set)).containsExactlyInAnyOrderElementsOf(model);
        if (integers) {
            assertThat(members(set).stream().map(Long::parseLong)).isSorted();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> integer = Arbitraries.oneOf(Arbitraries.longs().between(-10, 10),
                Arbitraries.of((long) Short.MIN_VALUE, Short.MIN_VALUE - 1L, (long) Short.MAX_VALUE, Short.MAX_VALUE + 1L,
                        (long) Integer.MIN_VALUE, Integer.MIN_VALUE - 1L, (long) Integer.MAX_VALUE, Integer.MAX_VALUE + 1L,
                        Long.MIN_VALUE, Long.MAX_VALUE),
                Arbitraries.longs()).map(Object::toString);
        Arbitrary<String> other = Arbitraries.of("", "a", "01", "+1", "-0", "1 ", "9223372036854775808", "x".repeat(300));
        Arbitrary<Step> ofIntegers = Combinators.combine(integer, Arbitraries.of(true, true, false)).as(Step::new);
        Arbitrary<Step> ofOthers = Combinators.combine(other, Arbitraries.of(true, true, false)).as(Step::new);
        return Arbitraries.oneOf(ofIntegers.list().ofMaxSize(100),
                Arbitraries.frequencyOf(Tuple.of(20, ofIntegers), Tuple.of(1, ofOthers)).list()
                        .ofMaxSize(100));
    }

    @Property(tries = 50)
    void aCopyIsIndependent(@ForAll @IntRange(min = 1, max = 100) int size, @ForAll boolean integers) {
        SetValue set = set(integers, size);
        List<String> before = members(set);
        SetValue copy = set.copy();
        assertThat(copy.encoding()).isEqualTo(set.encoding());

        set.remove(key(before.get(0)));
        set.add(key("-7"), MAX_INTEGERS);
        assertThat(members(copy)).containsExactlyInAnyOrderElementsOf(before);
        copy.add(key("-8"), MAX_INTEGERS);
        copy.remove(key(before.get(size - 1)));
        assertThat(set.contains(key("-8"))).isFalse();
        assertThat(set.contains(key(before.get(size - 1)))).isEqualTo(size > 1);
    }

    @Test
    void visitsMembersUntilOneDoesNotMatch() {
        for (boolean integers : new boolean[] { true, false }) {
            List<String> visited = new ArrayList<>();
            assertThat(set(integers, 100).allMatch(member -> {
                visited.add(member.latin1());
                return visited.size() < 10;
            })).isFalse();
            assertThat(visited).hasSize(10).doesNotHaveDuplicates();
            assertThat(set(integers, 100).allMatch(member -> true)).isTrue();
        }
    }

    /** What is in the set all the time is visited, however it grows and shrinks meanwhile. */
    @Property(tries = 100)
    void scanVisitsWhatStays(@ForAll("steps") List<Step> staying, @ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        SetValue set = new SetValue();
        staying.forEach(step -> set.add(key(step.member), 0));
        Set<String> missed = new HashSet<>(members(set));
        int others = 0;
        int cursor = 0;
        int changes = 40;
        do {
            cursor = set.scan(cursor, count, member -> missed.remove(member.latin1()));
            int wanted = changes-- > 0 ? random.nextInt(1000) : others;
            while (others < wanted) {
                set.add(key("other" + others++), 0);
            }
            while (others > wanted) {
                set.remove(key("other" + --others));
            }
        } while (cursor != 0);
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void everyMemberIsChosenAboutAsOften(boolean integers) {
        SplittableRandom random = new SplittableRandom(42);
        SetValue set = set(integers, 20);
        assertEven(20_000, set, (set20, chosen) -> chosen.merge(set20.showRandom(random::nextInt, new Key()).latin1(), 1,
                Integer::sum));
        for (int count : new int[] { 1, 3, 10, 19 }) {
            assertEven(20_000 / count, set, (set20, chosen) -> set20.forRandom(count, random::nextInt,
                    member -> chosen.merge(member.latin1(), 1, Integer::sum)));
        }
    }

    /** The sum over all members of how far they are from the mean is less than what happens once in 100,000 times. */
    private static void assertEven(int times, SetValue set, BiConsumer<SetValue, Map<String, Integer>> choose) {
        Map<String, Integer> chosen = new HashMap<>();
        for (int i = 0; i < times; i++) {
            choose.accept(set, chosen);
        }
        assertThat(chosen).hasSize(set.size());
        double mean = chosen.values().stream().mapToInt(n -> n).average().orElseThrow();
        double chiSquare = chosen.values().stream().mapToDouble(n -> (n - mean) * (n - mean) / mean).sum();
        assertThat(chiSquare).isLessThan(57);
    }

    @Property(tries = 100)
    void choosesDifferentMembers(@ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(max = 200) int wanted,
            @ForAll boolean integers, @ForAll long seed) {
        SetValue set = set(integers, size);
        int count = Math.min(size, wanted);
        List<String> chosen = new ArrayList<>();
        set.forRandom(count, new SplittableRandom(seed)::nextInt, member -> chosen.add(member.latin1()));
        assertThat(chosen).hasSize(count).doesNotHaveDuplicates().allMatch(member -> set.contains(key(member)));
    }

    @Test
    void integersTakeFarLessMemoryThanOtherMembers() {
        SetValue integers = set(true, 500);
        assertThat(integers.memory()).isLessThan(2000);
        assertThat(set(false, 500).memory()).isGreaterThan(10 * integers.memory());

        // Wider ones, but none wider than needed.
        SetValue wide = new SetValue();
        LongStream.range(0, 500).forEach(i -> wide.add(key(Long.toString(i << 40)), MAX_INTEGERS));
        assertThat(wide.memory()).isBetween(4000L, 6000L);
    }

    @Test
    void givesMemoryBack() {
        for (boolean integers : new boolean[] { true, false }) {
            SetValue set = set(integers, 500);
            long full = set.memory();
            for (String member : members(set)) {
                set.remove(key(member));
            }
            assertThat(set.size()).isZero();
            assertThat(set.memory()).isLessThan(full / 5).isLessThan(new SetValue().memory() + 200);
        }
    }

    /** A set of so many members that are integers, all of them or almost. */
    private static SetValue set(boolean integers, int size) {
        SetValue set = new SetValue();
        IntStream.range(integers ? 0 : 1, size).forEach(i -> set.add(key(Integer.toString(i)), MAX_INTEGERS));
        if (!integers) {
            set.add(key("a"), MAX_INTEGERS);
        }
        assertThat(set.encoding()).isEqualTo(integers ? "intset" : "hashtable");
        return set;
    }

    private static List<String> members(SetValue set) {
        List<String> members = new ArrayList<>();
        set.forEach(member -> members.add(new String(member.copy(), ISO_8859_1)));
        return members;
    }

    private static boolean isLong(String text) {
        return Decimal.isLong(key(text));
    }
}
