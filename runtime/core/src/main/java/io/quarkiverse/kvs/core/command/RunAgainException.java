package io.quarkiverse.kvs.core.command;

/**
 * A command that has changed nothing yet is to be run anew: with the gate open for more, on a thread that may take its time, or
 * when something is free that another thread uses.
 */
public final class RunAgainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** There is nothing to tell about it. */
    public static final RunAgainException INSTANCE = new RunAgainException(null);

    private final transient Runnable waiting;

    private RunAgainException(Runnable waiting) {
        super(null, null, false, false);
        this.waiting = waiting;
    }

    /**
     * When something is free.
     *
     * @param waiting waits for that; called with the gate closed, by a thread that may wait
     */
    public static RunAgainException after(Runnable waiting) {
        return new RunAgainException(waiting);
    }

    /** Whether any thread can run it, a little later. */
    boolean isOfContention() {
        return waiting != null;
    }

    /** Waits until it can be run anew. */
    void await() {
        if (waiting != null) {
            waiting.run();
        }
    }
}
