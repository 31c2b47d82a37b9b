package io.quarkiverse.kvs.core.command.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.log.DiskDirectory;
import io.quarkiverse.kvs.core.log.LogDirectory;

/**
 * Where the files lie: snapshots in a directory, the parts of the append-only file in one below it. It is locked before
 * anything is written, so that no other process writes there.
 * <p>
 * Safe for use by many threads.
 */
final class DataDirectory {

    static final String SNAPSHOT_TEMPORARY = "temp.rdb";
    static final String BASE_TEMPORARY = "temp-rewriteaof-bg.aof";

    private final PersistenceLog log;
    private volatile LogDirectory root;
    private volatile LogDirectory appendOnly;
    private DirectoryLock lock;

    DataDirectory(PersistenceSettings settings, PersistenceLog log) {
        this.log = log;
        use(new DiskDirectory(settings.directory),
                new DiskDirectory(settings.directory.resolve(settings.appendDirname.value())));
    }

    /** Puts other directories in the place of those that the settings name. */
    void use(LogDirectory forSnapshots, LogDirectory forAppendOnly) {
        root = forSnapshots;
        appendOnly = forAppendOnly;
    }

    /** That of snapshots. */
    LogDirectory root() {
        return root;
    }

    /** That of the append-only file. */
    LogDirectory appendOnly() {
        return appendOnly;
    }

    /**
     * Creates and locks it.
     *
     * @throws IOException if it cannot be used, such as because another process does
     */
    synchronized void take() throws IOException {
        if (lock == null && root instanceof DiskDirectory) {
            lock = DirectoryLock.of(Path.of(root.path()));
        }
        root.create();
    }

    /** The same for the append-only file. */
    void takeAppendOnly() throws IOException {
        take();
        appendOnly.create();
    }

    /** Gives the lock back. */
    synchronized void release() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                log.warning("The lock on " + root.path() + " could not be released", e);
            }
            lock = null;
        }
    }

    /** Deletes what an earlier process has not written to the end, and puts in order what it has not closed. */
    void recover() throws IOException {
        for (LogDirectory each : List.of(root, appendOnly)) {
            each.recover();
            for (String name : each.names()) {
                if (name.startsWith("temp-") || name.equals(SNAPSHOT_TEMPORARY)) {
                    each.delete(name);
                }
            }
        }
    }
}
