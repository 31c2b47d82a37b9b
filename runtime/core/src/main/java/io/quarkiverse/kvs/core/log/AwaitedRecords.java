package io.quarkiverse.kvs.core.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What waits for records to be on the disk, by these records. For one thread at a time. */
final class AwaitedRecords {

    private record Awaited(long record, Runnable task) {
    }

    private final PriorityQueue<Awaited> queue = new PriorityQueue<>(Comparator.comparingLong(Awaited::record));

    void add(long record, Runnable task) {
        queue.add(new Awaited(record, task));
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether something waits for this record, or for one in front of it. */
    boolean isAnyUpTo(long record) {
        Awaited first = queue.peek();
        return first != null && first.record <= record;
    }

    /** Takes out what waits for this record, or for one in front of it. */
    List<Runnable> takeUpTo(long record) {
        List<Runnable> tasks = new ArrayList<>();
        while (isAnyUpTo(record)) {
            tasks.add(queue.remove().task);
        }
        return tasks;
    }
}
