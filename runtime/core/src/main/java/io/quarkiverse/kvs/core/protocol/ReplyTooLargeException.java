package io.quarkiverse.kvs.core.protocol;

/** The replies that wait for one client exceed what may wait. */
public final class ReplyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplyTooLargeException(int limit) {
        super("more than " + limit + " bytes of replies", null, false, false);
    }
}
