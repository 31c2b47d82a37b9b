package io.quarkiverse.kvs.core.command.persistence;

/** The data cannot be taken from its files, or kept in them. The message says which file, where in it, and why. */
public final class PersistenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PersistenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
