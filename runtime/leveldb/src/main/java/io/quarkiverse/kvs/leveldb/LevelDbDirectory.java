package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.WriteBatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory that LevelDB has written: its manifest says which tables there are and from which log on records are not in
 * them. All of it is in memory at once. The format is described in LevelDB's {@code doc/impl.md}, {@code doc/log_format.md} and
 * {@code doc/table_format.md}.
 */
final class LevelDbDirectory {

    /** What an internal key ends with: a number of 7 bytes that rises with each change, and whether it was removed. */
    static final int TRAILER = Long.BYTES;
    static final int DELETION = 0;
    static final int VALUE = 1;

    private static final int ENTRIES_PER_BATCH = 1000;
    private static final int BATCH_HEADER = Long.BYTES + Integer.BYTES;

    // What an edit of the manifest is made of.
    private static final int COMPARATOR = 1;
    private static final int LOG_NUMBER = 2;
    private static final int NEXT_FILE = 3;
    private static final int LAST_SEQUENCE = 4;
    private static final int COMPACT_POINTER = 5;
    private static final int DELETED_FILE = 6;
    private static final int NEW_FILE = 7;
    private static final int PREVIOUS_LOG = 9;

    private final Path directory;
    private final ComparatorOrder order;
    private final NavigableMap<byte[], Version> entries;
    private final Set<Long> tables = new TreeSet<>();
    private @Nullable String comparator;
    private long logNumber;
    private long previousLog;

    /**
     * What is known of a key.
     *
     * @param value null if it was removed
     */
    private record Version(long sequence, byte @Nullable [] value) {
    }

    LevelDbDirectory(Path directory, ComparatorOrder order) {
        this.directory = directory;
        this.order = order;
        entries = new TreeMap<>(order);
    }

    /** @return how many keys there were */
    long copyTo(DB db) throws IOException {
        read();
        long copied = 0;
        WriteBatch batch = db.createWriteBatch();
        int waiting = 0;
        for (Map.Entry<byte[], Version> entry : entries.entrySet()) {
            if (entry.getValue().value != null) {
                batch.put(entry.getKey(), entry.getValue().value);
                copied++;
                waiting++;
                if (waiting == ENTRIES_PER_BATCH) {
                    db.write(batch);
                    batch = db.createWriteBatch();
                    waiting = 0;
                }
            }
        }
        db.write(batch);
        return copied;
    }

    private void read() throws IOException {
        String current;
        try {
            current = Files.readString(directory.resolve("CURRENT"), UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(directory + " was not written by LevelDB: there is no file CURRENT", e);
        }
        if (!current.matches("MANIFEST-[0-9]+")) {
            throw new IOException(directory + " names a manifest " + current);
        }
        new LevelDbLog(directory.resolve(current)).forEach(this::edit);
        if (comparator != null && !comparator.equals(order.name())) {
            throw new IOException(directory + " is ordered by the comparator " + comparator + ", and not by " + order.name());
        }
        for (long table : tables) {
            new LevelDbTable(table(table)).forEach(this::take);
        }
        for (Path log : logs()) {
            new LevelDbLog(log).forEach(this::batch);
        }
    }

    private Path table(long number) {
        Path file = directory.resolve(String.format("%06d.ldb", number));
        return Files.exists(file) ? file : directory.resolve(String.format("%06d.sst", number));
    }

    /** Those whose records are not in tables, in their order. */
    private List<Path> logs() throws IOException {
        Map<Long, Path> logs = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9]{1,18}\\.log")) {
                    long number = Long.parseLong(name.substring(0, name.indexOf('.')));
                    if (number >= logNumber || number == previousLog) {
                        logs.put(number, file);
                    }
                }
            }
        }
        return new ArrayList<>(logs.values());
    }

    private void edit(LevelDbInput in) throws IOException {
        while (in.hasMore()) {
            int tag = in.length();
            switch (tag) {
                case COMPARATOR -> comparator = new String(in.string(), UTF_8);
                case LOG_NUMBER -> logNumber = in.number();
                case PREVIOUS_LOG -> previousLog = in.number();
                case NEXT_FILE, LAST_SEQUENCE -> in.number();
                case COMPACT_POINTER -> {
                    in.number();
                    in.string();
                }
                case DELETED_FILE -> {
                    in.number();
                    tables.remove(in.number());
                }
                case NEW_FILE -> {
                    in.number();
                    tables.add(in.number());
                    in.number();
                    in.string();
                    in.string();
                }
                default -> throw new IOException("the manifest has a part that is not known: " + tag);
            }
        }
    }

    private void batch(LevelDbInput in) throws IOException {
        if (in.left() < BATCH_HEADER) {
            throw new IOException("a batch of the log is too short");
        }
        long sequence = in.fixed(Long.BYTES);
        long count = in.fixed(Integer.BYTES) & 0xffffffffL;
        for (long i = 0; i < count; i++) {
            int type = in.unsignedByte();
            byte[] key = in.string();
            if (type == VALUE) {
                take(key, sequence + i, in.string());
            } else if (type == DELETION) {
                take(key, sequence + i, null);
            } else {
                throw new IOException("a batch of the log has a part that is not known: " + type);
            }
        }
    }

    private void take(byte[] key, long sequence, byte @Nullable [] value) {
        Version known = entries.get(key);
        if (known == null || known.sequence < sequence) {
            entries.put(key, new Version(sequence, value));
        }
    }
}
