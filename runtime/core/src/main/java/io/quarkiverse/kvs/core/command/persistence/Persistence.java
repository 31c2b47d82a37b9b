package io.quarkiverse.kvs.core.command.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.AppendOnlyFile;
import io.quarkiverse.kvs.core.log.Backlog;
import io.quarkiverse.kvs.core.log.DiskDirectory;
import io.quarkiverse.kvs.core.log.FileError;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/**
 * Keeps the data in files, as Redis 7 does: an append-only file in several parts ({@link AppendOnlyFiles}), and snapshots
 * ({@link Snapshots}). Takes it from there at the start ({@link Loading}). Files are read and written by
 * threads of its own; methods say where they wait for these.
 * <p>
 * Safe for use by many threads.
 */
public final class Persistence implements Closeable {

    private final ServerState server;
    private final PersistenceSettings settings;
    private volatile PersistenceLog log = PersistenceLog.NONE;
    private volatile Backlog backlog;
    private final DataDirectory directory;
    private final Jobs jobs;
    private final Loading loading;
    private final AppendOnlyFiles appendOnly;
    private final Snapshots snapshots;
    private Runnable onFailure = () -> {
    };
    /** Guards the choice of the obstacle. */
    private final Object choosingObstacle = new Object();
    private Obstacle obstacle;

    public Persistence(ServerState server) {
        this.server = server;
        this.settings = server.settings().persistence();
        PersistenceLog told = new PersistenceLog() {
            @Override
            public void info(String message) {
                log.info(message);
            }

            @Override
            public void warning(String message, Throwable cause) {
                log.warning(message, cause);
            }
        };
        directory = new DataDirectory(settings, told);
        jobs = new Jobs(server);
        loading = new Loading(server, this::obstructed);
        appendOnly = new AppendOnlyFiles(server, directory, jobs, loading, told, this::obstructed);
        snapshots = new Snapshots(server, directory, jobs, loading, told, this::obstructed);
    }

    /** Puts other directories in the place of those that the settings name. To be called before the start. */
    public void use(LogDirectory root, LogDirectory forAppendOnly) {
        directory.use(root, forAppendOnly);
    }

    /** Where the operator is told what happens. */
    public PersistenceLog log() {
        return log;
    }

    /** Sets where the operator is told what happens. */
    public void log(PersistenceLog by) {
        log = by;
    }

    // The start

    /**
     * Begins to take the data from the files, if the configuration says so, on a thread of its own. Until that is done, clients
     * are told to wait.
     *
     * @param keep whether the store has the data already, so that it is only to be kept from now on
     * @param failed called if the files turn out to be damaged, on that thread; see {@link #failure()}
     * @throws PersistenceException if the directory cannot be used, such as because another process does
     */
    public synchronized void start(boolean keep, Runnable failed) {
        if (!settings.load) {
            return;
        }
        onFailure = failed;
        try {
            directory.take();
            directory.recover();
        } catch (IOException e) {
            directory.release();
            throw new PersistenceException(
                    "Data cannot be kept in " + directory.root().path() + ": " + FileError.reason(e), e);
        }
        Loader loader = new Loader(server, log);
        loading.begin(loader);
        Thread thread = new Thread(() -> load(loader, keep), "kvs-loader");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts, and waits until the data has been loaded: for a server that has no clients before. Not for event loops.
     *
     * @throws IOException if the directory cannot be used, or what is in it cannot be read; then this is closed
     */
    public void startAndLoad() throws IOException {
        try {
            start(false, () -> {
            });
        } catch (PersistenceException e) {
            throw new IOException(e.getMessage(), e);
        }
        awaitLoaded();
        if (isNotLoaded()) {
            String why = failure();
            close();
            throw new IOException(settings.directory + " cannot be read: " + why);
        }
    }

    private void load(Loader loader, boolean keep) {
        long start = server.time().nanoTime();
        String path = directory.root().path();
        try {
            boolean known = !keep && loadFiles(loader);
            if (settings.appendOnly.value()) {
                if (known) {
                    appendOnly.append();
                } else {
                    appendOnly.begin();
                }
            }
            snapshots.nothingChanged();
            if (loader.totalBytes() > 0) {
                log.info("The data was loaded from " + path + " in "
                        + TimeUnit.NANOSECONDS.toMillis(server.time().nanoTime() - start) + " ms");
            }
            loading.done();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (jobs.isClosing()) {
                log.info("The server was stopped while the data was being loaded from " + path);
            } else {
                log.warning("The data cannot be loaded from " + path + ": " + FileError.reason(e), e);
            }
            loading.failed(e);
            if (!jobs.isClosing()) {
                onFailure.run();
            }
        }
    }

    /** @return whether it was the append-only file as it will be written */
    private boolean loadFiles(Loader loader) throws IOException {
        if (settings.appendOnly.value() && appendOnly.exist()) {
            appendOnly.load(loader);
            return true;
        }
        String old = settings.appendFilename.value();
        if (settings.appendOnly.value() && directory.root().exists(old)) {
            log.info("The append-only file " + old + " of an older Redis is taken over");
            loader.appendOnly(directory.root(), old);
        } else if (directory.root().exists(settings.dbFilename.value())) {
            loader.rdb(directory.root(), settings.dbFilename.value());
        }
        return false;
    }

    /** Sets whether callers in the process wait while the data is being loaded, as they do at first. */
    public void callersWait(boolean yes) {
        loading.callersWait(yes);
    }

    /** Whether a caller in the process is to call {@link #awaitLoaded} before anything else. */
    public boolean isToBeAwaited() {
        return loading.isToBeAwaited();
    }

    /** Waits until the data is there. Not for event loops. */
    public void awaitLoaded() {
        loading.await();
    }

    /** Whether the data is still being loaded. */
    public boolean isLoading() {
        return loading.isOn();
    }

    /** Whether the files were to be loaded and could not be, so that the store may have a part of the data. */
    public boolean isNotLoaded() {
        return loading.isFailed();
    }

    /** What those get who ask for data: the text of an error while the data is not there, otherwise null. */
    public String unavailable() {
        return loading.unavailable();
    }

    /** What is being loaded is given up. */
    public void cancelLoading() {
        loading.cancel();
    }

    // What keeps clients from writing

    /** Why the data is not there, or is not kept, at the moment; null if all is well. */
    public String failure() {
        if (loading.failure() != null) {
            return loading.failure();
        }
        String writing = appendOnly.writeFailure();
        if (writing != null) {
            return "the append-only file cannot be written: " + writing;
        }
        return snapshots.refusesWrites() ? "the last snapshot could not be made: " + snapshots.failure() : null;
    }

    /**
     * With a lock of its own: the thread that writes calls this while another one, which holds the lock of this, waits for it.
     */
    private void obstructed() {
        synchronized (choosingObstacle) {
            String unavailable = unavailable();
            if (unavailable != null) {
                become((command, session, context) -> command.has(Flag.LOADING) ? null : unavailable);
            } else if (snapshots.isFailed() || appendOnly.writeFailure() != null) {
                become((command, session, context) -> writes(command, session) ? diskError() : null);
            } else {
                become(null);
            }
        }
    }

    private void become(Obstacle next) {
        Obstacle before = obstacle;
        obstacle = next;
        if (next != null) {
            server.obstacles().add(next);
        }
        if (before != null) {
            server.obstacles().remove(before);
        }
    }

    /** Why nothing may be written at the moment, as Redis says it; or null. */
    private String diskError() {
        if (snapshots.refusesWrites()) {
            return Snapshots.REFUSAL;
        }
        String why = appendOnly.writeFailure();
        return why == null ? null : "MISCONF Errors writing to the AOF file: " + why;
    }

    private static boolean writes(Command command, Session session) {
        return session.isToWrite(command) || command.name().equals("PING");
    }

    /** Sets what keeps records in place of an append-only file, such as a log that several servers share; null for nothing. */
    public void backlog(Backlog other) {
        backlog = other;
    }

    private Backlog backlog() {
        Backlog other = backlog;
        return other != null ? other : appendOnly.file();
    }

    /** Whether so much waits for the disk that those who write are to wait. */
    public boolean isBehind() {
        Backlog current = backlog();
        return current != null && current.isBehind();
    }

    /** Waits until less waits for the disk. Not for event loops. */
    public void awaitRoom() {
        Backlog current = backlog();
        if (current != null) {
            try {
                current.awaitRoom();
            } catch (InterruptedException e) {
                // It goes on, with a little more waiting than there should be.
                Thread.currentThread().interrupt();
            }
        }
    }

    // Snapshots, and rewriting

    /** Whether the append-only file is being rewritten. */
    public boolean isRewriting() {
        return jobs.current() == Job.REWRITE;
    }

    /** When the last snapshot was made, in seconds since 1970; or when the server was started. */
    public long lastSaveAt() {
        return snapshots.lastAt();
    }

    /**
     * Makes a snapshot, and waits for it. Not for event loops.
     *
     * @throws CommandException if there is another one in the making, or it fails
     */
    public void save() {
        snapshots.save();
    }

    /**
     * Begins to make a snapshot.
     *
     * @param schedule whether it is made later if it cannot be now
     * @return whether it was begun, and not scheduled
     * @throws CommandException if there is something going on already
     */
    public boolean saveInBackground(boolean schedule) {
        return snapshots.saveInBackground(schedule);
    }

    /**
     * Begins to rewrite the append-only file.
     *
     * @return whether it was begun, and not scheduled
     * @throws CommandException if that is going on already
     */
    public boolean rewriteInBackground() {
        return appendOnly.rewriteInBackground();
    }

    /** Looks whether a snapshot or a rewriting is due. To be called ten times a second, by one thread. */
    public void maintain() {
        maintain(0);
    }

    /**
     * The same.
     *
     * @param enough an append-only file that takes no more bytes is not rewritten: that would free too little
     */
    public void maintain(long enough) {
        if (loading.isOn() || loading.isFailed()) {
            return;
        }
        AppendOnlyFile current = appendOnly.file();
        if (current != null) {
            current.look();
        }
        synchronized (jobs) {
            if (jobs.current() == Job.NONE && !jobs.isClosing()) {
                appendOnly.startIfDue(enough);
            }
            if (jobs.current() == Job.NONE && !jobs.isClosing()) {
                snapshots.startIfDue();
            }
        }
    }

    /** Is written all data as it is at an instant. */
    public interface CopyTarget {

        /** The instant has come: nothing is changed meanwhile. Does not wait. */
        void begin();

        /**
         * What the copy is to say about the stream that follows it.
         *
         * @return the offset of its first byte
         */
        long offset();

        /** Where to write it, once it has begun. */
        OutputStream output() throws IOException;
    }

    /**
     * Writes all data as it is at an instant, once nothing else that needs such a copy goes on. Waits for that. Not for event
     * loops.
     *
     * @param id of the stream that follows the copy
     * @throws IOException if it could not be written to the end
     */
    public void copy(String id, CopyTarget target) throws IOException {
        synchronized (jobs) {
            jobs.awaitNone();
            if (jobs.isClosing()) {
                throw new IOException("the server is stopping");
            }
            jobs.begin(Job.COPY);
        }
        Throwable[] failure = { null };
        if (!jobs.run(() -> {
            try (AllData all = jobs.cutAt(target::begin)) {
                jobs.snapshot().writeForReplica(all, target.output(), id, target.offset());
            }
        }, (why, seconds) -> failure[0] = why)) {
            throw new IOException(FileError.reason(failure[0]), failure[0]);
        }
    }

    // Other data in the place of what is there

    /**
     * Puts a copy of another server's data in the place of all that is there. Clients are told to wait meanwhile. Waits for the
     * disk.
     *
     * @param copy an RDB file; null for no data
     * @throws IOException if it cannot be read; then there is no data
     */
    public void replaceAll(Path copy) throws IOException {
        loading.begin(new Loader(server, log));
        try {
            appendOnly.switchOff(true);
            server.replicas().begin();
            clear();
            if (copy != null) {
                loading.loader().copy(new DiskDirectory(copy.getParent()), copy.getFileName().toString());
            }
            restartAppendOnly();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            clear();
            throw new IOException("the copy cannot be read: " + FileError.reason(e), e);
        } finally {
            loading.done();
        }
    }

    /** Begins the append-only file anew, if there is to be one and it was ended. Waits for the disk. */
    public void restartAppendOnly() throws IOException {
        if (settings.appendOnly.value()) {
            appendOnly.switchOn();
        }
    }

    private void clear() {
        Gate gate = new Gate(server.store());
        gate.open(Store.ALL, server.time().currentTimeMillis());
        try {
            for (int i = 0; i < server.store().databases(); i++) {
                gate.databases().clear(i);
            }
            server.functions().flush();
        } finally {
            gate.close();
        }
    }

    /**
     * Saves all data to a file, and takes it from there again: DEBUG RELOAD. Clients are told to wait meanwhile. Waits for the
     * disk.
     *
     * @param save whether to save it before; otherwise the last snapshot is taken, if there is one
     * @param flush whether to forget what is there before
     * @param merge whether what is in the file replaces what is there under the same key
     * @throws IOException if that fails
     */
    public void reload(boolean save, boolean flush, boolean merge) throws IOException {
        loading.begin(new Loader(server, log));
        boolean saved = false;
        try {
            server.recording().whileNothingChanges(() -> {
            });
            if (save) {
                snapshots.save();
            }
            saved = true;
            if (flush) {
                clear();
            }
            LogDirectory root = directory.root();
            String name = settings.dbFilename.value();
            if (root.exists(name)) {
                if (merge) {
                    server.functions().flush();
                    loading.loader().merge(root, name);
                } else {
                    loading.loader().rdb(root, name);
                }
            }
            loading.done();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            notReloaded(saved, e);
            throw new IOException(FileError.reason(e), e);
        }
        if (!save && appendOnly.file() != null) {
            server.replicas().begin();
            appendOnly.rewriteInBackground();
        }
    }

    /**
     * Takes all data from the append-only file again, once everything is in it: DEBUG LOADAOF. Clients are told to wait
     * meanwhile. Waits for the disk.
     *
     * @throws IOException if that fails
     */
    public void reloadAppendOnly() throws IOException {
        loading.begin(new Loader(server, log));
        boolean saved = false;
        try {
            server.recording().pause();
            try {
                appendOnly.awaitSynced();
                saved = true;
                clear();
                if (appendOnly.exist()) {
                    appendOnly.load(loading.loader());
                }
            } finally {
                server.recording().resume();
            }
            loading.done();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            notReloaded(saved, e);
            throw new IOException(FileError.reason(e), e);
        }
    }

    /** @param saved whether it failed only after everything was in the files: otherwise the data is there, as it was */
    private void notReloaded(boolean saved, Throwable why) {
        log.warning("The data cannot be loaded again", why);
        if (saved) {
            loading.failed(why);
        } else {
            loading.done();
        }
    }

    /** Whether there is an append-only file, and all data is in it or on its way there. */
    public boolean isAppendOnly() {
        return appendOnly.isComplete();
    }

    /** Whether a record is on the disk. */
    public boolean isSynced(long record) {
        AppendOnlyFile current = appendOnly.file();
        return current != null && current.isSynced(record);
    }

    /** Runs something once a record is on the disk, which is synced for that. The task does not wait. */
    public void whenSynced(long record, Runnable task) {
        AppendOnlyFile current = appendOnly.file();
        if (current != null) {
            current.whenSynced(record, task);
        }
    }

    /**
     * Waits until a record, and all in front of it, is on the disk, also where {@code appendfsync} does not ask for it. Not for
     * event loops.
     *
     * @throws IOException if there is no append-only file, or writing it fails meanwhile: then the record may be on the disk or
     *         not, and may still get there
     */
    public void sync(long record) throws IOException {
        requireAppendOnly().sync(record);
    }

    /**
     * Makes a change and waits until its record is on the disk, as {@link #sync(long)} does; cheaper than one after the other.
     *
     * @param change returns the number of its record; does not wait
     */
    public void sync(LongSupplier change) throws IOException {
        requireAppendOnly().sync(change);
    }

    private AppendOnlyFile requireAppendOnly() throws IOException {
        AppendOnlyFile current = appendOnly.file();
        if (current == null) {
            throw new IOException("there is no append-only file");
        }
        return current;
    }

    // The end

    /** Whether a snapshot is to be made at the end. */
    public boolean savesAtTheEnd() {
        return snapshots.isDueAtTheEnd();
    }

    /** The data as it is now is not to be saved at the end; what changes after that is. */
    public void dontSaveAtTheEnd() {
        snapshots.notAtTheEnd();
    }

    /**
     * Writes what is left, makes a snapshot if that is configured, and ends. Waits for that. Data that is still being loaded is
     * not waited for.
     */
    @Override
    public void close() {
        jobs.close();
        loading.cancel();
        try {
            loading.await();
            jobs.awaitNone();
            if (savesAtTheEnd()) {
                save();
            }
        } catch (CommandException e) {
            log.warning("The last snapshot could not be made", e);
        }
        appendOnly.switchOff(false);
        directory.release();
    }

    // What there is to know

    /** What INFO tells. */
    public PersistenceStatus status() {
        AppendOnlyFile file = appendOnly.file();
        return new PersistenceStatus(loading.isOn(), loading.since(), loading.totalBytes(), loading.loadedBytes(),
                snapshots.changes(), jobs.current() == Job.SNAPSHOT, snapshots.lastAt(), !snapshots.isFailed(),
                snapshots.lastTook(), jobs.since(Job.SNAPSHOT), snapshots.made(), loading.keysLoaded(), loading.keysExpired(),
                file != null, jobs.current() == Job.REWRITE, appendOnly.isScheduled(), appendOnly.lastAt(),
                appendOnly.lastTook(), jobs.since(Job.REWRITE), !appendOnly.isFailed(), appendOnly.done(),
                appendOnly.failures(), appendOnly.writeFailure() == null, appendOnly.currentSize(), appendOnly.baseSize(),
                file == null ? 0 : file.waitingBytes(), file == null ? 0 : file.delayedSyncs(),
                file == null ? -1 : file.lastSyncAt(), file == null ? 0 : file.lastSyncNanos(), jobs.keysDone(),
                jobs.keysTotal());
    }
}
