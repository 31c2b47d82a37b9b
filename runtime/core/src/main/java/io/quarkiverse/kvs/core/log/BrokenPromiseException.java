package io.quarkiverse.kvs.core.log;

/** What was done is in memory, but the log cannot make it last. The message says why. */
public final class BrokenPromiseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenPromiseException(String why) {
        super(why);
    }
}
