package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.cluster.Linearizability.Operation;

/** What checks histories finds what is wrong in them, and nothing else. */
class LinearizabilityTest {

    private static final long UNKNOWN = Long.MAX_VALUE;

    private static Operation op(long called, long returned, String input, String output) {
        return new Operation(called, returned, input, output);
    }

    private static boolean check(Operation... operations) {
        return Linearizability.check(List.of(operations), Commands::after, Commands.NOTHING, Commands::readsOnly);
    }

    @Test
    void oneAfterTheOther() {
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, 4, "GET k", "1"), op(5, 6, "SET k 2", "+OK"),
                op(7, 8, "GET k", "2"))).isTrue();
    }

    @Test
    void aStaleRead() {
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, 4, "SET k 2", "+OK"), op(5, 6, "GET k", "1"))).isFalse();
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, 6, "SET k 2", "+OK"), op(5, 6, "GET k", "1"))).isTrue();
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, 9, "SET k 2", "+OK"), op(4, 5, "GET k", "2"),
                op(6, 7, "GET k", "1"))).isFalse();
    }

    @Test
    void whatIsNotKnownMayHaveHappenedOrNot() {
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, UNKNOWN, "SET k 2", null), op(5, 6, "GET k", "1"))).isTrue();
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, UNKNOWN, "SET k 2", null), op(5, 6, "GET k", "2"))).isTrue();
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, UNKNOWN, "SET k 2", null), op(5, 6, "GET k", "1"),
                op(7, 8, "GET k", "2"))).isTrue();
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, UNKNOWN, "SET k 2", null), op(5, 6, "GET k", "2"),
                op(7, 8, "GET k", "1"))).isFalse();
        // Not before it was called.
        assertThat(check(op(1, 2, "SET k 1", "+OK"), op(3, 4, "GET k", "2"), op(5, UNKNOWN, "SET k 2", null))).isFalse();
    }

    @Test
    void aLostIncrementAndOneThatHappenedTwice() {
        assertThat(check(op(1, 5, "INCR k", "1"), op(1, 5, "INCR k", "2"), op(6, 7, "GET k", "2"))).isTrue();
        assertThat(check(op(1, 5, "INCR k", "1"), op(1, 5, "INCR k", "1"))).isFalse();
        assertThat(check(op(1, 5, "INCR k", "1"), op(6, 7, "GET k", "2"))).isFalse();
    }

    @Test
    void whatIsPoppedTwiceOrLost() {
        assertThat(check(op(1, 2, "RPUSH k a", "1"), op(3, 9, "LPOP k", "a"), op(3, 9, "LPOP k", "(nil)"))).isTrue();
        assertThat(check(op(1, 2, "RPUSH k a", "1"), op(3, 9, "LPOP k", "a"), op(3, 9, "LPOP k", "a"))).isFalse();
        assertThat(check(op(1, 2, "RPUSH k a", "1"), op(3, 4, "LPOP k", "(nil)"))).isFalse();
    }

    /** Histories that did happen, with many operations at once; and the same with one read that is stale. */
    @Test
    void longHistories() {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Operation> history = new ArrayList<>();
            history.add(op(-200, -100, "SET k first", "+OK"));
            String state = "s:first";
            for (int i = 1; i <= 300; i++) {
                long at = i * 10L;
                long called = at - random.nextInt(25);
                long returned = at + random.nextInt(25);
                String input = random.nextBoolean() ? "SET k " + i : "GET k";
                String output = input.startsWith("SET") ? "+OK" : state.isEmpty() ? "(nil)" : state.substring(2);
                state = Commands.after(state, input, output);
                history.add(random.nextInt(40) == 0 ? op(called, UNKNOWN, input, null) : op(called, returned, input, output));
            }
            history.add(op(4000, 4001, "SET k last", "+OK"));
            history.add(op(4002, 4003, "GET k", "last"));
            assertThat(Linearizability.check(history, Commands::after, Commands.NOTHING, Commands::readsOnly))
                    .as("seed %d", seed).isTrue();
            history.add(op(4004, 4005, "GET k", "first"));
            assertThat(Linearizability.check(history, Commands::after, Commands.NOTHING, Commands::readsOnly))
                    .as("seed %d", seed).isFalse();
        }
    }
}
