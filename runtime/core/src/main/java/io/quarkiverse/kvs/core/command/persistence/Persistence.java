package io.quarkiverse.kvs.core.command.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.SavePoints;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.AppendOnlyFile;
import io.quarkiverse.kvs.core.log.DiskDirectory;
import io.quarkiverse.kvs.core.log.FileError;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.log.Manifest;
import io.quarkiverse.kvs.core.log.ManifestFile;
import io.quarkiverse.kvs.core.store.Cut;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;

/**
 * Keeps the data in files, as Redis 7 does: an append-only file in several parts, and snapshots. Files are read and written by
 * threads of its own; methods say where they wait for these.
 * <p>
 * Safe for use by many threads.
 */
public final class Persistence implements Closeable {

    private static final String LOADING = "LOADING Redis is loading the dataset in memory";
    private static final String NOT_LOADED = "LOADING The data could not be loaded: ";
    private static final String NO_SNAPSHOTS = "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to "
            + "persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report "
            + "errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs "
            + "for details about the RDB error.";
    /** How long Redis waits after a snapshot that failed before the next one, unless it is asked for. */
    private static final long RETRY_MILLIS = 5000;
    private static final long MOST_RETRY_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final String BASE_TEMPORARY = "temp-rewriteaof-bg.aof";
    private static final String SNAPSHOT_TEMPORARY = "temp.rdb";

    private enum State {
        /** Nothing has been loaded, and nothing is to be. */
        OFF,
        LOADING,
        READY,
        /** The files cannot be read. */
        FAILED
    }

    private final ServerState server;
    private final PersistenceSettings settings;
    private volatile PersistenceLog log = PersistenceLog.NONE;
    /** Guards the choice of {@link ServerState#obstacle}. */
    private final Object choosingObstacle = new Object();
    /** One switching of the append-only file at a time; held while the disk is waited for. */
    private final Object switching = new Object();
    private LogDirectory directory;
    private LogDirectory appendDirectory;
    private DirectoryLock directoryLock;
    private Loader loader;
    private Runnable onFailure = () -> {
    };

    private volatile State state = State.OFF;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private volatile boolean callersWait = true;
    private volatile String failure;
    private volatile long loadingSince = -1;

    private Manifest manifest = Manifest.EMPTY;
    private volatile AppendOnlyFile file;
    private volatile String writeFailure;
    private Obstacle obstacle;
    private volatile boolean snapshotFailed;
    private volatile String snapshotFailure;
    private volatile boolean closed;
    private long baseSize;

    // What is going on in the background. Guarded by this.
    private volatile Job job = Job.NONE;
    private boolean snapshotScheduled;
    private boolean rewriteScheduled;
    /** What is going on is to end before its time. */
    private volatile boolean cancelled;
    /** Nothing is to be begun any more but the last snapshot. */
    private boolean closing;
    /** The append-only file is about to be closed. */
    private boolean noRewriting;
    private volatile long jobSince = -1;
    private volatile long keysDone;
    private volatile long keysTotal;

    private volatile long lastSaveAt;
    private volatile long changesAtSave;
    private volatile long changesNotToSave = -1;
    private volatile long lastSaveTried;
    private volatile long lastSaveTook = -1;
    private volatile long saves;
    private volatile long lastRewriteAt = -1;
    private volatile long lastRewriteTook = -1;
    private volatile boolean rewriteFailed;
    private volatile long rewrites;
    private volatile long rewriteFailures;
    private long lastRewriteTried;

    public Persistence(ServerState server) {
        this.server = server;
        this.settings = server.settings().persistence();
        lastSaveAt = server.time().currentTimeMillis() / 1000;
        use(new DiskDirectory(settings.directory),
                new DiskDirectory(settings.directory.resolve(settings.appendDirname.value())));
        settings.onFsyncChange(() -> {
            AppendOnlyFile current = file;
            if (current != null) {
                current.policyChanged();
            }
        });
        settings.onAppendOnlyChange(this::switchAppendOnly);
    }

    /** Puts other directories in the place of those on the disk, for tests. */
    public void use(LogDirectory root, LogDirectory appendOnly) {
        directory = root;
        appendDirectory = appendOnly;
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
            lockDirectory();
            directory.create();
            removeTemporaries();
        } catch (IOException e) {
            unlockDirectory();
            throw new PersistenceException("Data cannot be kept in " + directory.path() + ": " + FileError.reason(e), e);
        }
        loader = new Loader(server, log);
        loadingSince = server.time().currentTimeMillis() / 1000;
        state = State.LOADING;
        obstructed();
        Thread loading = new Thread(() -> load(keep), "kvs-loader");
        loading.setDaemon(true);
        loading.start();
    }

    private synchronized void lockDirectory() throws IOException {
        if (directoryLock == null && directory instanceof DiskDirectory) {
            directoryLock = DirectoryLock.of(Path.of(directory.path()));
        }
    }

    private void unlockDirectory() {
        if (directoryLock != null) {
            try {
                directoryLock.close();
            } catch (IOException e) {
                log.warning("The lock on " + directory.path() + " could not be given back", e);
            }
            directoryLock = null;
        }
    }

    private void removeTemporaries() throws IOException {
        for (LogDirectory each : List.of(directory, appendDirectory)) {
            for (String name : each.names()) {
                if (name.startsWith("temp-") || name.equals(SNAPSHOT_TEMPORARY)) {
                    each.delete(name);
                }
            }
        }
    }

    private void load(boolean keep) {
        long start = server.time().nanoTime();
        try {
            boolean known = !keep && loadFiles();
            if (settings.appendOnly.value()) {
                if (known) {
                    append();
                } else {
                    rewrite(true);
                }
            }
            changesAtSave = server.store().changes();
            if (loader.totalBytes() > 0) {
                log.info("The data was loaded from " + directory.path() + " in "
                        + TimeUnit.NANOSECONDS.toMillis(server.time().nanoTime() - start) + " ms");
            }
            state = State.READY;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = FileError.reason(e);
            state = State.FAILED;
            if (closed) {
                log.info("The server was stopped while the data was being loaded from " + directory.path());
            } else {
                log.warning("The data cannot be loaded from " + directory.path() + ": " + failure, e);
                onFailure.run();
            }
        } finally {
            obstructed();
            loaded.countDown();
        }
    }

    /** @return whether it was the append-only file as it will be written */
    private boolean loadFiles() throws IOException {
        String name = Manifest.nameFor(settings.appendFilename.value());
        if (settings.appendOnly.value() && appendDirectory.exists(name)) {
            try (InputStream in = appendDirectory.read(name)) {
                manifest = Manifest.read(in);
            }
            loader.manifest(appendDirectory, manifest);
            return true;
        }
        String old = settings.appendFilename.value();
        if (settings.appendOnly.value() && directory.exists(old)) {
            log.info("The append-only file " + old + " of an older Redis is taken over");
            loader.appendOnly(directory, old);
        } else if (directory.exists(settings.dbFilename.value())) {
            loader.rdb(directory, settings.dbFilename.value());
        }
        return false;
    }

    /** Sets whether callers in the process wait while the data is being loaded, as they do at first. */
    public void callersWait(boolean yes) {
        callersWait = yes;
    }

    /** Whether a caller in the process is to call {@link #awaitLoaded} before anything else. */
    public boolean isToBeAwaited() {
        return state == State.LOADING && callersWait;
    }

    /** Waits until the data is there. Not for event loops. */
    public void awaitLoaded() {
        if (state == State.LOADING) {
            try {
                loaded.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the data is still being loaded. */
    public boolean isLoading() {
        return state == State.LOADING;
    }

    /** Whether the files were to be loaded and could not be, so that the store may have a part of the data. */
    public boolean isNotLoaded() {
        return state == State.FAILED;
    }

    /** What those get who ask for data: the text of an error while the data is not there, otherwise null. */
    public String unavailable() {
        State now = state;
        return now == State.LOADING ? LOADING : now == State.FAILED ? NOT_LOADED + failure : null;
    }

    /** Why the data is not there, or is not kept, at the moment; null if all is well. */
    public String failure() {
        if (failure != null) {
            return failure;
        }
        String writing = writeFailure;
        if (writing != null) {
            return "the append-only file cannot be written: " + writing;
        }
        return refusesWithoutSnapshot() ? "the last snapshot could not be made: " + snapshotFailure : null;
    }

    private boolean refusesWithoutSnapshot() {
        return snapshotFailed && settings.stopWritesOnError.value() && !settings.save.value().isEmpty();
    }

    // What keeps clients from writing

    /**
     * With a lock of its own: the thread that writes calls this while another one, which holds the lock of this, waits for it.
     */
    private void obstructed() {
        synchronized (choosingObstacle) {
            String unavailable = unavailable();
            if (unavailable != null) {
                become((command, session) -> command.has(Flag.LOADING) ? null : unavailable);
            } else if (snapshotFailed || writeFailure != null) {
                become((command, session) -> writes(command, session) ? diskError() : null);
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
        if (refusesWithoutSnapshot()) {
            return NO_SNAPSHOTS;
        }
        String why = writeFailure;
        return why == null ? null : "MISCONF Errors writing to the AOF file: " + why;
    }

    private static boolean writes(Command command, Session session) {
        if (command.has(Flag.RUNS_QUEUE)) {
            return session.inTransaction()
                    && session.multi().queue().stream().anyMatch(queued -> queued.command().has(Flag.WRITE));
        }
        return command.has(Flag.WRITE) || command.name().equals("PING");
    }

    private final class FileListener implements AppendOnlyFile.Listener {

        @Override
        public void failed(IOException why) {
            if (writeFailure == null) {
                log.warning("The append-only file cannot be written; this is tried again until it can", why);
            }
            writeFailure = FileError.reason(why);
            obstructed();
        }

        @Override
        public void recovered() {
            writeFailure = null;
            log.info("The append-only file can be written again");
            obstructed();
        }
    }

    /** Whether so much waits for the disk that those who write are to wait. */
    public boolean isBehind() {
        AppendOnlyFile current = file;
        return current != null && current.isBehind();
    }

    /** Waits until less waits for the disk. Not for event loops. */
    public void awaitRoom() {
        AppendOnlyFile current = file;
        if (current != null) {
            try {
                current.awaitRoom();
            } catch (InterruptedException e) {
                // It goes on, with a little more waiting than there should be.
                Thread.currentThread().interrupt();
            }
        }
    }

    // The append-only file

    /** Goes on at the end of the last file of the manifest. */
    private void append() throws IOException {
        if (manifest.increments().isEmpty()) {
            Manifest next = manifest.withIncrement(manifest.nextIncrement(settings.appendFilename.value()));
            createIncrement(last(next)).close();
            write(next);
        }
        baseSize = manifest.base() == null ? 0 : appendDirectory.size(manifest.base().name());
        deleteHistory();
        open(last(manifest).name());
        server.store().log(server.changes());
    }

    /** Opens a file that is empty, whatever may be left from an attempt that failed. */
    private LogDirectory.WritableFile createIncrement(ManifestFile of) throws IOException {
        LogDirectory.WritableFile created = appendDirectory.write(of.name());
        try {
            // Not deleted, as the manifest on the disk may name it already, if writing that has failed halfway.
            created.truncate(0);
            created.sync();
            appendDirectory.sync();
            return created;
        } catch (IOException | RuntimeException e) {
            closeAfter(e, created);
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, Closeable left) {
        if (left != null) {
            try {
                left.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static ManifestFile last(Manifest of) {
        return of.increments().get(of.increments().size() - 1);
    }

    private void write(Manifest next) throws IOException {
        appendDirectory.replace(Manifest.nameFor(settings.appendFilename.value()),
                Manifest.temporaryNameFor(settings.appendFilename.value()), next.bytes());
        manifest = next;
    }

    /** Deletes what is not read any more. If that fails, it is left to the next time: it only takes room on the disk. */
    private void deleteHistory() {
        if (manifest.history().isEmpty()) {
            return;
        }
        try {
            for (ManifestFile old : manifest.history()) {
                appendDirectory.delete(old.name());
            }
            write(manifest.withoutHistory());
        } catch (IOException e) {
            log.warning("Old parts of the append-only file cannot be deleted", e);
        }
    }

    /** The manifest on the disk may be of an earlier time: numbers go on. */
    private void readManifest() throws IOException {
        String name = Manifest.nameFor(settings.appendFilename.value());
        if (appendDirectory.exists(name)) {
            try (InputStream in = appendDirectory.read(name)) {
                manifest = Manifest.read(in);
            }
        }
    }

    /**
     * Writes all data anew as the base, and lets what comes from now on follow it in a new file.
     *
     * @param first whether nothing was recorded before
     */
    private void rewrite(boolean first) throws IOException {
        String prefix = settings.appendFilename.value();
        lockDirectory();
        appendDirectory.create();
        boolean records = first || file != null;
        if (file == null) {
            readManifest();
        }
        Manifest next = manifest;
        LogDirectory.WritableFile increment = null;
        All all;
        try {
            if (records) {
                next = manifest.withIncrement(manifest.nextIncrement(prefix));
                increment = createIncrement(last(next));
                if (!first) {
                    write(next);
                }
            }
            all = cut(first, increment, last(next, records));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            closeAfter(e, increment);
            throw e;
        }
        long size;
        ManifestFile base = next.nextBase(prefix, true);
        try (all) {
            size = new Snapshot(server, appendDirectory, all.libraries(), () -> cancelled, done -> keysDone = done).write(
                    all.cut(),
                    BASE_TEMPORARY,
                    base.name(), true);
        }
        write(next.withBase(base).withLastIncrements(records ? 1 : 0));
        baseSize = size;
        deleteHistory();
    }

    private static String last(Manifest of, boolean exists) {
        return exists ? last(of).name() : null;
    }

    /**
     * All data at an instant.
     *
     * @param libraries the code of the libraries of functions
     */
    private record All(Cut cut, List<byte[]> libraries) implements AutoCloseable {

        @Override
        public void close() {
            cut.close();
        }
    }

    /** All data at an instant, from which on records go to a file. */
    private All cut(boolean first, LogDirectory.WritableFile increment, String name) throws IOException {
        if (first) {
            increment.close();
            AppendOnlyFile opened = appendOnlyFile(name);
            try {
                return cutAt(() -> {
                    record(opened);
                    server.store().log(server.changes());
                });
            } catch (RuntimeException | OutOfMemoryError e) {
                closeAfter(e, opened);
                throw e;
            }
        }
        return cutAt(() -> {
            if (increment != null) {
                file.switchTo(increment);
            }
        });
    }

    /**
     * All data at an instant.
     *
     * @param atTheCut done at that instant: nothing is changed meanwhile; does not fail
     */
    private All cutAt(Runnable atTheCut) {
        Gate gate = new Gate(server.store());
        gate.open(Store.ALL, server.time().currentTimeMillis());
        Cut cut = null;
        boolean done = false;
        try {
            cut = Cut.of(gate);
            keysTotal = cut.size();
            List<byte[]> libraries = server.functions().codes();
            atTheCut.run();
            done = true;
            return new All(cut, libraries);
        } finally {
            gate.close();
            if (!done && cut != null) {
                cut.close();
            }
        }
    }

    private AppendOnlyFile appendOnlyFile(String name) throws IOException {
        return new AppendOnlyFile(appendDirectory, name, server.changes(), settings::fsync,
                () -> settings.noFsyncOnRewrite.value() && job != Job.NONE, new FileListener());
    }

    private void open(String name) throws IOException {
        record(appendOnlyFile(name));
    }

    private void record(AppendOnlyFile opened) {
        server.changes().add(opened);
        file = opened;
    }

    /** Switches the append-only file on or off. Waits for files and, in the end, for the disk. */
    private void switchAppendOnly(boolean on) {
        // While the data is being loaded, what that has to end with is not known yet.
        awaitLoaded();
        try {
            synchronized (switching) {
                if (on) {
                    switchOn();
                } else {
                    switchOff(true);
                }
            }
        } catch (IOException e) {
            log.warning("The append-only file cannot be switched " + (on ? "on" : "off"), e);
            throw new IllegalArgumentException("Unable to turn on AOF. Check server logs.", e);
        }
    }

    private void switchOn() throws IOException {
        synchronized (this) {
            awaitNoJob();
            if (file != null || closing) {
                return;
            }
            begin(Job.REWRITE);
        }
        if (!run(Job.REWRITE, () -> rewrite(true))) {
            switchOff(true);
            throw new IOException("the base of the append-only file could not be written");
        }
    }

    /**
     * @param goodEnough whether what could not be written is good enough for those who wait for it: the file is not wanted any
     *        more
     */
    private void switchOff(boolean goodEnough) {
        AppendOnlyFile current;
        synchronized (this) {
            current = file;
            if (current == null) {
                return;
            }
            noRewriting = true;
            if (job == Job.REWRITE) {
                cancelled = true;
                awaitNoJob();
            }
        }
        server.store().log(null);
        // Those who have begun before that are done when all locks have been had.
        Gate gate = new Gate(server.store());
        gate.open(Store.ALL, server.time().currentTimeMillis());
        gate.close();
        server.changes().remove(current);
        file = null;
        try {
            current.close();
            server.changes().promise(Long.MAX_VALUE);
        } catch (IOException e) {
            log.warning("The end of the append-only file could not be written", e);
            if (goodEnough) {
                server.changes().promise(Long.MAX_VALUE);
            } else {
                server.changes().breakPromises("the append-only file could not be written: " + e.getMessage());
            }
        } finally {
            writeFailure = null;
            obstructed();
            synchronized (this) {
                noRewriting = false;
            }
        }
    }

    // Snapshots, and rewriting

    /** Whether the append-only file is being rewritten. */
    public synchronized boolean isRewriting() {
        return job == Job.REWRITE;
    }

    /** When the last snapshot was made, in seconds since 1970; or when the server was started. */
    public long lastSaveAt() {
        return lastSaveAt;
    }

    /**
     * Makes a snapshot, and waits for it. Not for event loops.
     *
     * @throws CommandException if there is another one in the making, or it fails
     */
    public void save() {
        synchronized (this) {
            if (job == Job.SNAPSHOT) {
                throw new CommandException("ERR Background save already in progress");
            }
            awaitNoJob();
            begin(Job.SNAPSHOT);
        }
        if (!run(Job.SNAPSHOT, this::snapshot)) {
            throw new CommandException("ERR");
        }
    }

    private synchronized void awaitNoJob() {
        try {
            while (job != Job.NONE) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("ERR the server is stopping");
        }
    }

    /**
     * Begins to make a snapshot.
     *
     * @param schedule whether it is made later if it cannot be now
     * @return whether it was begun, and not scheduled
     * @throws CommandException if there is something going on already
     */
    public synchronized boolean saveInBackground(boolean schedule) {
        if (job == Job.SNAPSHOT) {
            throw new CommandException("ERR Background save already in progress");
        }
        if (job == Job.REWRITE || state == State.LOADING || closing) {
            if (!schedule) {
                throw new CommandException("ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE "
                        + "SCHEDULE in order to schedule a BGSAVE whenever possible.");
            }
            snapshotScheduled = true;
            return false;
        }
        startInBackground(Job.SNAPSHOT);
        return true;
    }

    /**
     * Begins to rewrite the append-only file.
     *
     * @return whether it was begun, and not scheduled
     * @throws CommandException if that is going on already
     */
    public synchronized boolean rewriteInBackground() {
        if (job == Job.REWRITE) {
            throw new CommandException("ERR Background append only file rewriting already in progress");
        }
        if (job == Job.SNAPSHOT || state == State.LOADING || closing || noRewriting) {
            rewriteScheduled = true;
            return false;
        }
        startInBackground(Job.REWRITE);
        return true;
    }

    private void startInBackground(Job what) {
        begin(what);
        Thread thread = new Thread(() -> run(what, what == Job.SNAPSHOT ? this::snapshot : () -> rewrite(false)),
                "kvs-snapshot");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            job = Job.NONE;
            jobSince = -1;
            throw new CommandException("ERR the system has no thread for this");
        }
    }

    /** Called with the lock of this held. */
    private void begin(Job what) {
        job = what;
        cancelled = false;
        jobSince = server.time().currentTimeMillis() / 1000;
        keysDone = 0;
        if (what == Job.SNAPSHOT) {
            snapshotScheduled = false;
            lastSaveTried = server.time().currentTimeMillis();
        } else {
            rewriteScheduled = false;
            lastRewriteTried = server.time().currentTimeMillis();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /**
     * Does what was begun.
     *
     * @return whether it was done
     */
    private boolean run(Job what, Work work) {
        long start = server.time().nanoTime();
        boolean failed = true;
        try {
            work.run();
            failed = false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (what == Job.SNAPSHOT) {
                snapshotFailure = FileError.reason(e);
            }
            if (!cancelled) {
                log.warning(
                        what == Job.SNAPSHOT ? "The snapshot could not be made" : "The append-only file could not be rewritten",
                        e);
            }
        } finally {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(server.time().nanoTime() - start);
            if (what == Job.SNAPSHOT) {
                lastSaveTook = seconds;
                snapshotFailed = failed;
                saves += failed ? 0 : 1;
            } else {
                lastRewriteTook = seconds;
                lastRewriteAt = failed ? lastRewriteAt : server.time().currentTimeMillis() / 1000;
                rewriteFailed = failed;
                rewrites += failed ? 0 : 1;
                rewriteFailures = failed ? rewriteFailures + 1 : 0;
            }
            synchronized (this) {
                job = Job.NONE;
                jobSince = -1;
                notifyAll();
            }
            obstructed();
        }
        return !failed;
    }

    private void snapshot() throws IOException {
        lockDirectory();
        directory.create();
        long[] changes = new long[1];
        try (All all = cutAt(() -> changes[0] = server.store().changes())) {
            new Snapshot(server, directory, all.libraries(), () -> cancelled, done -> keysDone = done).write(all.cut(),
                    SNAPSHOT_TEMPORARY,
                    settings.dbFilename.value(), false);
        }
        lastSaveAt = server.time().currentTimeMillis() / 1000;
        changesAtSave = changes[0];
    }

    /** Looks whether a snapshot or a rewriting is due. To be called ten times a second, by one thread. */
    public void maintain() {
        if (state == State.LOADING || state == State.FAILED || closed) {
            return;
        }
        synchronized (this) {
            if (job != Job.NONE || closing) {
                return;
            }
            if (!noRewriting && (rewriteScheduled || isRewriteDue())) {
                startInBackground(Job.REWRITE);
            } else if (snapshotScheduled || isSnapshotDue()) {
                startInBackground(Job.SNAPSHOT);
            }
        }
    }

    private boolean isSnapshotDue() {
        long now = server.time().currentTimeMillis();
        if (snapshotFailed && now - lastSaveTried < RETRY_MILLIS) {
            return false;
        }
        long seconds = now / 1000 - lastSaveAt;
        List<SavePoints.Point> due = settings.save.value().stream().filter(point -> seconds > point.seconds()).toList();
        if (due.isEmpty()) {
            return false;
        }
        // Counting them takes the lock of each segment, so only now.
        long changes = server.store().changes() - changesAtSave;
        for (SavePoints.Point point : due) {
            if (changes > 0 && changes >= point.changes()) {
                log.info(changes + " changes in " + point.seconds() + " seconds: saving");
                return true;
            }
        }
        return false;
    }

    private boolean isRewriteDue() {
        AppendOnlyFile current = file;
        long percentage = settings.rewritePercentage.value();
        if (current == null || percentage == 0 || currentSize() <= settings.rewriteMinSize.value()) {
            return false;
        }
        if (rewriteFailures > 0) {
            long wait = Math.min(MOST_RETRY_MILLIS, RETRY_MILLIS << Math.min(rewriteFailures, 20));
            if (server.time().currentTimeMillis() - lastRewriteTried < wait) {
                return false;
            }
        }
        long base = Math.max(1, baseSize);
        return (currentSize() - base) * 100 / base >= percentage;
    }

    private long currentSize() {
        AppendOnlyFile current = file;
        return current == null ? 0 : baseSize + current.size();
    }

    // The end

    /** Whether a snapshot is to be made at the end. */
    public boolean savesAtTheEnd() {
        return !settings.save.value().isEmpty() && state != State.FAILED && state != State.LOADING
                && server.store().changes() != changesNotToSave;
    }

    /** The data as it is now is not to be saved at the end; what changes after that is. */
    public void dontSaveAtTheEnd() {
        changesNotToSave = server.store().changes();
    }

    /**
     * Writes what is left, makes a snapshot if that is configured, and ends. Waits for that. Data that is still being loaded is
     * not waited for.
     */
    @Override
    public void close() {
        closed = true;
        Loader current = loader;
        if (current != null) {
            current.cancel();
        }
        try {
            awaitLoaded();
            synchronized (this) {
                closing = true;
                cancelled = true;
                awaitNoJob();
            }
            if (savesAtTheEnd()) {
                save();
            }
        } catch (CommandException e) {
            log.warning("The last snapshot could not be made", e);
        }
        synchronized (switching) {
            switchOff(false);
        }
        unlockDirectory();
    }

    // What there is to know

    /** What INFO tells. */
    public synchronized PersistenceStatus status() {
        AppendOnlyFile current = file;
        Loader loading = loader;
        return new PersistenceStatus(state == State.LOADING, loadingSince, loading == null ? 0 : loading.totalBytes(),
                loading == null ? 0 : loading.loadedBytes(), server.store().changes() - changesAtSave, job == Job.SNAPSHOT,
                lastSaveAt, !snapshotFailed, lastSaveTook, job == Job.SNAPSHOT ? jobSince : -1, saves,
                loading == null ? 0 : loading.keysLoaded(), loading == null ? 0 : loading.keysExpired(), current != null,
                job == Job.REWRITE, rewriteScheduled, lastRewriteAt, lastRewriteTook, job == Job.REWRITE ? jobSince : -1,
                !rewriteFailed,
                rewrites, rewriteFailures, writeFailure == null, currentSize(), baseSize,
                current == null ? 0 : current.waitingBytes(), current == null ? 0 : current.delayedSyncs(),
                current == null ? -1 : current.lastSyncAt(), current == null ? 0 : current.lastSyncNanos(), keysDone,
                job == Job.NONE ? 0 : keysTotal);
    }
}
