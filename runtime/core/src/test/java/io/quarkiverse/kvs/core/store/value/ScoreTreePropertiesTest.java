package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ScoreTree.Node;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The tree, with nodes so small that it is deep, against a set that is known to work; its invariants after each step. */
class ScoreTreePropertiesTest {

    /** Puts the element in if it is not there, or takes it out. */
    @Property
    void holdsWhatASetHolds(@ForAll("capacities") int capacity, @ForAll("elements") List<byte[]> steps) {
        ScoreTree tree = new ScoreTree(capacity);
        TreeSet<byte[]> model = new TreeSet<>(ScoredElement::compare);
        for (byte[] element : steps) {
            toggle(tree, model, element);
            check(tree);
            assertThat(tree.size()).isEqualTo(model.size());
        }
        assertThat(all(tree)).isEqualTo(new ArrayList<>(model));
    }

    @Property(tries = 200)
    void growsInAnyOrderAndShrinksAtAnyPlace(@ForAll("capacities") int capacity,
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll Growth growth, @ForAll Shrinkage shrinkage, @ForAll long seed) {
        Random random = new Random(seed);
        ScoreTree tree = new ScoreTree(capacity);
        List<byte[]> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(element(growth == Growth.DESCENDING ? -i : i, ""));
        }
        if (growth == Growth.SHUFFLED) {
            Collections.shuffle(order, random);
        }
        for (byte[] element : order) {
            tree.insert(element);
            check(tree);
        }
        while (tree.size() > 0) {
            int rank = switch (shrinkage) {
                case FIRST -> 0;
                case LAST -> tree.size() - 1;
                case MIDDLE -> tree.size() / 2;
                case ANY -> random.nextInt(tree.size());
            };
            byte[] element = tree.at(rank);
            assertThat(tree.rank(element)).isEqualTo(rank);
            tree.remove(element);
            check(tree);
        }
        assertThat(tree.root.isLeaf()).isTrue();
    }

    enum Growth {
        ASCENDING,
        DESCENDING,
        SHUFFLED
    }

    enum Shrinkage {
        FIRST,
        LAST,
        MIDDLE,
        ANY
    }

    /** What is built at once can be changed like what has grown. */
    @Property
    void isBuiltOfSortedElements(@ForAll("capacities") int capacity, @ForAll("elements") List<byte[]> content,
            @ForAll("elements") List<byte[]> steps) {
        TreeSet<byte[]> model = new TreeSet<>(ScoredElement::compare);
        model.addAll(content);
        ScoreTree tree = ScoreTree.of(capacity, model.toArray(new byte[0][]));
        check(tree);
        assertThat(all(tree)).isEqualTo(new ArrayList<>(model));
        for (byte[] element : steps) {
            toggle(tree, model, element);
            check(tree);
        }
        assertThat(all(tree)).isEqualTo(new ArrayList<>(model));
    }

    @Property
    void knowsRanks(@ForAll("capacities") int capacity, @ForAll("elements") List<byte[]> content,
            @ForAll("elements") List<byte[]> asked) {
        TreeSet<byte[]> model = new TreeSet<>(ScoredElement::compare);
        ScoreTree tree = filled(capacity, content, model);
        int rank = 0;
        for (byte[] element : model) {
            assertThat(tree.rank(element)).isEqualTo(rank);
            assertThat(tree.at(rank)).isSameAs(element);
            rank++;
        }
        for (byte[] element : asked) {
            double score = ScoredElement.score(element);
            Key member = ScoredElement.showMember(element, new Key());
            assertThat(tree.rank(Bound.before(score, member))).isEqualTo(model.headSet(element).size());
            assertThat(tree.rank(Bound.before(score)))
                    .isEqualTo((int) model.stream().filter(e -> ScoredElement.score(e) < score).count());
            assertThat(tree.rank(Bound.behind(score)))
                    .isEqualTo((int) model.stream().filter(e -> ScoredElement.score(e) <= score).count());
        }
        assertThat(tree.rank(Bound.START)).isZero();
        assertThat(tree.rank(Bound.END)).isEqualTo(model.size());
    }

    @Property
    void knowsMembersOfOneScore(@ForAll("capacities") int capacity, @ForAll("members") List<String> members,
            @ForAll("members") List<String> asked) {
        TreeSet<byte[]> model = new TreeSet<>(ScoredElement::compare);
        ScoreTree tree = filled(capacity, members.stream().map(member -> element(7, member)).toList(), model);
        for (String member : asked) {
            byte[] element = element(7, member);
            assertThat(tree.rank(Bound.before(member.getBytes(UTF_8)))).isEqualTo(model.headSet(element, false).size());
            assertThat(tree.rank(Bound.behind(member.getBytes(UTF_8)))).isEqualTo(model.headSet(element, true).size());
        }
    }

    @Property
    void isWalkedBothWays(@ForAll("capacities") int capacity, @ForAll("elements") List<byte[]> content, @ForAll int one,
            @ForAll int other,
            @ForAll @IntRange(min = 1, max = 50) int enough) {
        TreeSet<byte[]> model = new TreeSet<>(ScoredElement::compare);
        ScoreTree tree = filled(capacity, content, model);
        int from = Math.min(Math.floorMod(one, tree.size() + 1), Math.floorMod(other, tree.size() + 1));
        int to = Math.max(Math.floorMod(one, tree.size() + 1), Math.floorMod(other, tree.size() + 1));
        List<byte[]> expected = new ArrayList<>(model).subList(from, to);
        List<byte[]> seen = new ArrayList<>();
        tree.forEach(from, to, element -> {
            seen.add(element);
            return seen.size() < enough;
        });
        assertThat(seen).isEqualTo(expected.subList(0, Math.min(enough, expected.size())));
        seen.clear();
        tree.forEachDescending(from, to, element -> {
            seen.add(0, element);
            return seen.size() < enough;
        });
        assertThat(seen).isEqualTo(expected.subList(expected.size() - Math.min(enough, expected.size()), expected.size()));
    }

    @Property(tries = 10)
    void isNotMuchLargerThanItsElementsNeed(@ForAll @IntRange(min = 1_000, max = 20_000) int count) {
        ScoreTree tree = ScoreTree.of(new byte[0][]);
        for (int i = 0; i < count; i++) {
            tree.insert(element(i, "m"));
        }
        assertThat(tree.memory()).isLessThan(count * 14L + 3_000);
    }

    @Provide
    Arbitrary<Integer> capacities() {
        return Arbitraries.of(4, 6, 8);
    }

    @Provide
    Arbitrary<List<byte[]>> elements() {
        Arbitrary<Double> scores = Arbitraries.of(Double.NEGATIVE_INFINITY, -1.5, -0.0, 0.0, 1.0, 2.0, 1e300,
                Double.POSITIVE_INFINITY);
        return Combinators.combine(scores, member()).as(ScoreTreePropertiesTest::element).list().ofMaxSize(200);
    }

    @Provide
    Arbitrary<List<String>> members() {
        return member().list().ofMaxSize(200);
    }

    private static Arbitrary<String> member() {
        return Arbitraries.strings().withChars('a', 'b', 'c', '\u0000', '\u00ff').ofMaxLength(4);
    }

    private static void toggle(ScoreTree tree, Set<byte[]> model, byte[] element) {
        if (model.add(element)) {
            tree.insert(element);
        } else {
            model.remove(element);
            tree.remove(element);
        }
    }

    private static ScoreTree filled(int capacity, List<byte[]> content, Set<byte[]> model) {
        ScoreTree tree = new ScoreTree(capacity);
        for (byte[] element : content) {
            if (model.add(element)) {
                tree.insert(element);
            }
        }
        return tree;
    }

    private static List<byte[]> all(ScoreTree tree) {
        List<byte[]> all = new ArrayList<>();
        tree.forEach(0, tree.size(), all::add);
        return all;
    }

    private static byte[] element(double score, String member) {
        return ScoredElement.of(score, new Bytes().show(member.getBytes(UTF_8)));
    }

    // Invariants

    private static void check(ScoreTree tree) {
        if (!tree.root.isLeaf()) {
            assertThat(tree.root.size).as("children of the root").isGreaterThan(1);
        }
        List<byte[]> elements = new ArrayList<>();
        assertThat(check(tree, tree.root, true, true, elements)).as("elements").isEqualTo(tree.size());
        for (int i = 1; i < elements.size(); i++) {
            assertThat(ScoredElement.compare(elements.get(i - 1), elements.get(i))).as("order").isNegative();
        }
        depth(tree.root);
    }

    /** @return how many elements stand below the node */
    private static int check(ScoreTree tree, Node node, boolean root, boolean atEdge, List<byte[]> elements) {
        int least = root ? 0 : atEdge ? 1 : tree.capacity / 2;
        assertThat(node.size).as("size of a node").isBetween(least, tree.capacity);
        for (int i = node.size; i < tree.capacity; i++) {
            assertThat(node.elements[i]).isNull();
        }
        for (int i = 0; i < node.size; i++) {
            assertThat(node.scores[i]).as("score").isEqualTo(ScoredElement.score(node.elements[i]));
        }
        if (node.isLeaf()) {
            elements.addAll(Arrays.asList(node.elements).subList(0, node.size));
            return node.size;
        }
        int count = 0;
        for (int i = 0; i < node.size; i++) {
            Node child = node.children[i];
            assertThat(node.elements[i]).as("first element of a child").isSameAs(child.elements[0]);
            int below = check(tree, child, false, atEdge && i == node.size - 1, elements);
            assertThat(node.counts[i]).as("elements below a child").isEqualTo(below);
            count += below;
        }
        return count;
    }

    private static int depth(Node node) {
        if (node.isLeaf()) {
            return 0;
        }
        int depth = depth(node.children[0]);
        for (int i = 1; i < node.size; i++) {
            assertThat(depth(node.children[i])).as("depth").isEqualTo(depth);
        }
        return depth + 1;
    }
}
