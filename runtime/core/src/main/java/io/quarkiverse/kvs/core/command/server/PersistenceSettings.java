package io.quarkiverse.kvs.core.command.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.server.Setting.Bool;
import io.quarkiverse.kvs.core.command.server.Setting.Int;
import io.quarkiverse.kvs.core.command.server.Setting.Text;
import io.quarkiverse.kvs.core.command.server.Setting.Word;
import io.quarkiverse.kvs.core.log.FsyncPolicy;

/** The parameters of CONFIG GET and CONFIG SET that say how data is kept in files, under Redis's names. */
public final class PersistenceSettings {

    /** Where the files lie if nothing is configured. */
    private static final String DIRECTORY = "kvs-data";
    /** The directory in it for the parts of the append-only file. */
    public static final String APPEND_DIRECTORY = "appendonlydir";

    /**
     * What the configuration of the application says.
     *
     * @param load whether data is taken from the files at the start, and kept in them from then on
     * @param directory where the files lie; null for {@value #DIRECTORY} in the working directory
     * @param fsync of the append-only file
     * @param save {@code <seconds> <changes>} and so on; empty for no snapshots but those that clients ask for
     * @param loadTruncated whether a last record that is not complete is dropped at the start
     * @param rewritePercentage by how many percents the append-only file is to grow before it is rewritten; 0 for never
     * @param rewriteMinSize the bytes it is to have before that
     * @param noFsyncOnRewrite whether it is not synced while it is rewritten, or a snapshot is made
     */
    public record Initial(boolean load, Path directory, boolean appendOnly, FsyncPolicy fsync, String save, String fileName,
            boolean loadTruncated, int rewritePercentage, long rewriteMinSize, boolean noFsyncOnRewrite) {

        /** Nothing is kept, except what clients ask for with SAVE. */
        public static final Initial OFF = new Initial(false, null, false, FsyncPolicy.EVERYSEC, "", "dump.rdb", true, 100,
                64L << 20, false);

        /** The same with an append-only file. */
        public Initial withAppendOnly(Path where, FsyncPolicy policy) {
            return new Initial(true, where, true, policy, save, fileName, loadTruncated, rewritePercentage, rewriteMinSize,
                    noFsyncOnRewrite);
        }

        /** The same with snapshots. */
        public Initial withSave(Path where, String points) {
            return new Initial(true, where, appendOnly, fsync, points, fileName, loadTruncated, rewritePercentage,
                    rewriteMinSize, noFsyncOnRewrite);
        }
    }

    /** Where the files lie. */
    public final Path directory;
    /** Whether data is taken from the files at the start. */
    public final boolean load;

    public final Setting<Boolean> appendOnly;
    private final Setting<String> fsync;
    public final Setting<Boolean> noFsyncOnRewrite;
    public final Setting<Boolean> loadTruncated;
    public final Setting<Long> rewritePercentage;
    public final Setting<Long> rewriteMinSize;
    /** Whether the base of the append-only file is an RDB file, and not commands. */
    public final Setting<Boolean> rdbBase;
    public final Setting<String> appendFilename;
    public final Setting<String> appendDirname;
    public final Setting<String> dbFilename;
    public final SavePoints save;
    public final Setting<Boolean> stopWritesOnError;
    public final Setting<Boolean> checksum;

    PersistenceSettings(Settings settings, Initial initial) {
        directory = (initial.directory == null ? Path.of(DIRECTORY) : initial.directory).toAbsolutePath().normalize();
        load = initial.load;
        appendOnly = settings.add(new Bool("appendonly", initial.appendOnly));
        appendOnly.slow();
        fsync = settings.add(new Word("appendfsync", initial.fsync.name().toLowerCase(Locale.ROOT),
                List.of("always", "everysec", "no")));
        noFsyncOnRewrite = settings.add(new Bool("no-appendfsync-on-rewrite", initial.noFsyncOnRewrite));
        loadTruncated = settings.add(new Bool("aof-load-truncated", initial.loadTruncated));
        rewritePercentage = settings.add(
                new Int("auto-aof-rewrite-percentage", initial.rewritePercentage, 0, Integer.MAX_VALUE, false));
        rewriteMinSize = settings.add(new Int("auto-aof-rewrite-min-size", initial.rewriteMinSize, 0, Long.MAX_VALUE, true));
        rdbBase = settings.add(new Bool("aof-use-rdb-preamble", true));
        appendFilename = settings.add(new Text("appendfilename", "appendonly.aof")).immutable();
        appendDirname = settings.add(new Text("appenddirname", APPEND_DIRECTORY)).immutable();
        dbFilename = settings.add(new Text("dbfilename", initial.fileName));
        dbFilename.guard();
        settings.add(new Text("dir", directory.toString())).guard();
        save = settings.add(new SavePoints(initial.save));
        stopWritesOnError = settings.add(new Bool("stop-writes-on-bgsave-error", true));
        checksum = settings.add(new Bool("rdbchecksum", true)).immutable();
    }

    /** When the append-only file is synced. */
    public FsyncPolicy fsync() {
        return FsyncPolicy.valueOf(fsync.value().toUpperCase(Locale.ROOT));
    }

    /** Sets who is told when that changes. */
    public void onFsyncChange(Runnable told) {
        fsync.onChange(changed -> told.run());
    }

    /**
     * Sets what switches the append-only file on and off.
     *
     * @param told what is wanted; throws an IllegalArgumentException that says why it cannot be
     */
    public void onAppendOnlyChange(Consumer<Boolean> told) {
        appendOnly.onChange(told);
    }
}
