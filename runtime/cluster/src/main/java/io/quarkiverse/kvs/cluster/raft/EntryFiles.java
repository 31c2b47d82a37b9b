package io.quarkiverse.kvs.cluster.raft;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;

import io.quarkiverse.kvs.core.log.DiskDirectory;

/**
 * The entries of one member, in files of a directory: see {@link Segment}. What is appended, cut off or begun anew is on the
 * disk when the call returns. Not safe for use by several threads.
 */
final class EntryFiles implements Closeable {

    /** A file that is longer is followed by another one. */
    private final long segmentBytes;
    private final Path directory;
    private final Deque<Segment> segments = new ArrayDeque<>();

    /**
     * Opens what there is. Entries that the machine did not write completely before it stopped are cut off, unless they were
     * committed.
     *
     * @param committed the last entry that is known to have been committed; 0 for none
     * @throws IOException if entries are missing or damaged that were committed, or the files cannot be read
     */
    EntryFiles(Path directory, long committed, long segmentBytes) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        try {
            for (Path file : files()) {
                open(file);
            }
            if (last() < committed) {
                throw missing(committed);
            }
            if (!segments.isEmpty()) {
                segments.getLast().finish();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return new ArrayList<>(all.filter(file -> file.getFileName().toString().matches("entries-[0-9]{19}\\.log")).sorted()
                    .toList());
        }
    }

    private void open(Path file) throws IOException {
        Segment before = segments.peekLast();
        Segment next = Segment.open(file);
        if (next == null || next.isAnew() && next.last() < next.first()) {
            // The machine stopped while it was made, so what is in front of it is still there.
            if (next != null) {
                next.close();
            }
            Files.delete(file);
            return;
        }
        if (next.isAnew()) {
            while (!segments.isEmpty()) {
                segments.removeFirst().delete();
            }
        } else if (before != null && (before.torn() > 0 || next.first() != before.last() + 1)) {
            next.close();
            throw new IOException("the file " + before.path() + " is damaged at byte " + before.bytes()
                    + ", and the log goes on in " + file.getFileName() + advice());
        }
        segments.addLast(next);
    }

    private IOException missing(long committed) {
        Segment end = segments.peekLast();
        return new IOException("the log in " + directory + " lacks entries that were committed: " + committed + " were, and "
                + last() + " are there"
                + (end == null ? "" : "; the file " + end.path() + " ends or is damaged at byte " + end.bytes()) + advice());
    }

    private static String advice() {
        return ". To let this member begin anew, while a majority of the others is there, delete its directory";
    }

    /** The first entry that can be read and sent on; 0 if there was none yet. */
    long first() {
        Segment begin = segments.peekFirst();
        return begin == null ? 0 : begin.isAnew() ? begin.first() + 1 : begin.first();
    }

    /** The last entry; 0 if there was none yet. */
    long last() {
        Segment end = segments.peekLast();
        return end == null ? 0 : end.last();
    }

    /** How long the files are. */
    long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** @throws IOException if the disk does not take them; then nothing may be appended any more */
    void append(LogEntries entries) throws IOException {
        Segment end = segments.peekLast();
        if (end == null || end.bytes() >= segmentBytes) {
            if (end != null) {
                end.finish();
            }
            end = Segment.create(directory, last() + 1, false);
            segments.addLast(end);
            sync();
        }
        end.append(entries);
    }

    /** @return null if it is not there */
    LogEntry read(long index) throws IOException {
        for (Segment segment : (Iterable<Segment>) segments::descendingIterator) {
            if (index > segment.last()) {
                return null;
            }
            if (index >= segment.first()) {
                return segment.read(index);
            }
        }
        return null;
    }

    /** Removes an entry, and all behind it. */
    void cut(long index) throws IOException {
        while (segments.size() > 1 && segments.getLast().first() >= index) {
            segments.removeLast().delete();
            sync();
        }
        if (!segments.isEmpty()) {
            segments.getLast().cut(Math.max(index, segments.getLast().first()));
        }
    }

    /** Removes files all of whose entries are in front of one. */
    void forget(long index) throws IOException {
        while (segments.size() > 1 && segments.getFirst().last() < index) {
            segments.removeFirst().delete();
        }
    }

    /** Begins anew: what was there is none of this log. */
    void begin(long index, long term) throws IOException {
        // What is behind it has to go first, as it would be in front of nothing.
        cut(index);
        while (!segments.isEmpty() && segments.getLast().first() >= index) {
            segments.removeLast().delete();
        }
        Segment anew = Segment.create(directory, index, true);
        anew.append(new LogEntries().add(new LogEntry(term, null)));
        sync();
        while (!segments.isEmpty()) {
            segments.removeFirst().delete();
        }
        segments.addLast(anew);
        sync();
    }

    private void sync() throws IOException {
        new DiskDirectory(directory).sync();
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
        segments.clear();
    }
}
