package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.quarkiverse.kvs.core.store.bytes.Key;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sorted sets, small ones, large ones, and such that become large, against a map that is sorted by hand. */
class SortedSetValuePropertiesTest {

    private record Scored(String member, double score) {
    }

    private record Step(String member, double score, boolean remove) {
    }

    @Property
    void holdsWhatAMapHolds(@ForAll("limits") PackingLimits limits, @ForAll("steps") List<Step> steps) {
        SortedSetValue set = new SortedSetValue();
        Map<String, Double> model = new HashMap<>();
        boolean packed = true;
        for (Step step : steps) {
            packed &= step.remove || model.containsKey(step.member)
                    || model.size() < limits.entries() && step.member.length() <= limits.bytes();
            play(set, model, step, limits);
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(set.isPacked()).isEqualTo(packed);
            assertThat(set.encoding()).isEqualTo(packed ? "listpack" : "skiplist");
        }
        List<Scored> expected = sorted(model);
        assertThat(ascending(set, 0, set.size())).isEqualTo(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(set.rank(key(expected.get(i).member))).isEqualTo(i);
            assertThat(set.score(key(expected.get(i).member))).isEqualTo(expected.get(i).score);
        }
        assertThat(set.score(key("not there"))).isNaN();
        assertThat(set.rank(key("not there"))).isEqualTo(-1);
        assertThat(set.memory()).isPositive();
    }

    @Property
    void knowsRanges(@ForAll("limits") PackingLimits limits, @ForAll("steps") List<Step> steps, @ForAll("scores") double score,
            @ForAll int one, @ForAll int other) {
        Map<String, Double> model = new HashMap<>();
        SortedSetValue set = played(steps, limits, model);
        List<Scored> expected = sorted(model);
        assertThat(set.rank(Bound.before(score))).isEqualTo((int) expected.stream().filter(e -> e.score < score).count());
        assertThat(set.rank(Bound.behind(score))).isEqualTo((int) expected.stream().filter(e -> e.score <= score).count());
        int from = Math.min(Math.floorMod(one, set.size() + 1), Math.floorMod(other, set.size() + 1));
        int to = Math.max(Math.floorMod(one, set.size() + 1), Math.floorMod(other, set.size() + 1));
        assertThat(ascending(set, from, to)).isEqualTo(expected.subList(from, to));
        List<Scored> descending = new ArrayList<>();
        set.forEachDescending(from, to, (member, of) -> descending.add(new Scored(member.latin1(), of)));
        Collections.reverse(descending);
        assertThat(descending).isEqualTo(expected.subList(from, to));
        SortedSetSlice slice = set.slice(from, to);
        List<Scored> sliced = List.copyOf(expected.subList(from, to));
        set.removeRange(from, to);
        expected.subList(from, to).clear();
        assertThat(ascending(slice.toSet(), 0, to - from)).isEqualTo(sliced);
        List<Scored> seen = new ArrayList<>();
        slice.forEach((member, of) -> seen.add(new Scored(member.latin1(), of)));
        assertThat(seen).isEqualTo(sliced);
        seen.clear();
        slice.forEachDescending((member, of) -> seen.add(new Scored(member.latin1(), of)));
        Collections.reverse(seen);
        assertThat(seen).isEqualTo(sliced);
        assertThat(ascending(set, 0, set.size())).isEqualTo(expected);
        expected.forEach(left -> assertThat(set.score(key(left.member))).isEqualTo(left.score));
    }

    @Property
    void stopsWhereItIsToldTo(@ForAll("limits") PackingLimits limits, @ForAll("members") Set<String> members) {
        SortedSetValue set = new SortedSetValue();
        members.forEach(member -> set.add(key(member), 1, limits));
        List<String> seen = new ArrayList<>();
        set.forEach(0, set.size(), (member, score) -> {
            seen.add(member.latin1());
            return seen.size() < 3;
        });
        assertThat(seen).hasSize(Math.min(set.size(), 3));
        seen.clear();
        set.forEachDescending(0, set.size(), (member, score) -> {
            seen.add(member.latin1());
            return seen.size() < 3;
        });
        assertThat(seen).hasSize(Math.min(set.size(), 3));
    }

    @Property
    void copiesAreIndependent(@ForAll("limits") PackingLimits limits, @ForAll("steps") List<Step> steps,
            @ForAll("steps") List<Step> more) {
        Map<String, Double> model = new HashMap<>();
        SortedSetValue set = played(steps, limits, model);
        SortedSetValue copy = set.copy();
        assertThat(copy.encoding()).isEqualTo(set.encoding());
        List<Scored> before = sorted(model);
        more.forEach(step -> play(set, model, step, limits));
        assertThat(ascending(copy, 0, copy.size())).isEqualTo(before);
        assertThat(ascending(set, 0, set.size())).isEqualTo(sorted(model));
        Map<String, Double> copied = present(copy);
        more.forEach(step -> play(copy, copied, step, limits));
        assertThat(ascending(copy, 0, copy.size())).isEqualTo(sorted(copied));
        assertThat(ascending(set, 0, set.size())).isEqualTo(sorted(model));
    }

    /** So many that the index is some levels deep; scores move in place, and members from one node to another. */
    @Property(tries = 5)
    void scoresOfManyMembersChange(@ForAll Random random) {
        PackingLimits limits = new PackingLimits(0, 0);
        Map<String, Double> model = new HashMap<>();
        SortedSetValue set = new SortedSetValue();
        for (int i = 0; i < 30_000; i++) {
            play(set, model, new Step("m" + random.nextInt(6_000), random.nextInt(1_000), random.nextInt(8) == 0), limits);
        }
        List<Scored> expected = sorted(model);
        assertThat(ascending(set, 0, set.size())).isEqualTo(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(set.rank(key(expected.get(i).member))).isEqualTo(i);
        }
    }

    @Property
    void slicesStayAsTheyWere(@ForAll("limits") PackingLimits limits, @ForAll("steps") List<Step> steps,
            @ForAll("steps") List<Step> more) {
        Map<String, Double> model = new HashMap<>();
        SortedSetValue set = played(steps, limits, model);
        List<Scored> before = sorted(model);
        SortedSetSlice slice = set.slice(0, set.size());
        SortedSetValue other = slice.toSet();
        more.forEach(step -> play(set, model, step, limits));
        assertThat(ascending(other, 0, other.size())).isEqualTo(before);
        Map<String, Double> changed = present(other);
        more.forEach(step -> play(other, changed, step, limits));
        assertThat(ascending(other, 0, other.size())).isEqualTo(sorted(changed));
        assertThat(ascending(set, 0, set.size())).isEqualTo(sorted(model));
        List<Scored> seen = new ArrayList<>();
        slice.forEach((member, score) -> seen.add(new Scored(member.latin1(), score)));
        assertThat(seen).isEqualTo(before);
    }

    @Property
    void isSortedAtTheEndAndPacked(@ForAll("limits") PackingLimits limits, @ForAll("steps") List<Step> steps) {
        SortedSetBuilder builder = new SortedSetBuilder();
        Map<String, Double> model = new HashMap<>();
        for (Step step : steps) {
            Key member = key(step.member);
            if (Double.isNaN(builder.score(member))) {
                builder.add(member, step.score);
            } else {
                builder.update(member, step.score);
            }
            model.put(step.member, step.score);
            assertThat(builder.score(member)).isEqualTo(step.score);
        }
        SortedSetValue set = builder.build();
        assertThat(set.isPacked()).isFalse();
        assertThat(ascending(set, 0, set.size())).isEqualTo(sorted(model));
        set.pack(limits);
        assertThat(set.isPacked()).isEqualTo(model.size() <= limits.entries()
                && model.keySet().stream().allMatch(member -> member.length() <= limits.bytes()));
        assertThat(ascending(set, 0, set.size())).isEqualTo(sorted(model));
    }

    /** Members that are there all the time are seen, while others come and go. */
    @Property(tries = 100)
    void scanSeesWhatIsThereAllTheTime(@ForAll("limits") PackingLimits limits, @ForAll("members") Set<String> staying,
            @ForAll("steps") List<Step> changes, @ForAll long seed) {
        SortedSetValue set = new SortedSetValue();
        staying.forEach(member -> set.add(key(member), 1, limits));
        Random random = new Random(seed);
        Set<String> seen = new HashSet<>();
        int cursor = 0;
        do {
            cursor = set.scan(cursor, 1, (member, score) -> seen.add(member.latin1()));
            for (int i = 0; i < 3 && !changes.isEmpty(); i++) {
                Step change = changes.get(random.nextInt(changes.size()));
                if (!staying.contains(change.member)) {
                    play(set, present(set), change, limits);
                }
            }
        } while (cursor != 0);
        assertThat(seen).containsAll(staying);
    }

    @Property
    void choosesAtRandom(@ForAll("limits") PackingLimits limits, @ForAll("members") Set<String> members, @ForAll long seed,
            @ForAll int count) {
        if (members.isEmpty()) {
            return;
        }
        Random random = new Random(seed);
        SortedSetValue set = new SortedSetValue();
        members.forEach(member -> set.add(key(member), member.length(), limits));
        int wanted = Math.floorMod(count, set.size() + 1);
        List<String> chosen = new ArrayList<>();
        set.choose(wanted, random::nextInt, (member, score) -> {
            assertThat(score).isEqualTo(member.length());
            return chosen.add(member.latin1());
        });
        assertThat(chosen).hasSize(wanted).doesNotHaveDuplicates().isSubsetOf(members);
        chosen.clear();
        set.draw(20, random::nextInt, (member, score) -> {
            assertThat(score).isEqualTo(member.length());
            chosen.add(member.latin1());
            return chosen.size() < 15;
        });
        assertThat(chosen).hasSize(15).isSubsetOf(members);
    }

    @Provide
    Arbitrary<PackingLimits> limits() {
        return Combinators.combine(Arbitraries.of(0L, 3L, 128L), Arbitraries.of(2L, 64L)).as(PackingLimits::new);
    }

    @Provide
    Arbitrary<Double> scores() {
        return Arbitraries.of(Double.NEGATIVE_INFINITY, -2.5, 0.0, 1.0, 1.0000000000000002, 3.0, Double.POSITIVE_INFINITY);
    }

    @Provide
    Arbitrary<Set<String>> members() {
        return member().set().ofMaxSize(100);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(member(), scores(), Arbitraries.of(false, false, true)).as(Step::new).list().ofMaxSize(150);
    }

    private static Arbitrary<String> member() {
        return Arbitraries.strings().withChars('a', 'b', '\u0000', '\u00ff').ofMaxLength(4);
    }

    /** A set after some steps; the model receives what is in it then. */
    private static SortedSetValue played(List<Step> steps, PackingLimits limits, Map<String, Double> model) {
        SortedSetValue set = new SortedSetValue();
        steps.forEach(step -> play(set, model, step, limits));
        return set;
    }

    private static void play(SortedSetValue set, Map<String, Double> model, Step step, PackingLimits limits) {
        Key member = key(step.member);
        if (step.remove) {
            assertThat(set.remove(member)).isEqualTo(model.remove(step.member) != null);
        } else if (model.put(step.member, step.score) == null) {
            set.add(member, step.score, limits);
        } else {
            set.update(member, step.score);
        }
    }

    private static Map<String, Double> present(SortedSetValue set) {
        Map<String, Double> present = new HashMap<>();
        ascending(set, 0, set.size()).forEach(scored -> present.put(scored.member, scored.score));
        return present;
    }

    private static List<Scored> sorted(Map<String, Double> model) {
        List<Scored> sorted = new ArrayList<>();
        model.forEach((member, score) -> sorted.add(new Scored(member, score)));
        sorted.sort(Comparator.comparingDouble(Scored::score).thenComparing(Scored::member));
        return sorted;
    }

    private static List<Scored> ascending(SortedSetValue set, int from, int to) {
        List<Scored> members = new ArrayList<>();
        set.forEach(from, to, (member, score) -> members.add(new Scored(member.latin1(), score)));
        return members;
    }

    private static Key key(String member) {
        return new Key().show(member.getBytes(ISO_8859_1));
    }
}
