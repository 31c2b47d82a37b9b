package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.command.server.MaxMemory;

/** A command has found, before it changed anything, that what it is about to do needs more memory than there is. */
public final class NotEnoughMemoryException extends CommandException {

    private static final long serialVersionUID = 1L;

    private final long bytes;

    /** @param bytes how many it needs at once */
    public NotEnoughMemoryException(long bytes) {
        super(MaxMemory.ERROR);
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }
}
