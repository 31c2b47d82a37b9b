package io.quarkiverse.kvs.runtime.server;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.quarkiverse.kvs.core.log.ChangeLog;

/**
 * What is held back from one client until the log has promised the records that it tells of; and what is to be sent behind
 * that, so that everything stays in its order.
 * <p>
 * All methods are for the event loop, except {@link #bytes()}, which any thread may call.
 */
final class HeldReplies {

    private record Held(ByteBuf bytes, int size, long dependsOn) {
    }

    private final ClientChannel channel;
    private final AwaitedRecords awaited;
    private final Queue<Held> held = new ArrayDeque<>();
    private volatile long bytes;

    HeldReplies(ClientChannel channel, AwaitedRecords awaited) {
        this.channel = channel;
        this.awaited = awaited;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** How many bytes are held. */
    long bytes() {
        return bytes;
    }

    /** Whether something is to be held that tells of a record. */
    boolean isToBeHeld(long dependsOn) {
        return !held.isEmpty() || awaited.isToBeAwaited(dependsOn);
    }

    /** Holds something. */
    void hold(ByteBuf message, int size, long dependsOn) {
        held.add(new Held(message, size, dependsOn));
        bytes = bytes + size;
        if (held.size() == 1) {
            awaited.add(dependsOn, this);
        }
    }

    /** Sends what tells of no record behind one. */
    void release(ChangeLog log) {
        if (held.isEmpty()) {
            return;
        }
        for (Held next; (next = held.peek()) != null && log.isPromised(next.dependsOn); held.remove()) {
            bytes = bytes - next.size;
            channel.writeHeld(next.bytes);
        }
        if (!held.isEmpty()) {
            awaited.add(held.peek().dependsOn, this);
        }
        channel.released();
    }

    /** What it tells of will never be promised. */
    void disappoint(String why) {
        if (!held.isEmpty()) {
            channel.closeBecause(why);
        }
    }

    /** Does something on the event loop, later. */
    void onEventLoop(Runnable task) {
        channel.onEventLoop(task);
    }

    /** Nothing of it can be sent any more. */
    void drop() {
        held.forEach(next -> ReferenceCountUtil.release(next.bytes));
        held.clear();
        bytes = 0;
    }
}
