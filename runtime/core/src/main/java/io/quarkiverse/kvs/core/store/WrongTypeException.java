package io.quarkiverse.kvs.core.store;

/** A key holds a value of another type than was asked for. Clients cause it, so it costs little: it has no stack trace. */
public final class WrongTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final WrongTypeException INSTANCE = new WrongTypeException();

    private WrongTypeException() {
        super("Operation against a key holding the wrong kind of value", null, false, false);
    }
}
