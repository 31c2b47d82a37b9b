package io.quarkiverse.kvs.core.command.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.AppendOnlyFile;
import io.quarkiverse.kvs.core.log.FileError;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.log.Manifest;
import io.quarkiverse.kvs.core.log.ManifestFile;

/**
 * The parts of the append-only file, as Redis 7 has them: a base with all data, what was done since in another file, and a
 * manifest that names both. Switches it on and off, and rewrites it.
 * <p>
 * Safe for use by many threads.
 */
final class AppendOnlyFiles {

    private static final long MOST_RETRY_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final ServerState server;
    private final PersistenceSettings settings;
    private final DataDirectory directory;
    private final Jobs jobs;
    private final Loading loading;
    private final PersistenceLog log;
    private final Runnable changed;
    /** One switching on or off at a time; held while the disk is waited for. */
    private final Object switching = new Object();

    private Manifest manifest = Manifest.EMPTY;
    /** Takes the records of the log; null while it is off. */
    private volatile AppendOnlyFile file;
    /** The manifest on the disk names the file, and what is in front of it. */
    private volatile boolean complete;
    private volatile String writeFailure;
    private volatile long baseSize;

    // Guarded by the jobs.
    private volatile boolean scheduled;
    /** It is about to be switched off. */
    private boolean ending;
    private long lastTried;

    private volatile long lastAt = -1;
    private volatile long lastTook = -1;
    private volatile boolean failed;
    private volatile long done;
    private volatile long failures;

    /** @param changed is run when writing has failed, or succeeds again */
    AppendOnlyFiles(ServerState server, DataDirectory directory, Jobs jobs, Loading loading, PersistenceLog log,
            Runnable changed) {
        this.server = server;
        this.settings = server.settings().persistence();
        this.directory = directory;
        this.jobs = jobs;
        this.loading = loading;
        this.log = log;
        this.changed = changed;
        settings.onFsyncChange(() -> {
            AppendOnlyFile current = file;
            if (current != null) {
                current.policyChanged();
            }
        });
        settings.onAppendOnlyChange(this::switchTo);
    }

    private final class FileListener implements AppendOnlyFile.Listener {

        @Override
        public void failed(IOException why) {
            if (writeFailure == null) {
                log.warning("The append-only file cannot be written; trying again until it can", why);
            }
            writeFailure = FileError.reason(why);
            changed.run();
        }

        @Override
        public void recovered() {
            writeFailure = null;
            log.info("The append-only file can be written again");
            changed.run();
        }

        @Override
        public void took(String what, long nanos) {
            server.telemetry().latency().took(what, nanos);
        }
    }

    // Reading

    /** Whether there are files that a server has written, of this version of Redis. */
    boolean exist() {
        return directory.appendOnly().exists(Manifest.nameFor(settings.appendFilename.value()));
    }

    /** Takes the data from them. */
    void load(Loader loader) throws IOException {
        readManifest();
        loader.manifest(directory.appendOnly(), manifest);
    }

    /** The manifest on the disk may be of an earlier time: numbers go on. */
    private void readManifest() throws IOException {
        if (exist()) {
            try (InputStream in = directory.appendOnly().read(Manifest.nameFor(settings.appendFilename.value()))) {
                manifest = Manifest.read(in);
            }
        }
    }

    // Beginning

    /** Goes on at the end of the last file of the manifest, which was loaded. */
    void append() throws IOException {
        if (manifest.increments().isEmpty()) {
            Manifest next = manifest.withIncrement(manifest.nextIncrement(settings.appendFilename.value()));
            createIncrement(last(next)).close();
            write(next);
        }
        baseSize = manifest.base() == null ? 0 : directory.appendOnly().size(manifest.base().name());
        deleteHistory();
        AppendOnlyFile opened = appendOnlyFile(last(manifest).name());
        server.recording().begin(opened);
        file = opened;
        complete = true;
    }

    /** Begins with all data as it is now. */
    void begin() throws IOException {
        rewrite(true);
    }

    private AppendOnlyFile appendOnlyFile(String name) throws IOException {
        return new AppendOnlyFile(directory.appendOnly(), name, server.changes(), settings::fsync,
                () -> settings.noFsyncOnRewrite.value() && jobs.current() != Job.NONE, new FileListener());
    }

    // The manifest

    /** Opens a file and empties it: an attempt that failed may have left one. */
    private LogDirectory.WritableFile createIncrement(ManifestFile of) throws IOException {
        LogDirectory.WritableFile created = directory.appendOnly().write(of.name());
        try {
            // Not deleted, as the manifest on the disk may name it already, if writing that has failed halfway.
            created.truncate(0);
            created.sync();
            directory.appendOnly().sync();
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
        String name = settings.appendFilename.value();
        directory.appendOnly().replace(Manifest.nameFor(name), Manifest.temporaryNameFor(name), next.bytes());
        manifest = next;
    }

    /** Deletes what is not read any more. If that fails, it is left to the next time: it only takes room on the disk. */
    private void deleteHistory() {
        if (manifest.history().isEmpty()) {
            return;
        }
        try {
            for (ManifestFile old : manifest.history()) {
                directory.appendOnly().delete(old.name());
            }
            write(manifest.withoutHistory());
        } catch (IOException e) {
            log.warning("Old parts of the append-only file cannot be deleted", e);
        }
    }

    // Rewriting

    /** @return whether it was begun, and not scheduled */
    boolean rewriteInBackground() {
        synchronized (jobs) {
            if (jobs.current() == Job.REWRITE) {
                throw new CommandException("ERR Background append only file rewriting already in progress");
            }
            if (jobs.current() != Job.NONE || loading.isOn() || jobs.isClosing() || ending) {
                scheduled = true;
                return false;
            }
            start();
            return true;
        }
    }

    /** Begins it if it is due. Called with the lock of {@link #jobs} held, while nothing goes on. */
    void startIfDue(long enough) {
        if (!ending && (scheduled || isDue(enough))) {
            start();
        }
    }

    private void start() {
        noteBegin();
        jobs.start(Job.REWRITE, () -> run(false));
    }

    private void noteBegin() {
        scheduled = false;
        lastTried = server.time().currentTimeMillis();
    }

    private boolean run(boolean first) {
        boolean succeeded = jobs.run(() -> rewrite(first), (why, seconds) -> {
            lastTook = seconds;
            failed = why != null;
            if (why == null) {
                lastAt = server.time().currentTimeMillis() / 1000;
                done++;
                failures = 0;
            } else {
                failures++;
                if (!jobs.isCancelled()) {
                    log.warning("The append-only file could not be rewritten", why);
                }
            }
        });
        changed.run();
        return succeeded;
    }

    /**
     * Writes all data anew as the base, and lets what comes from now on follow it in a new file.
     *
     * @param first whether nothing was recorded before
     */
    private void rewrite(boolean first) throws IOException {
        String prefix = settings.appendFilename.value();
        directory.takeAppendOnly();
        boolean records = first || file != null;
        if (file == null) {
            readManifest();
        }
        Manifest next = manifest;
        LogDirectory.WritableFile increment = null;
        AllData all;
        try {
            if (records) {
                next = manifest.withIncrement(manifest.nextIncrement(prefix));
                increment = createIncrement(last(next));
                if (!first) {
                    write(next);
                }
            }
            all = first ? cutAndBegin(increment, last(next).name()) : cutAndSwitch(increment);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            closeAfter(e, increment);
            throw e;
        }
        long size;
        boolean rdb = settings.rdbBase.value();
        ManifestFile base = next.nextBase(prefix, rdb);
        try (all) {
            size = jobs.snapshot().write(all, directory.appendOnly(), DataDirectory.BASE_TEMPORARY, base.name(),
                    rdb ? Snapshot.Content.BASE : Snapshot.Content.COMMANDS);
        }
        write(next.withBase(base).withLastIncrements(records ? 1 : 0));
        complete = file != null;
        baseSize = size;
        deleteHistory();
    }

    /** All data at an instant, from which on records go to a file. */
    private AllData cutAndBegin(LogDirectory.WritableFile increment, String name) throws IOException {
        increment.close();
        AppendOnlyFile opened = appendOnlyFile(name);
        try {
            return jobs.cutAt(() -> {
                server.recording().beginAtOnce(opened);
                file = opened;
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            closeAfter(e, opened);
            throw e;
        }
    }

    private AllData cutAndSwitch(LogDirectory.WritableFile increment) {
        return jobs.cutAt(() -> {
            if (increment != null) {
                file.switchTo(increment);
            }
        });
    }

    private boolean isDue(long enough) {
        long percentage = settings.rewritePercentage.value();
        if (file == null || percentage == 0 || currentSize() <= Math.max(enough, settings.rewriteMinSize.value())) {
            return false;
        }
        if (failures > 0) {
            long wait = Math.min(MOST_RETRY_MILLIS, Snapshots.RETRY_MILLIS << Math.min(failures, 20));
            if (server.time().currentTimeMillis() - lastTried < wait) {
                return false;
            }
        }
        long base = Math.max(1, baseSize);
        return (currentSize() - base) * 100 / base >= percentage;
    }

    // Switching on and off

    /** Waits for files and, in the end, for the disk. */
    private void switchTo(boolean on) {
        // While the data is being loaded, what that has to end with is not known yet.
        loading.await();
        try {
            if (on) {
                switchOn();
            } else {
                switchOff(true);
            }
        } catch (IOException e) {
            log.warning("The append-only file cannot be switched " + (on ? "on" : "off"), e);
            throw new IllegalArgumentException("Unable to turn on AOF. Check server logs.", e);
        }
    }

    /** Begins with all data as it is now, if it is off. Waits for the disk. */
    void switchOn() throws IOException {
        synchronized (switching) {
            synchronized (jobs) {
                jobs.awaitNone();
                if (file != null || jobs.isClosing()) {
                    return;
                }
                noteBegin();
                jobs.begin(Job.REWRITE);
            }
            if (!run(true)) {
                switchOff(true);
                throw new IOException("the base of the append-only file could not be written");
            }
        }
    }

    /**
     * Ends it. Waits for the disk.
     *
     * @param goodEnough whether what could not be written is good enough for those who wait for it: the file is not wanted any
     *        more
     */
    void switchOff(boolean goodEnough) {
        synchronized (switching) {
            AppendOnlyFile current;
            synchronized (jobs) {
                current = file;
                if (current == null) {
                    return;
                }
                ending = true;
                if (jobs.current() == Job.REWRITE) {
                    jobs.cancel();
                    jobs.awaitNone();
                }
            }
            server.recording().end(current);
            complete = false;
            file = null;
            close(current, goodEnough);
        }
    }

    private void close(AppendOnlyFile current, boolean goodEnough) {
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
            changed.run();
            synchronized (jobs) {
                ending = false;
            }
        }
    }

    /**
     * Waits until everything that was recorded is on the disk.
     *
     * @throws IOException if writing fails meanwhile
     */
    void awaitSynced() throws IOException {
        AppendOnlyFile current = file;
        if (current != null) {
            current.sync(server.changes().sequence());
        }
    }

    // What there is to know

    /** Takes the records; null while it is off. */
    AppendOnlyFile file() {
        return file;
    }

    /** Whether what is in the file would be loaded: at first, that is so only once all data as it was then is on the disk. */
    boolean isComplete() {
        return complete;
    }

    /** Why it cannot be written at the moment; null if it can. */
    String writeFailure() {
        return writeFailure;
    }

    /** The bytes of the base and of what follows it; 0 while it is off. */
    long currentSize() {
        AppendOnlyFile current = file;
        return current == null ? 0 : baseSize + current.size();
    }

    long baseSize() {
        return baseSize;
    }

    boolean isScheduled() {
        return scheduled;
    }

    /** When it was rewritten last, in seconds since 1970; -1 if it never was. */
    long lastAt() {
        return lastAt;
    }

    long lastTook() {
        return lastTook;
    }

    boolean isFailed() {
        return failed;
    }

    /** How often it was rewritten. */
    long done() {
        return done;
    }

    /** How often rewriting has failed since it last succeeded. */
    long failures() {
        return failures;
    }
}
