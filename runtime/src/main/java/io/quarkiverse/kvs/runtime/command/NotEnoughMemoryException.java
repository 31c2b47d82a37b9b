package io.quarkiverse.kvs.runtime.command;

/** A command has found, before it changed anything, that what it is about to do needs more memory than there is. */
final class NotEnoughMemoryException extends CommandException {

    private static final long serialVersionUID = 1L;

    private final long bytes;

    /** @param bytes how many it needs at once */
    NotEnoughMemoryException(long bytes) {
        super(MaxMemory.ERROR);
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }
}
