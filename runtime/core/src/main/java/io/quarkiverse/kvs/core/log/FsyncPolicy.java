package io.quarkiverse.kvs.core.log;

/** When what was written to the append-only file is made to be on the disk: {@code appendfsync} of Redis. */
public enum FsyncPolicy {
    /** Before the reply to the command that wrote it. */
    ALWAYS,
    /** Once a second. */
    EVERYSEC,
    /** When the operating system likes to. */
    NO
}
