package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.protocol.Request;

/**
 * A request that waits in a transaction for EXEC, with the command that was found for it when it came. Names mean different
 * commands in different dialects, so the command is never looked up again.
 *
 * @param request independent of the array that it was decoded in
 */
public record QueuedCommand(Command command, Request request) {

    /** Whether it may change data. */
    public boolean mayWrite() {
        return command.mayWrite();
    }

    /** Whether it may need memory that there is not. */
    public boolean needsMemory() {
        return command.has(Flag.DENYOOM);
    }
}
