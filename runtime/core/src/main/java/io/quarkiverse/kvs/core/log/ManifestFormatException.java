package io.quarkiverse.kvs.core.log;

import java.io.IOException;

/** A manifest is not what it should be. The message says why, in the words of Redis, and where. */
public final class ManifestFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final int lineNumber;
    private final String line;

    /** @param lineNumber from 1 on; 0 if it is no line's fault */
    ManifestFormatException(String reason, int lineNumber, String line) {
        super(lineNumber == 0 ? reason : reason + " (at line " + lineNumber + " of the manifest: '" + line + "')");
        this.reason = reason;
        this.lineNumber = lineNumber;
        this.line = line;
    }

    /** What Redis says of it. */
    public String reason() {
        return reason;
    }

    /** Counted from 1 on; 0 if it is no line's fault. */
    public int lineNumber() {
        return lineNumber;
    }

    /** The line, without blanks around it; empty if it is no line's fault. Bytes are characters. */
    public String line() {
        return line;
    }
}
