package io.quarkiverse.kvs.core.store.rdb;

/** A value takes more bytes than fit into one array. It has no stack trace, which would cost more than it tells. */
public final class PayloadTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PayloadTooLargeException(long bytes) {
        super(bytes + " bytes are too many", null, false, false);
    }
}
