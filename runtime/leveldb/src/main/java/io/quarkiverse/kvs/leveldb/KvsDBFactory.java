package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBFactory;
import org.iq80.leveldb.Options;

import io.quarkiverse.kvs.core.command.persistence.DirectoryLock;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;

/**
 * Opens databases that are ordered maps in memory, whose changes are kept in a directory, in append-only files.
 * <p>
 * The options {@code createIfMissing}, {@code errorIfExists} and {@code comparator} mean what they mean in LevelDB. Those that
 * are about its files and caches have no effect. A directory that LevelDB itself has written is not opened: see
 * {@link #importFrom}.
 * <p>
 * Safe for use by many threads.
 */
public final class KvsDBFactory implements DBFactory {

    /** The one that there is. */
    public static final KvsDBFactory factory = new KvsDBFactory();

    /** Says which order the keys have; where it is, there is a database. */
    private static final String COMPARATOR = "COMPARATOR";
    /** A file that every directory of LevelDB has. */
    private static final String CURRENT = "CURRENT";

    private KvsDBFactory() {
    }

    /**
     * Opens a database, and waits until its data is in memory.
     *
     * @param path a directory, which no other process may use meanwhile
     * @throws IOException if the directory is in use, cannot be read or written, or its files are damaged; if there is a
     *         database and {@code errorIfExists}, or none and not {@code createIfMissing}; if it has been written with another
     *         comparator; if LevelDB has written it
     */
    @Override
    public DB open(File path, Options options) throws IOException {
        Path directory = path.toPath();
        boolean exists = Files.exists(directory.resolve(COMPARATOR));
        if (!exists && Files.exists(directory.resolve(CURRENT))) {
            throw new IOException(path + " was written by LevelDB itself: import it into another directory");
        }
        if (exists && options.errorIfExists()) {
            throw new IOException(path + " exists, which is an error: errorIfExists");
        }
        if (!exists && !options.createIfMissing()) {
            throw new IOException(path + " does not exist, and is not to be created: createIfMissing");
        }
        ComparatorOrder order = ComparatorOrder.of(options.comparator());
        if (exists) {
            check(directory, order);
        }
        Files.createDirectories(directory);
        MapServer server = MapServer.in(directory, order);
        try {
            if (!exists) {
                Path made = directory.resolve(COMPARATOR + ".new");
                try (FileChannel channel = FileChannel.open(made, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    channel.write(ByteBuffer.wrap((order.name() + "\n").getBytes(UTF_8)));
                    channel.force(true);
                }
                Files.move(made, directory.resolve(COMPARATOR), StandardCopyOption.ATOMIC_MOVE);
            }
            return new KvsDB(server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void check(Path directory, ComparatorOrder order) throws IOException {
        String name = Files.readString(directory.resolve(COMPARATOR), UTF_8).strip();
        if (!name.equals(order.name())) {
            throw new IOException(directory + " is ordered by the comparator " + name + ", and not by " + order.name());
        }
    }

    /** Opens an empty database that is nowhere but in memory, and gone when it is closed. */
    public DB openInMemory(Options options) {
        return new KvsDB(MapServer.inMemory(ComparatorOrder.of(options.comparator()), MapServer.mostBytes()));
    }

    /**
     * Deletes a database: its files, and its directory if nothing else is in it.
     *
     * @throws IOException if it is open
     */
    @Override
    public void destroy(File path, Options options) throws IOException {
        Path directory = path.toPath();
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryLock lock = lock(directory)) {
            Files.deleteIfExists(directory.resolve(COMPARATOR));
            deleteAll(directory.resolve(PersistenceSettings.APPEND_DIRECTORY));
        }
        Files.deleteIfExists(directory.resolve(DirectoryLock.FILE));
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // What else is there belongs to the user.
        }
    }

    private static DirectoryLock lock(Path directory) throws IOException {
        try {
            return DirectoryLock.of(directory);
        } catch (IOException e) {
            throw new IOException(directory + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            List<Path> files;
            try (Stream<Path> listed = Files.list(directory)) {
                files = listed.toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        }
    }

    /**
     * Makes a database usable again whose last record is not complete, and writes its files anew.
     *
     * @throws IOException if it cannot be read
     */
    @Override
    public void repair(File path, Options options) throws IOException {
        try (DB db = open(path, new Options().createIfMissing(false).comparator(options.comparator()))) {
            db.compactRange(null, null);
        }
    }

    /**
     * Puts all that a directory of LevelDB itself holds into a database, in batches. The directory stays as it is; nothing may
     * write to it meanwhile.
     *
     * @param levelDb its directory
     * @param options with the comparator by which it was written, unless that is LevelDB's own
     * @return how many keys there were
     * @throws IOException if the files are damaged, or of a kind that is not known
     */
    public long importFrom(File levelDb, Options options, DB into) throws IOException {
        requireNonNull(into, "into");
        return new LevelDbDirectory(levelDb.toPath(), ComparatorOrder.of(options.comparator())).copyTo(into);
    }

    @Override
    public String toString() {
        return "quarkus-kvs-leveldb";
    }
}
