package io.quarkiverse.kvs.core.store.rdb;

import java.io.IOException;

/** An RDB file is not what it should be, or has what is not known here. The message says what, and where. */
public final class RdbFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final long offset;
    private final boolean truncated;

    RdbFileException(String reason, long offset, boolean truncated) {
        super(reason + " (at offset " + offset + ")");
        this.reason = reason;
        this.offset = offset;
        this.truncated = truncated;
    }

    /** The message without the offset. */
    public String reason() {
        return reason;
    }

    /** How many bytes of the file were read when that was found. */
    public long offset() {
        return offset;
    }

    /** Whether the file ends too early. */
    public boolean isTruncated() {
        return truncated;
    }
}
