package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.quarkiverse.kvs.core.log.DiskDirectory;

/**
 * The snapshots of one member: all data as the log up to a place makes it. Each is an RDB file, {@code <place>.rdb}, with a
 * file beside it that says what follows upon it, {@code <place>.properties}. There is one mostly; a new one is whole on the
 * disk before the old one is deleted.
 * <p>
 * Safe for use by many threads.
 */
final class SnapshotFiles {

    /** One of them. */
    record Snapshot(Path file, Position position) {
    }

    private final Path directory;

    SnapshotFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        for (Path file : files()) {
            if (name(file).endsWith(".tmp")) {
                Files.delete(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** A file to write one to; it is no snapshot before {@link #adopt}. */
    Path temporary() throws IOException {
        return Files.createTempFile(directory, "snapshot", ".tmp");
    }

    /** The last one; null if there is none. */
    synchronized Snapshot newest() throws IOException {
        long newest = 0;
        for (Path file : files()) {
            newest = Math.max(newest, place(file));
        }
        return newest == 0 ? null : new Snapshot(directory.resolve(newest + ".rdb"), position(newest));
    }

    /** The place that a file is of; 0 for other files. */
    private static long place(Path file) {
        String name = name(file);
        return name.matches("[0-9]{1,18}\\.rdb") ? Long.parseLong(name.substring(0, name.length() - 4)) : 0;
    }

    private Position position(long place) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(directory.resolve(place + ".properties"))) {
            properties.load(in);
        }
        try {
            return new Position(place, Long.parseLong(properties.getProperty("reign")),
                    Long.parseLong(properties.getProperty("next")), properties.getProperty("leader", ""));
        } catch (NumberFormatException e) {
            throw new IOException("the file " + place + ".properties in " + directory + " is damaged", e);
        }
    }

    /**
     * Makes a temporary file, which is on the disk, a snapshot, and deletes those before. Waits for the disk.
     *
     * @return that snapshot, or one of a later place that was there already
     */
    synchronized Snapshot adopt(Path temporary, Position position) throws IOException {
        long place = position.place();
        Snapshot newest = newest();
        if (newest != null && newest.position().place() >= place) {
            Files.delete(temporary);
            return newest;
        }
        Properties properties = new Properties();
        properties.setProperty("reign", Long.toString(position.reign()));
        properties.setProperty("next", Long.toString(position.next()));
        properties.setProperty("leader", position.leader());
        Path beside = temporary();
        try (OutputStream out = Files.newOutputStream(beside)) {
            properties.store(out, null);
        }
        sync(beside);
        Files.move(beside, directory.resolve(place + ".properties"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Path file = directory.resolve(place + ".rdb");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        new DiskDirectory(directory).sync();
        for (Path other : files()) {
            String name = name(other);
            if (place(other) != 0 && place(other) != place
                    || name.endsWith(".properties") && !name.equals(place + ".properties")) {
                Files.deleteIfExists(other);
            }
        }
        return new Snapshot(file, position);
    }

    /** Waits until a file is on the disk. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
