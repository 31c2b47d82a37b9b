package io.quarkiverse.kvs.runtime.server;

import java.util.Comparator;
import java.util.PriorityQueue;

import io.quarkiverse.kvs.core.log.ChangeLog;

/**
 * The records that replies to the clients of one event loop wait for until the log has promised them. The log is asked once
 * for all of them: so one sync of the disk wakes an event loop once, however many of its clients were waiting for that.
 * <p>
 * All methods are for that event loop.
 */
final class AwaitedRecords {

    private static final long NONE = Long.MAX_VALUE;

    private record Awaited(long record, HeldReplies replies) {
    }

    private final ChangeLog log;
    private final PriorityQueue<Awaited> waiting = new PriorityQueue<>(Comparator.comparingLong(Awaited::record));
    /** The record that the log was asked for last, and has not answered. */
    private long asked = NONE;

    AwaitedRecords(ChangeLog log) {
        this.log = log;
    }

    /** Whether a record is not promised yet. */
    boolean isToBeAwaited(long record) {
        return !log.isPromised(record);
    }

    /** Lets replies be sent once a record is promised. */
    void add(long record, HeldReplies replies) {
        waiting.add(new Awaited(record, replies));
        if (record < asked) {
            ask(record, replies);
        }
    }

    /** @param replies of any client of the event loop */
    private void ask(long record, HeldReplies replies) {
        asked = record;
        log.whenPromised(record, () -> replies.onEventLoop(() -> release(record)),
                why -> replies.onEventLoop(() -> disappoint(record, why)));
    }

    private void release(long record) {
        for (Awaited next; (next = waiting.peek()) != null && log.isPromised(next.record);) {
            waiting.remove();
            next.replies.release(log);
        }
        answered(record);
    }

    private void disappoint(long record, String why) {
        for (Awaited next; (next = waiting.poll()) != null;) {
            if (log.isPromised(next.record)) {
                next.replies.release(log);
            } else {
                next.replies.disappoint(why);
            }
        }
        answered(record);
    }

    /** Asks for the next one, unless the question was an older one than the last. */
    private void answered(long record) {
        if (record == asked) {
            asked = NONE;
            Awaited next = waiting.peek();
            if (next != null) {
                ask(next.record, next.replies);
            }
        }
    }
}
