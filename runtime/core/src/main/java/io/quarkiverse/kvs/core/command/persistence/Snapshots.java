package io.quarkiverse.kvs.core.command.persistence;

import java.io.IOException;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.SavePoints;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.FileError;

/**
 * RDB files of all data: when clients ask for one, when save points say so, and at the end.
 * <p>
 * Safe for use by many threads.
 */
final class Snapshots {

    static final String REFUSAL = "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to "
            + "persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report "
            + "errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs "
            + "for details about the RDB error.";
    /** How long Redis waits after a snapshot that failed before the next one, unless it is asked for. */
    static final long RETRY_MILLIS = 5000;

    private final ServerState server;
    private final PersistenceSettings settings;
    private final DataDirectory directory;
    private final Jobs jobs;
    private final Loading loading;
    private final PersistenceLog log;
    private final Runnable changed;

    /** Guarded by {@link #jobs}. */
    private boolean scheduled;
    private volatile boolean failed;
    private volatile String failure;
    private volatile long lastAt;
    private volatile long changesThen;
    private volatile long changesNotToSave = -1;
    private volatile long lastTried;
    private volatile long lastTook = -1;
    private volatile long made;

    /** @param changed is run when one has failed or has been made */
    Snapshots(ServerState server, DataDirectory directory, Jobs jobs, Loading loading, PersistenceLog log, Runnable changed) {
        this.server = server;
        this.settings = server.settings().persistence();
        this.directory = directory;
        this.jobs = jobs;
        this.loading = loading;
        this.log = log;
        this.changed = changed;
        lastAt = server.time().currentTimeMillis() / 1000;
    }

    /** What is in the store now is in files: changes are counted from here. */
    void nothingChanged() {
        changesThen = server.store().changes();
    }

    /**
     * Makes one, and waits for it.
     *
     * @throws CommandException if there is another one in the making, or it fails
     */
    void save() {
        synchronized (jobs) {
            if (jobs.current() == Job.SNAPSHOT) {
                throw new CommandException("ERR Background save already in progress");
            }
            jobs.awaitNone();
            begin();
            jobs.begin(Job.SNAPSHOT);
        }
        if (!run()) {
            throw new CommandException("ERR");
        }
    }

    /** @return whether it was begun, and not scheduled */
    boolean saveInBackground(boolean schedule) {
        synchronized (jobs) {
            if (jobs.current() == Job.SNAPSHOT) {
                throw new CommandException("ERR Background save already in progress");
            }
            if (jobs.current() != Job.NONE || loading.isOn() || jobs.isClosing()) {
                if (!schedule) {
                    throw new CommandException(
                            "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE "
                                    + "SCHEDULE in order to schedule a BGSAVE whenever possible.");
                }
                scheduled = true;
                return false;
            }
            start();
            return true;
        }
    }

    /** Begins one if it is due. Called with the lock of {@link #jobs} held, while nothing goes on. */
    void startIfDue() {
        if (scheduled || isDue()) {
            start();
        }
    }

    private void start() {
        begin();
        jobs.start(Job.SNAPSHOT, this::run);
    }

    private void begin() {
        scheduled = false;
        lastTried = server.time().currentTimeMillis();
    }

    private boolean run() {
        boolean done = jobs.run(this::write, (why, seconds) -> {
            lastTook = seconds;
            failed = why != null;
            if (why == null) {
                made++;
            } else {
                failure = FileError.reason(why);
                if (!jobs.isCancelled()) {
                    log.warning("The snapshot could not be made", why);
                }
            }
        });
        changed.run();
        return done;
    }

    private void write() throws IOException {
        directory.take();
        long[] changes = new long[1];
        try (AllData all = jobs.cutAt(() -> changes[0] = server.store().changes())) {
            jobs.snapshot().write(all, directory.root(), DataDirectory.SNAPSHOT_TEMPORARY, settings.dbFilename.value(),
                    Snapshot.Content.DATA);
        }
        lastAt = server.time().currentTimeMillis() / 1000;
        changesThen = changes[0];
    }

    private boolean isDue() {
        long now = server.time().currentTimeMillis();
        if (failed && now - lastTried < RETRY_MILLIS) {
            return false;
        }
        long seconds = now / 1000 - lastAt;
        List<SavePoints.Point> due = settings.save.value().stream().filter(point -> seconds > point.seconds()).toList();
        if (due.isEmpty()) {
            return false;
        }
        // Counting them takes the lock of each segment, so only now.
        long changes = changes();
        for (SavePoints.Point point : due) {
            if (changes > 0 && changes >= point.changes()) {
                log.info(changes + " changes in " + point.seconds() + " seconds: saving");
                return true;
            }
        }
        return false;
    }

    /** Whether one is to be made at the end. */
    boolean isDueAtTheEnd() {
        return !settings.save.value().isEmpty() && !loading.isFailed() && !loading.isOn()
                && server.store().changes() != changesNotToSave;
    }

    /** The data as it is now is not to be saved at the end; what changes after that is. */
    void notAtTheEnd() {
        changesNotToSave = server.store().changes();
    }

    /** Whether clients may not write because the last one could not be made. */
    boolean refusesWrites() {
        return failed && settings.stopWritesOnError.value() && !settings.save.value().isEmpty();
    }

    // What there is to know

    boolean isFailed() {
        return failed;
    }

    String failure() {
        return failure;
    }

    /** When the last one was made, in seconds since 1970; or when the server was started. */
    long lastAt() {
        return lastAt;
    }

    long lastTook() {
        return lastTook;
    }

    long made() {
        return made;
    }

    /** How many changes there were since the last one. */
    long changes() {
        return server.store().changes() - changesThen;
    }
}
