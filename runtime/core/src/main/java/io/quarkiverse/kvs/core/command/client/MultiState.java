package io.quarkiverse.kvs.core.command.client;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Watch;

/**
 * The transaction of a client: what it has queued between MULTI and EXEC, and the keys that it watches for it.
 * <p>
 * It belongs to the thread that executes the client's requests; others may ask how much is queued.
 */
public final class MultiState {

    private final HeldBytes held;
    /** The commands that wait for EXEC; null outside a transaction. */
    private List<QueuedCommand> queue;
    private boolean failed;
    private Watch watch = new Watch();

    MultiState(HeldBytes held) {
        this.held = held;
    }

    /** Whether there was MULTI, and no EXEC yet. */
    public boolean isOpen() {
        return queue != null;
    }

    public void begin() {
        queue = new ArrayList<>();
        failed = false;
    }

    /** Adds a command for EXEC, unless all of them together would become longer than allowed. */
    public boolean enqueue(Command command, Request request, long limit) {
        long length = held.queued() + request.size();
        if (length > limit) {
            return false;
        }
        queue.add(new QueuedCommand(command, request.copy()));
        held.queued(length);
        return true;
    }

    /** What waits for EXEC, in the order in which it came; null outside a transaction. */
    public List<QueuedCommand> queue() {
        return queue;
    }

    /** How many commands are queued, or -1 outside a transaction. Also for other threads, which may learn it late. */
    public int queued() {
        List<QueuedCommand> current = queue;
        return current == null ? -1 : current.size();
    }

    /** The bytes of what is queued. */
    public long bytes() {
        return held.queued();
    }

    /** Notes a mistake among the queued commands: EXEC will refuse. */
    public void fail() {
        failed = true;
    }

    public boolean isFailed() {
        return failed;
    }

    /** Ends it, and forgets what is queued. The keys are still watched. */
    public void end() {
        queue = null;
        held.queued(0);
    }

    /** The keys that the client watches. */
    public Watch watch() {
        return watch;
    }

    /** The keys that the client has watched; it watches none from now on. */
    public Watch takeWatch() {
        Watch taken = watch;
        if (!taken.isEmpty() || taken.isTouched()) {
            watch = new Watch();
        }
        return taken;
    }
}
