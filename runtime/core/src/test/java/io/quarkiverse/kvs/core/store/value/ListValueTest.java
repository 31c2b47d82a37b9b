package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Lists of small nodes against one that is known to work. */
class ListValueTest {

    /** What can be done to a list; numbers are made to fit it. */
    private enum Kind {
        ADD_LEFT,
        ADD_RIGHT,
        REMOVE_LEFT,
        REMOVE_RIGHT,
        INSERT_BEFORE,
        INSERT_AFTER,
        SET,
        REMOVE_FROM_LEFT,
        REMOVE_FROM_RIGHT,
        COPY
    }

    private record Step(Kind kind, int number, String element) {
    }

    private final List<String> model = new ArrayList<>();

    @Property(tries = 2000)
    void holdsWhatAnArrayListHolds(@ForAll("limits") NodeLimits limits, @ForAll("steps") @Size(max = 120) List<Step> steps) {
        ListValue list = new ListValue(limits);
        model.clear();
        for (Step step : steps) {
            list = apply(step, list);
            assertThat(list.size()).isEqualTo(model.size());
            assertSound(list, limits);
        }
        assertThat(elements(list)).isEqualTo(model);
        for (int i = 0; i < model.size(); i++) {
            assertThat(list.show(i, new Bytes()).latin1()).isEqualTo(model.get(i));
            assertThat(walk(list, i, ListEnd.RIGHT)).isEqualTo(model.subList(i, model.size()));
            List<String> backwards = new ArrayList<>(model.subList(0, i + 1));
            Collections.reverse(backwards);
            assertThat(walk(list, i, ListEnd.LEFT)).isEqualTo(backwards);
        }
    }

    private ListValue apply(Step step, ListValue list) {
        Bytes element = bytes(step.element);
        int size = model.size();
        switch (step.kind) {
            case ADD_LEFT -> {
                list.add(ListEnd.LEFT, element);
                model.add(0, step.element);
            }
            case ADD_RIGHT -> {
                list.add(ListEnd.RIGHT, element);
                model.add(step.element);
            }
            case REMOVE_LEFT -> {
                if (size > 0) {
                    assertThat(list.show(ListEnd.LEFT, new Bytes()).latin1()).isEqualTo(model.get(0));
                }
                int count = Math.min(size, step.number % 7);
                list.remove(ListEnd.LEFT, count);
                model.subList(0, count).clear();
            }
            case REMOVE_RIGHT -> {
                if (size > 0) {
                    assertThat(list.show(ListEnd.RIGHT, new Bytes()).latin1()).isEqualTo(model.get(size - 1));
                }
                int count = Math.min(size, step.number % 7);
                list.remove(ListEnd.RIGHT, count);
                model.subList(size - count, size).clear();
            }
            case INSERT_BEFORE, INSERT_AFTER -> {
                String pivot = size == 0 ? "none" : model.get(step.number % size);
                boolean before = step.kind == Kind.INSERT_BEFORE;
                boolean inserted = list.insert(bytes(pivot), before ? ListEnd.LEFT : ListEnd.RIGHT, element);
                assertThat(inserted).isEqualTo(size > 0);
                if (inserted) {
                    model.add(model.indexOf(pivot) + (before ? 0 : 1), step.element);
                }
            }
            case SET -> {
                if (size > 0) {
                    list.set(step.number % size, element);
                    model.set(step.number % size, step.element);
                }
            }
            case REMOVE_FROM_LEFT, REMOVE_FROM_RIGHT -> {
                boolean left = step.kind == Kind.REMOVE_FROM_LEFT;
                long most = step.number % 5 == 0 ? Long.MAX_VALUE : step.number % 5;
                long removed = list.remove(element, left ? ListEnd.LEFT : ListEnd.RIGHT, most);
                long expected = 0;
                while (expected < most && model.contains(step.element)) {
                    model.remove(left ? model.indexOf(step.element) : model.lastIndexOf(step.element));
                    expected++;
                }
                assertThat(removed).isEqualTo(expected);
            }
            case COPY -> {
                ListValue copy = list.copy();
                list.add(ListEnd.LEFT, element);
                list.set(0, bytes("not in the copy"));
                return copy;
            }
        }
        return list;
    }

    private static void assertSound(ListValue list, NodeLimits limits) {
        long count = 0;
        ListNode before = null;
        for (ListNode node = list.first(); node != null; node = node.next) {
            assertThat(node.previous).isSameAs(before);
            assertThat(node.count()).isPositive();
            assertThat(limits.allow(node.bytes(), node.count())).as("%d bytes, %d elements", node.bytes(), node.count())
                    .isTrue();
            int at = node.start();
            for (int i = 0; i < node.count(); i++) {
                assertThat(node.offset(i)).isEqualTo(at);
                at = node.next(at);
            }
            assertThat(at).isEqualTo(node.end());
            count += node.count();
            before = node;
        }
        assertThat(count).isEqualTo(list.size());
    }

    @Provide
    Arbitrary<NodeLimits> limits() {
        return Arbitraries.of(new NodeLimits(32, Integer.MAX_VALUE), new NodeLimits(200, Integer.MAX_VALUE), NodeLimits.of(0),
                NodeLimits.of(1), NodeLimits.of(2), NodeLimits.of(3), NodeLimits.of(-1));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(Kind.values()), Arbitraries.integers().between(0, 1000), elements())
                .as(Step::new).list();
    }

    /** Few of them, so that they are found; of all the lengths at which something changes. */
    private static Arbitrary<String> elements() {
        return Arbitraries.of("", "a", "b", "c", "longer", "x".repeat(28), "y".repeat(40), "z".repeat(127), "z".repeat(128),
                "l".repeat(5000), "l".repeat(20_000));
    }

    // What it costs

    @Test
    void insertsInTheMiddleLeaveNoShortNodes() {
        NodeLimits limits = new NodeLimits(200, Integer.MAX_VALUE);
        ListValue list = new ListValue(limits);
        list.add(ListEnd.RIGHT, bytes("pivot"));
        for (int i = 0; i < 3000; i++) {
            list.insert(bytes("pivot"), i % 3 == 0 ? ListEnd.LEFT : ListEnd.RIGHT, bytes("element" + i));
        }
        assertSound(list, limits);
        assertThat(nodes(list)).isLessThan(2 * bytesOf(list) / 200 + 2);
    }

    @Test
    void removalsLeaveNoShortNodes() {
        NodeLimits limits = new NodeLimits(200, Integer.MAX_VALUE);
        for (ListEnd from : ListEnd.values()) {
            ListValue list = new ListValue(limits);
            for (int i = 0; i < 3000; i++) {
                list.add(ListEnd.RIGHT, bytes("element" + i % 20));
            }
            for (int i = 0; i < 19; i++) {
                assertThat(list.remove(bytes("element" + i), from, Long.MAX_VALUE)).isEqualTo(150);
                assertSound(list, limits);
                assertThat(nodes(list)).isLessThan(2 * bytesOf(list) / 200 + 2);
            }
        }
    }

    @Test
    void aQueueThatStaysShortTakesNoMoreRoomInTheEnd() {
        for (ListEnd end : ListEnd.values()) {
            ListValue queue = new ListValue(NodeLimits.of(-2));
            for (int i = 0; i < 10; i++) {
                queue.add(end, bytes("element"));
            }
            long most = 0;
            for (int i = 0; i < 100_000; i++) {
                queue.add(end, bytes("element" + i));
                queue.remove(end == ListEnd.LEFT ? ListEnd.RIGHT : ListEnd.LEFT, 1);
                most = Math.max(most, queue.memory());
            }
            assertThat(most).isLessThan(72 + 4 * 15 * 11 + 16);
        }
    }

    @Test
    void fullNodesHaveLittleRoomLeft() {
        for (ListEnd end : ListEnd.values()) {
            ListValue list = new ListValue(NodeLimits.of(-2));
            for (int i = 0; i < 100_000; i++) {
                list.add(end, bytes("element" + i % 10));
            }
            assertThat(list.memory()).isLessThan(100_000 * 10 * 21 / 20);
        }
    }

    @Test
    void whatIsRemovedGivesItsRoomBack() {
        ListValue list = new ListValue(NodeLimits.of(-5));
        for (int i = 0; i < 5000; i++) {
            list.add(ListEnd.RIGHT, bytes("element" + i));
        }
        list.remove(ListEnd.LEFT, 2000);
        list.remove(ListEnd.RIGHT, 2999);
        assertThat(list.memory()).isLessThan(200);
        assertThat(list.show(0, new Bytes()).latin1()).isEqualTo("element2000");
        list.set(0, bytes("x".repeat(1_000_000)));
        list.set(0, bytes("short"));
        assertThat(list.memory()).isLessThan(200);
    }

    @Test
    void limitsAreThoseOfRedis() {
        assertThat(NodeLimits.of(-1).bytes()).isEqualTo(4096);
        assertThat(NodeLimits.of(-2).bytes()).isEqualTo(8192);
        assertThat(NodeLimits.of(-5).bytes()).isEqualTo(65_536);
        assertThat(NodeLimits.of(-6)).isEqualTo(NodeLimits.of(-5));
        assertThat(NodeLimits.of(Integer.MIN_VALUE)).isEqualTo(NodeLimits.of(-5));
        assertThat(NodeLimits.of(128)).isEqualTo(new NodeLimits(8192, 128));
    }

    private static int nodes(ListValue list) {
        int nodes = 0;
        for (ListNode node = list.first(); node != null; node = node.next) {
            nodes++;
        }
        return nodes;
    }

    private static int bytesOf(ListValue list) {
        int bytes = 0;
        for (ListNode node = list.first(); node != null; node = node.next) {
            bytes += node.bytes();
        }
        return bytes;
    }

    private static List<String> elements(ListValue list) {
        return list.isEmpty() ? List.of() : walk(list, 0, ListEnd.RIGHT);
    }

    private static List<String> walk(ListValue list, long from, ListEnd towards) {
        List<String> elements = new ArrayList<>();
        ListCursor cursor = list.cursor(from, towards);
        for (Bytes element = new Bytes(); cursor.next(element);) {
            elements.add(element.latin1());
        }
        return elements;
    }

    private static Bytes bytes(String text) {
        return new Bytes().show(text.getBytes(ISO_8859_1));
    }
}
