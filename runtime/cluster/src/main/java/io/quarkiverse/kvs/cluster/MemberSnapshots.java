package io.quarkiverse.kvs.cluster;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.FileError;

/**
 * Makes snapshots of a member's data, so that the log can be forgotten up to there; gives them to other members, and gets them
 * from these. Safe for use by many threads, except where something else is said.
 */
final class MemberSnapshots implements Closeable {

    private static final String NO_STREAM = "0".repeat(40);

    private final ServerState server;
    private final ReplicatedLog log;
    private final ClusterConfig config;
    private final Function<CompletableFuture<Position>, Runnable> cut;
    private final SnapshotFiles files;
    private final CopyServer copies;
    private final Object making = new Object();
    private volatile boolean busy;
    private volatile boolean closed;
    /** How much the log has grown since the last one. Of the member's thread. */
    private long logged;

    /**
     * @param cut called while nothing changes: completes what it is given with the position of the data at that instant, once
     *        all of it
     *        is committed; what it returns is run when that is not waited for any more
     */
    MemberSnapshots(ServerState server, ReplicatedLog log, ClusterConfig config,
            Function<CompletableFuture<Position>, Runnable> cut) throws IOException {
        this.server = server;
        this.log = log;
        this.config = config;
        this.cut = cut;
        files = new SnapshotFiles(config.directory().resolve("snapshots"));
        copies = new CopyServer(config.address().getAddress(), config.security(), this::of);
    }

    /** Other members can get copies from now on. */
    void start() {
        copies.start();
    }

    /** Where they get them. */
    int port() {
        return copies.port();
    }

    SnapshotFiles files() {
        return files;
    }

    /** Another entry of the log was done. Of the member's thread. */
    void logged(int bytes) {
        logged += bytes;
    }

    /** The data is that of the last snapshot now. Of the member's thread. */
    void loaded() {
        logged = 0;
    }

    /** Makes one on a thread of its own if the log has grown so much. Of the member's thread. */
    void makeIfDue() {
        if (logged < config.snapshotAfter() || busy) {
            return;
        }
        busy = true;
        logged = 0;
        Thread maker = new Thread(() -> {
            try {
                make();
            } catch (IOException | RuntimeException e) {
                warn("No snapshot could be made: ", e);
            } finally {
                busy = false;
            }
        }, "kvs-cluster-snapshot");
        maker.setDaemon(true);
        maker.start();
    }

    private void warn(String what, Exception e) {
        if (!closed) {
            server.persistence().log().warning(what + FileError.reason(e), null);
        }
    }

    /** A snapshot of a place, or of a later one. Waits for that. */
    private SnapshotFiles.Snapshot of(long place) throws IOException {
        SnapshotFiles.Snapshot newest = files.newest();
        return newest != null && newest.position().place() >= place ? newest : make();
    }

    /**
     * Makes a snapshot of what is here now, and lets the log forget what is in it. Waits for that; if this member leads, also
     * until all of it is committed.
     *
     * @throws IOException if it cannot be written, or this member ceases to lead meanwhile
     */
    SnapshotFiles.Snapshot make() throws IOException {
        synchronized (making) {
            Path file = files.temporary();
            try (Copy copy = new Copy(file)) {
                server.persistence().copy(NO_STREAM, copy);
                copy.close();
                SnapshotFiles.sync(file);
                SnapshotFiles.Snapshot made = files.adopt(file, Reign.await(copy.reached));
                log.forget(made.position().place());
                return made;
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    /** All data at an instant, on its way to a file. */
    private final class Copy implements Persistence.CopyTarget, Closeable {

        final CompletableFuture<Position> reached = new CompletableFuture<>();
        private final OutputStream output;
        private Runnable forget = () -> {
        };

        Copy(Path file) throws IOException {
            output = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
        }

        @Override
        public void begin() {
            forget = cut.apply(reached);
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public OutputStream output() {
            return output;
        }

        @Override
        public void close() throws IOException {
            output.close();
            if (reached.isDone()) {
                forget.run();
            }
        }
    }

    /**
     * Gets a copy of another member's data. Waits for that.
     *
     * @param place that it has to have at least
     * @return whether there is one now, as the newest snapshot
     */
    boolean fetch(String from, int port, long place) {
        try {
            CopyServer.fetch(config.addressOf(from).getAddress(), port, config.security(), place, files);
            return true;
        } catch (IOException e) {
            warn("The data could not be copied from the member " + from + ": ", e);
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        copies.close();
    }
}
