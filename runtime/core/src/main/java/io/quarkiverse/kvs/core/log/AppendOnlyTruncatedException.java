package io.quarkiverse.kvs.core.log;

import java.io.IOException;

/**
 * An append-only file ends in the middle of a command, or behind a MULTI without its EXEC. Everything before that has been
 * read,
 * nothing of it has. The message is that of Redis.
 */
public final class AppendOnlyTruncatedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long validUpTo;
    private final boolean inTransaction;

    AppendOnlyTruncatedException(String file, long validUpTo, boolean inTransaction) {
        super("Unexpected end of file reading the append only file " + file + ". You can: 1) Make a backup of your AOF file, "
                + "then use ./redis-check-aof --fix <filename.manifest>. 2) Alternatively you can set the 'aof-load-truncated' "
                + "configuration option to yes and restart the server.");
        this.file = file;
        this.validUpTo = validUpTo;
        this.inTransaction = inTransaction;
    }

    /** The name of the file. */
    public String file() {
        return file;
    }

    /** Where the command begins that is not complete, or the MULTI before it: the length that the file is to be cut to. */
    public long validUpTo() {
        return validUpTo;
    }

    /** Whether it is a transaction that is not complete. */
    public boolean isInTransaction() {
        return inTransaction;
    }
}
