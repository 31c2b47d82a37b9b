package io.quarkiverse.kvs.core.store.rdb;

/**
 * Bytes are not what they claim to be: cut off, contradicting themselves, or of a kind that is not known here.
 * Peers cause it, so it has no stack trace.
 */
public final class RdbFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private enum Kind {
        BROKEN,
        TRUNCATED,
        EMPTY
    }

    public RdbFormatException(String message) {
        this(message, Kind.BROKEN);
    }

    private RdbFormatException(String message, Kind kind) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** A stream ends too early. */
    static RdbFormatException truncated() {
        return new RdbFormatException("the file ends too early", Kind.TRUNCATED);
    }

    /** There is nothing in a collection; all of it has been read. */
    static RdbFormatException emptyCollection() {
        return new RdbFormatException("a collection is empty", Kind.EMPTY);
    }

    boolean isTruncated() {
        return kind == Kind.TRUNCATED;
    }

    boolean isEmptyCollection() {
        return kind == Kind.EMPTY;
    }
}
