package io.quarkiverse.kvs.core.command;

/**
 * A command that has changed nothing yet is to be run anew: with the gate open for more, or on a thread that may take its time.
 */
public final class RunAgainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** There is nothing to tell about it. */
    public static final RunAgainException INSTANCE = new RunAgainException();

    private RunAgainException() {
        super(null, null, false, false);
    }
}
