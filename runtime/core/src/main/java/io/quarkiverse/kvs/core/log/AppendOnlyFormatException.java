package io.quarkiverse.kvs.core.log;

import java.io.IOException;

/** There is something in an append-only file that is no command. The message is that of Redis, with the offset. */
public final class AppendOnlyFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    AppendOnlyFormatException(String file, long offset, String what) {
        super("Bad file format reading the append only file " + file + ": make a backup of your AOF file, then use "
                + "./redis-check-aof --fix <filename.manifest> (at offset " + offset + ": " + what + ")");
        this.file = file;
        this.offset = offset;
    }

    /** The name of the file. */
    public String file() {
        return file;
    }

    /** Where in the file that is. */
    public long offset() {
        return offset;
    }
}
