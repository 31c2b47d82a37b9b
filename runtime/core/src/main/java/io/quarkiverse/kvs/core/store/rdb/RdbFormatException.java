package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Bytes are not what they claim to be: cut off, contradicting themselves, or of a kind that is not known here.
 * Peers cause it, so it has no stack trace.
 */
public final class RdbFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RdbFormatException(String message) {
        super(message, null, false, false);
    }
}
