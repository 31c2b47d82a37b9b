package io.quarkiverse.kvs.runtime;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;

/** How data is kept in files, so that it survives a restart of the application. */
public interface PersistenceConfig {

    /** What calls of the application do while the data is being loaded. */
    enum WhileLoading {
        /** They wait until it is loaded. */
        WAIT,
        /** They throw an exception. */
        FAIL
    }

    /**
     * Whether every change is written to an append-only file, in the format of Redis 7, from which the data is loaded at the
     * start.
     */
    @WithDefault("false")
    boolean appendOnly();

    /**
     * When changes in the append-only file are synced to disk. `always`: before the reply to the command. `everysec`: once a
     * second, so that a crash of the machine loses at most about two seconds. `no`: when the operating system does it.
     */
    @WithDefault("everysec")
    FsyncPolicy fsync();

    /**
     * The directory for the files. If this is not set, it is `kvs-data` in the working directory. If it is set, the data in it
     * is loaded at the start, also without an append-only file.
     */
    Optional<String> directory();

    /**
     * When snapshots are made: pairs of seconds and changes. `3600 1 300 100` makes one after 3600 seconds with at least one
     * change, and after 300 seconds with at least 100 changes. Another is made when the application ends. If this is not set,
     * snapshots are made only by commands such as `BGSAVE`.
     */
    Optional<List<String>> save();

    /**
     * The name of the snapshot file.
     */
    @WithDefault("dump.rdb")
    String fileName();

    /**
     * By how many percent the append-only file grows before it is rewritten; `0` for never.
     */
    @WithDefault("100")
    int rewritePercentage();

    /**
     * The append-only file is rewritten only if it is larger than this.
     */
    @WithDefault("64M")
    MemorySize rewriteMinSize();

    /**
     * Whether syncs of the append-only file are left out while it is rewritten or a snapshot is made.
     */
    @WithDefault("false")
    boolean noFsyncOnRewrite();

    /**
     * Whether an incomplete last change in the append-only file is dropped at the start, with a warning. Otherwise the
     * application does not start.
     */
    @WithDefault("true")
    boolean loadTruncated();

    /**
     * What calls of the application do while the data is being loaded: `wait` until it is loaded, or `fail` with an exception.
     */
    @WithDefault("wait")
    WhileLoading whileLoading();
}
