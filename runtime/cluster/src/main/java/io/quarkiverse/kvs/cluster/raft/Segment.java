package io.quarkiverse.kvs.cluster.raft;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;

import io.quarkiverse.kvs.core.log.FileRoom;

/**
 * A file with entries of the log, one behind the other. Numbers have their highest byte first.
 *
 * <pre>
 * file    "KVSRAFT" (7 bytes)  kind (1)  index of the first entry (8)  checksum (4)  entries
 * entry   length of what follows upon the checksum (4)  checksum (4)  term (8)  type (1)  bytes
 * </pre>
 *
 * The kind is {@code +} for a file that goes on where the one before ends, and {@code 0} for one that begins anew: what is
 * in files before it is not of this log. Its first entry is only there for its term.
 * <p>
 * Checksums are CRC-32C; that of an entry is of its index (8 bytes) and all behind the checksum, so that neither a torn entry
 * nor one at the wrong place is taken for a whole one.
 * <p>
 * While entries are appended, the file has {@link FileRoom} behind them.
 * <p>
 * A {@link RandomAccessFile}, as a channel is closed when the thread that uses it is interrupted, which JGroups does. Not safe
 * for use by several threads.
 */
final class Segment implements Closeable {

    /** What a file is called: the index of its first entry, with so many digits that names are sorted as numbers are. */
    static final String NAME = "entries-%019d.log";

    private static final byte[] MAGIC = "KVSRAFT".getBytes(US_ASCII);
    private static final int HEADER = 20;
    private static final int ENTRY_HEADER = 8;
    private static final int SHORTEST = 9;
    private static final byte COMMAND = 0;
    private static final byte INTERNAL = 1;
    private static final byte NOTHING = 2;
    /** The place in the file is remembered for one entry of so many. */
    private static final int STEP = 32;

    private final Path path;
    private final RandomAccessFile file;
    private final long first;
    private final boolean anew;
    private int count;
    private long end = HEADER;
    private long[] offsets = new long[64];
    /** Where the entry is that is probably read next. */
    private int hint = -1;
    private long hintOffset;

    private Segment(Path path, RandomAccessFile file, long first, boolean anew) {
        this.path = path;
        this.file = file;
        this.first = first;
        this.anew = anew;
    }

    /** Makes one without entries. It is on the disk when this returns, but its directory may not be. */
    static Segment create(Path directory, long first, boolean anew) throws IOException {
        Path path = directory.resolve(String.format(NAME, first));
        Files.deleteIfExists(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER).put(MAGIC).put((byte) (anew ? '0' : '+')).putLong(first);
            header.putInt(Checksum.of(header.array(), 0, header.position()));
            file.write(header.array());
            file.getFD().sync();
            return new Segment(path, file, first, anew);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens one, and looks at all of its entries.
     *
     * @return null if the file was just being made when the machine stopped, and has no entries
     * @throws IOException if it is no such file
     */
    static Segment open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            byte[] bytes = new byte[HEADER];
            if (file.length() < HEADER) {
                file.close();
                return null;
            }
            file.readFully(bytes);
            ByteBuffer header = ByteBuffer.wrap(bytes);
            byte kind = bytes[MAGIC.length];
            if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length) || kind != '+' && kind != '0'
                    || Checksum.of(bytes, 0, HEADER - 4) != header.getInt(HEADER - 4)) {
                if (file.length() == HEADER) {
                    file.close();
                    return null;
                }
                throw new IOException("the file " + path + " has no entries of a log: its beginning is damaged");
            }
            Segment segment = new Segment(path, file, header.getLong(MAGIC.length + 1), kind == '0');
            segment.scan();
            return segment;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Finds out how many entries are whole. */
    private void scan() throws IOException {
        long length = file.length();
        byte[] header = new byte[ENTRY_HEADER];
        while (end + ENTRY_HEADER + SHORTEST <= length) {
            file.seek(end);
            file.readFully(header);
            int size = ByteBuffer.wrap(header).getInt();
            if (size < SHORTEST || size > length - end - ENTRY_HEADER) {
                return;
            }
            byte[] content = new byte[size];
            file.readFully(content);
            if (Checksum.of(first + count, content, 0, size) != ByteBuffer.wrap(header).getInt(4)) {
                return;
            }
            added(end);
            end += ENTRY_HEADER + size;
        }
    }

    private void added(long offset) {
        if (count % STEP == 0) {
            int at = count / STEP;
            if (at == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * at);
            }
            offsets[at] = offset;
        }
        count++;
    }

    Path path() {
        return path;
    }

    /** The index of the first entry, whether it is there or not. */
    long first() {
        return first;
    }

    /** The index of the last entry; one below the first if there is none. */
    long last() {
        return first + count - 1;
    }

    /** Whether nothing in front of it is of this log. */
    boolean isAnew() {
        return anew;
    }

    /** Where the last entry ends. */
    long bytes() {
        return end;
    }

    /** How many bytes there are behind the last entry. */
    long torn() throws IOException {
        return file.length() - end;
    }

    /** Appends entries, and waits until they are on the disk. */
    void append(LogEntries entries) throws IOException {
        long size = 0;
        for (LogEntry entry : entries) {
            size += ENTRY_HEADER + SHORTEST + (entry.command() == null ? 0 : entry.length());
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
        long index = last();
        for (LogEntry entry : entries) {
            index++;
            int length = entry.command() == null ? 0 : entry.length();
            int at = out.position();
            out.putInt(SHORTEST + length).putInt(0).putLong(entry.term())
                    .put(entry.command() == null ? NOTHING : entry.internal() ? INTERNAL : COMMAND);
            if (length > 0) {
                out.put(entry.command(), entry.offset(), length);
            }
            out.putInt(at + 4, Checksum.of(index, out.array(), at + ENTRY_HEADER, SHORTEST + length));
        }
        FileRoom.reserve(file, end + size);
        file.seek(end);
        file.write(out.array());
        file.getFD().sync();
        for (LogEntry entry : entries) {
            added(end);
            end += ENTRY_HEADER + SHORTEST + (entry.command() == null ? 0 : entry.length());
        }
    }

    /** @param index from {@link #first} to {@link #last} */
    LogEntry read(long index) throws IOException {
        int number = (int) (index - first);
        long offset = offset(number);
        file.seek(offset);
        byte[] header = new byte[ENTRY_HEADER];
        file.readFully(header);
        int size = ByteBuffer.wrap(header).getInt();
        if (size < SHORTEST || size > end - offset - ENTRY_HEADER) {
            throw damaged(index, offset);
        }
        byte[] content = new byte[size];
        file.readFully(content);
        if (Checksum.of(index, content, 0, size) != ByteBuffer.wrap(header).getInt(4)) {
            throw damaged(index, offset);
        }
        hint = number + 1;
        hintOffset = offset + ENTRY_HEADER + size;
        ByteBuffer in = ByteBuffer.wrap(content);
        long term = in.getLong();
        byte type = in.get();
        if (type == NOTHING) {
            return new LogEntry(term, null);
        }
        byte[] command = Arrays.copyOfRange(content, SHORTEST, size);
        return new LogEntry(term, command, 0, command.length, type == INTERNAL);
    }

    private IOException damaged(long index, long offset) {
        return new IOException("the entry " + index + " in the file " + path + " is damaged, at byte " + offset);
    }

    private long offset(int number) throws IOException {
        int from = number / STEP * STEP;
        long offset = offsets[number / STEP];
        if (hint > from && hint <= number) {
            from = hint;
            offset = hintOffset;
        }
        for (; from < number; from++) {
            file.seek(offset);
            offset += ENTRY_HEADER + file.readInt();
        }
        return offset;
    }

    /** Removes entries and all behind them, and waits until that is on the disk: nothing of them comes back. */
    void cut(long index) throws IOException {
        if (index <= last()) {
            int number = (int) (index - first);
            end = offset(number);
            count = number;
            hint = -1;
        }
        if (FileRoom.cut(file, end)) {
            file.getFD().sync();
        }
    }

    /** No entry follows the last one in this file. */
    void finish() throws IOException {
        cut(last() + 1);
    }

    /** Removes the file. */
    void delete() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            FileRoom.cut(file, end);
        }
    }
}
