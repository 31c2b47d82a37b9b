package io.quarkiverse.kvs.runtime;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;

/** How data is kept in files, so that it survives the end of the application. */
public interface PersistenceConfig {

    /** What callers in the process get while the data is being loaded. */
    enum WhileLoading {
        /** They wait until it is loaded. */
        WAIT,
        /** They get an exception. */
        FAIL
    }

    /**
     * Whether every change is written to an append-only file, and the data is loaded from it at the start. The file is in the
     * format of Redis 7. If this is not set, it is off.
     */
    @WithDefault("false")
    boolean appendOnly();

    /**
     * When changes are made to be on the disk. `always`: before the reply that tells of them. `everysec`: once a second, so a
     * crash of the machine loses at most about two seconds. `no`: when the operating system does it.
     */
    @WithDefault("everysec")
    FsyncPolicy fsync();

    /**
     * The directory for the files. If this is not set: `kvs-data` in the working directory. If it is set, data that is there is
     * loaded at the start, also without an append-only file.
     */
    Optional<String> directory();

    /**
     * When snapshots are made: pairs of seconds and changes, such as `3600 1 300 100`. A snapshot is made when both numbers of
     * a pair are reached, and when the application ends. If this is not set, snapshots are made only when a client asks for
     * one.
     */
    Optional<List<String>> save();

    /**
     * The name of the file that snapshots are written to.
     */
    @WithDefault("dump.rdb")
    String fileName();

    /**
     * By how many percents the append-only file grows before it is rewritten; `0` for never.
     */
    @WithDefault("100")
    int rewritePercentage();

    /**
     * The size that the append-only file has before it is rewritten.
     */
    @WithDefault("64M")
    MemorySize rewriteMinSize();

    /**
     * Whether the append-only file is not synced while it is rewritten or a snapshot is made.
     */
    @WithDefault("false")
    boolean noFsyncOnRewrite();

    /**
     * Whether a last change that was written only in part is dropped at the start, with a warning. Otherwise the application
     * does not start.
     */
    @WithDefault("true")
    boolean loadTruncated();

    /**
     * What the application itself gets while the data is being loaded: with `wait`, its calls wait; with `fail`, they throw an
     * exception.
     */
    @WithDefault("wait")
    WhileLoading whileLoading();
}
