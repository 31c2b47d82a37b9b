package io.quarkiverse.kvs.runtime.command;

import io.quarkiverse.kvs.runtime.protocol.Request;

/**
 * A request that waits in a transaction for EXEC, with the command that was found for it when it came. Names mean different
 * commands in different dialects, so the command is never looked up again.
 *
 * @param request independent of the array that it was decoded in
 */
record QueuedCommand(Command command, Request request) {

    /** Whether it may change data. */
    boolean mayWrite() {
        return command.mayWrite();
    }

    /** Whether it may need memory that there is not. */
    boolean needsMemory() {
        return command.has(Flag.DENYOOM);
    }
}
