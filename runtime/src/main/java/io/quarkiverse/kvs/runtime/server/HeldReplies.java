package io.quarkiverse.kvs.runtime.server;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.quarkiverse.kvs.core.log.ChangeLog;

/**
 * What is held back from one client until the log has promised the records that it tells of; and what is to be sent behind
 * that,
 * so that everything stays in its order.
 * <p>
 * All methods are for the event loop, except {@link #bytes()}, which any thread may call.
 */
final class HeldReplies {

    private record Held(ByteBuf bytes, int size, long dependsOn) {
    }

    private final ClientChannel channel;
    private final ChangeLog log;
    private final Queue<Held> held = new ArrayDeque<>();
    private volatile long bytes;

    HeldReplies(ClientChannel channel, ChangeLog log) {
        this.channel = channel;
        this.log = log;
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
        return !held.isEmpty() || dependsOn > log.promised();
    }

    /** Holds something. */
    void hold(ByteBuf message, int size, long dependsOn) {
        held.add(new Held(message, size, dependsOn));
        bytes = bytes + size;
        if (held.size() == 1) {
            releaseWhenPromised(dependsOn);
        }
    }

    private void releaseWhenPromised(long record) {
        log.whenPromised(record, () -> channel.onEventLoop(this::release), channel::closeBecause);
    }

    private void release() {
        long promised = log.promised();
        for (Held next; (next = held.peek()) != null && next.dependsOn <= promised; held.remove()) {
            bytes = bytes - next.size;
            channel.writeHeld(next.bytes);
        }
        if (!held.isEmpty()) {
            releaseWhenPromised(held.peek().dependsOn);
        }
        channel.released();
    }

    /** Nothing of it can be sent any more. */
    void drop() {
        held.forEach(next -> ReferenceCountUtil.release(next.bytes));
        held.clear();
        bytes = 0;
    }
}
