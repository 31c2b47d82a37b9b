package io.quarkiverse.kvs.core.command.persistence;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.AppendOnlyFormatException;
import io.quarkiverse.kvs.core.log.AppendOnlyReader;
import io.quarkiverse.kvs.core.log.AppendOnlyTruncatedException;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.log.Manifest;
import io.quarkiverse.kvs.core.log.ManifestFile;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.RdbFileException;
import io.quarkiverse.kvs.core.store.rdb.RdbFileReader;
import io.quarkiverse.kvs.core.store.rdb.RdbFormatException;
import io.quarkiverse.kvs.core.store.rdb.RdbLoader;

/** Takes the data from files at the start: from an append-only file, of Redis 7 or older, or from an RDB file. */
final class Loader {

    private static final int BUFFER = 256 * 1024;
    /** How often the operator is told how far it is. */
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerState server;
    private final PersistenceLog log;
    private final AtomicLong loadedBytes = new AtomicLong();
    private volatile long totalBytes;
    private volatile long keysLoaded;
    private volatile long keysExpired;
    private volatile boolean cancelled;
    private long toldAt;

    Loader(ServerState server, PersistenceLog log) {
        this.server = server;
        this.log = log;
        toldAt = server.time().nanoTime();
    }

    /** Lets it fail soon. The files are left as they are. */
    void cancel() {
        cancelled = true;
    }

    /** The bytes of all files that are read. */
    long totalBytes() {
        return totalBytes;
    }

    /** The bytes that have been read. */
    long loadedBytes() {
        return loadedBytes.get();
    }

    long keysLoaded() {
        return keysLoaded;
    }

    long keysExpired() {
        return keysExpired;
    }

    /**
     * Takes the data from the files of a manifest.
     *
     * @throws IOException if a file is missing or damaged; the message says which, and where
     */
    void manifest(LogDirectory directory, Manifest manifest) throws IOException {
        for (ManifestFile file : manifest.files()) {
            if (!directory.exists(file.name())) {
                throw new IOException("The AOF file " + file.name() + " of the manifest in " + directory.path()
                        + " does not exist");
            }
            totalBytes += directory.size(file.name());
        }
        List<ManifestFile> files = manifest.files();
        // Behind what was written last, there may be a file that nothing was written to yet.
        int last = files.size() - 1;
        while (last > 0 && directory.size(files.get(last).name()) == 0) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            appendOnly(directory, files.get(i).name(), i == last);
        }
    }

    /** Takes the data from one append-only file: commands, or an RDB file with commands behind it. */
    void appendOnly(LogDirectory directory, String name) throws IOException {
        totalBytes += directory.size(name);
        appendOnly(directory, name, true);
    }

    /** Takes the data from an RDB file; what has expired is left out. */
    void rdb(LogDirectory directory, String name) throws IOException {
        totalBytes += directory.size(name);
        try (InputStream in = counted(directory, name)) {
            rdb(in, directory, name, false, RdbLoader.Duplicates.REFUSED);
        }
    }

    /** The same of a copy of another server's data: what has expired stays until that server says that it is gone. */
    void copy(LogDirectory directory, String name) throws IOException {
        totalBytes += directory.size(name);
        try (InputStream in = counted(directory, name)) {
            rdb(in, directory, name, true, RdbLoader.Duplicates.REFUSED);
        }
    }

    /** The same as {@link #rdb}, except that what is there already stays, unless the file has it, too. */
    void merge(LogDirectory directory, String name) throws IOException {
        totalBytes += directory.size(name);
        try (InputStream in = counted(directory, name)) {
            rdb(in, directory, name, false, RdbLoader.Duplicates.REPLACED);
        }
    }

    private InputStream counted(LogDirectory directory, String name) throws IOException {
        return new BufferedInputStream(new FilterInputStream(directory.read(name)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (cancelled) {
                    throw new InterruptedIOException("The server was stopped before everything was read");
                }
                int read = in.read(bytes, offset, length);
                if (read > 0) {
                    loadedBytes.addAndGet(read);
                    tell();
                }
                return read;
            }
        }, BUFFER);
    }

    private void tell() {
        long now = server.time().nanoTime();
        if (now - toldAt >= TELL_NANOS) {
            toldAt = now;
            log.info("Loading the data: " + loadedBytes.get() * 100 / Math.max(1, totalBytes) + " % of " + totalBytes
                    + " bytes");
        }
    }

    /** @return what follows the RDB file */
    private RdbFileReader rdb(InputStream in, LogDirectory directory, String name, boolean base,
            RdbLoader.Duplicates duplicates) throws IOException {
        RdbFileReader reader = new RdbFileReader(in, directory.size(name), server.settings().valueLimits(), true);
        RdbLoader loader = new RdbLoader(server.store(), server.time().currentTimeMillis(),
                base ? RdbLoader.Expired.KEPT : RdbLoader.Expired.DROPPED, duplicates, this::function);
        try {
            reader.read(loader);
        } catch (RdbFileException e) {
            throw new IOException("The RDB file " + name + " in " + directory.path() + " cannot be read: " + e.getMessage(), e);
        } finally {
            keysLoaded += loader.keys();
            keysExpired += loader.dropped();
        }
        return reader;
    }

    private void function(Bytes code) {
        try {
            server.functions().restore(code);
        } catch (CommandException e) {
            throw new RdbFormatException("Failed creating function, " + e.getMessage());
        }
    }

    private void appendOnly(LogDirectory directory, String name, boolean last) throws IOException {
        long size = directory.size(name);
        long validUpTo;
        try (InputStream in = counted(directory, name)) {
            in.mark(RdbFileReader.SIGNATURE);
            boolean preamble = RdbFileReader.isBegin(in.readNBytes(RdbFileReader.SIGNATURE));
            in.reset();
            AppendOnlyReader commands;
            if (preamble) {
                RdbFileReader base = rdb(in, directory, name, true, RdbLoader.Duplicates.REFUSED);
                commands = new AppendOnlyReader(base.rest(), name, base.offset(), size);
            } else {
                commands = new AppendOnlyReader(in, name, 0, size);
            }
            validUpTo = commands(commands, directory, name, last);
        }
        if (validUpTo < size) {
            try (LogDirectory.WritableFile file = directory.write(name)) {
                file.truncate(validUpTo);
                file.sync();
            }
        }
    }

    /**
     * Where the zeros begin at the end of a file. After a power cut, there may be such in the place of what was not on the disk
     * yet; a command never ends with one.
     *
     * @return {@link Long#MAX_VALUE} if there are none
     */
    private static long writtenUpTo(LogDirectory directory, String name) throws IOException {
        long at = 0;
        long zeros = 0;
        byte[] bytes = new byte[BUFFER];
        try (InputStream in = directory.read(name)) {
            for (int read; (read = in.read(bytes)) > 0;) {
                for (int i = 0; i < read; i++) {
                    zeros = bytes[i] == 0 ? zeros : at + i + 1;
                }
                at += read;
            }
        }
        return zeros < at ? zeros : Long.MAX_VALUE;
    }

    /** @return up to where in the file its commands are complete */
    private long commands(AppendOnlyReader reader, LogDirectory directory, String name, boolean last) throws IOException {
        LogReplay replay = new LogReplay(server);
        while (true) {
            try {
                if (!reader.next()) {
                    return reader.end();
                }
            } catch (AppendOnlyTruncatedException e) {
                if (!last || !server.settings().persistence().loadTruncated.value()) {
                    throw e;
                }
                log.warning("The append-only file " + name + " in " + directory.path() + " ends in the middle of a "
                        + (e.isInTransaction() ? "transaction" : "command") + ": it is cut off at offset " + e.validUpTo(),
                        null);
                return e.validUpTo();
            } catch (AppendOnlyFormatException e) {
                if (!last || !server.settings().persistence().loadTruncated.value()
                        || e.offset() < writtenUpTo(directory, name) - AppendOnlyReader.MAX_LINE) {
                    throw e;
                }
                log.warning("The append-only file " + name + " in " + directory.path() + " ends with zeros, which were not "
                        + "written before the machine stopped: it is cut off at offset " + reader.start(), null);
                return reader.start();
            }
            try {
                replay.apply(reader);
            } catch (CommandException e) {
                throw new IOException("Cannot execute a command of the append-only file " + name + " in " + directory.path()
                        + " says at offset " + reader.start() + ": " + e.getMessage(), e);
            }
        }
    }
}
