package io.quarkiverse.kvs.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells whether a history of one object may have happened: whether there is an order of its operations in which each happens at
 * one instant between its call and its return, and each returns what it then would. By the algorithm of Wing and Gong ("Testing
 * and verifying concurrent objects", 1993), with Lowe's memory of what was tried ("Testing for linearizability", 2017).
 */
final class Linearizability {

    /** What an object does, one operation at a time. */
    @FunctionalInterface
    interface Model<S> {

        /**
         * @param state is not changed; has a value's {@code equals}
         * @param output null if it is not known
         * @return the state behind it, or null if it would not have had that output
         */
        S after(S state, String input, String output);
    }

    /**
     * @param called when it was called, in any unit
     * @param returned when it has returned; {@link Long#MAX_VALUE} if it is not known whether and when it happened
     */
    record Operation(long called, long returned, String input, String output) {

        boolean isKnown() {
            return returned != Long.MAX_VALUE;
        }
    }

    /** A call or a return, in a list in the order of time. */
    private static final class Event {

        final int operation;
        /** Of a call; null if it is one itself, or never came. */
        Event returning;
        final boolean call;
        Event before;
        Event next;

        Event(int operation, boolean call) {
            this.operation = operation;
            this.call = call;
        }
    }

    /** What was done, and the state behind it; with a hash that tells such sets apart. */
    private record Tried(long[] done, Object state) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Tried tried && Arrays.equals(done, tried.done) && state.equals(tried.state);
        }

        @Override
        public int hashCode() {
            long hash = state.hashCode();
            for (long word : done) {
                hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 29;
            }
            return (int) (hash ^ hash >>> 32);
        }
    }

    private record Step<S>(Event call, S before) {
    }

    private Linearizability() {
    }

    /**
     * @param initial the state at the beginning
     * @param readsOnly whether an operation changes nothing: where its output is not known, it does not matter
     */
    static <S> boolean check(List<Operation> all, Model<S> model, S initial, Predicate<String> readsOnly) {
        List<Operation> operations = all.stream().filter(each -> each.isKnown() || !readsOnly.test(each.input())).toList();
        Event head = events(operations);
        int left = (int) operations.stream().filter(Operation::isKnown).count();
        BitSet done = new BitSet(operations.size());
        Set<Tried> tried = new HashSet<>();
        Deque<Step<S>> steps = new ArrayDeque<>();
        S state = initial;
        Event at = head.next;
        while (left > 0) {
            if (at.call) {
                Operation operation = operations.get(at.operation);
                S after = model.after(state, operation.input(), operation.output());
                if (after != null) {
                    done.set(at.operation);
                    if (tried.add(new Tried(done.toLongArray(), after))) {
                        steps.push(new Step<>(at, state));
                        state = after;
                        lift(at);
                        left -= at.returning == null ? 0 : 1;
                        at = head.next;
                        continue;
                    }
                    done.clear(at.operation);
                }
                at = at.next;
            }
            // What has returned has to have happened before: one of the steps was wrong.
            while (at == null || !at.call) {
                if (steps.isEmpty()) {
                    return false;
                }
                Step<S> last = steps.pop();
                state = last.before;
                at = last.call;
                done.clear(at.operation);
                left += at.returning == null ? 0 : 1;
                unlift(at);
                at = at.next;
            }
        }
        return true;
    }

    private static Event events(List<Operation> operations) {
        record Timed(long time, Event event) {
        }
        List<Timed> all = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Event call = new Event(i, true);
            all.add(new Timed(operation.called(), call));
            if (operation.isKnown()) {
                call.returning = new Event(i, false);
                all.add(new Timed(operation.returned(), call.returning));
            }
        }
        // At the same time, calls are first: that allows more.
        all.sort(Comparator.comparingLong(Timed::time).thenComparing(timed -> !timed.event().call));
        Event head = new Event(-1, true);
        Event last = head;
        for (Timed timed : all) {
            timed.event().before = last;
            last.next = timed.event();
            last = timed.event();
        }
        return head;
    }

    private static void lift(Event call) {
        remove(call);
        if (call.returning != null) {
            remove(call.returning);
        }
    }

    private static void unlift(Event call) {
        if (call.returning != null) {
            insert(call.returning);
        }
        insert(call);
    }

    private static void remove(Event event) {
        event.before.next = event.next;
        if (event.next != null) {
            event.next.before = event.before;
        }
    }

    private static void insert(Event event) {
        event.before.next = event;
        if (event.next != null) {
            event.next.before = event;
        }
    }
}
