package io.quarkiverse.kvs.core.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A number that grows, and what waits for it to reach others. Safe for use by many threads. */
final class Milestones {

    private record Waiting(long number, Runnable task) {
    }

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::number));
    private volatile long last;

    /** The number reached. */
    long last() {
        return last;
    }

    /** Runs something once a number is reached: at once, or on the thread that reaches it. */
    void when(long number, Runnable task) {
        synchronized (this) {
            if (number > last) {
                waiting.add(new Waiting(number, task));
                return;
            }
        }
        task.run();
    }

    /** A number is reached. */
    void reached(long number) {
        List<Runnable> tasks = new ArrayList<>();
        synchronized (this) {
            last = Math.max(last, number);
            for (Waiting first; (first = waiting.peek()) != null && first.number <= last; waiting.remove()) {
                tasks.add(first.task);
            }
        }
        tasks.forEach(Runnable::run);
    }
}
