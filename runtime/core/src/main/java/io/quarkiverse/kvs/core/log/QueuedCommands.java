package io.quarkiverse.kvs.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What waits to be written to an {@link AppendOnlyFile}: records, as the bytes of their commands, and other files from which on
 * they go there. A record becomes bytes as soon as it is made: so nothing of it lives on but these, side by side with those of
 * others.
 * <p>
 * Not safe for use by several threads.
 */
final class QueuedCommands {

    private static final int CHUNK = 256 * 1024;
    /** A word of so many bytes is kept as it is: words of records do not change. */
    static final int LARGE = CHUNK / 4;

    /** One after the other. */
    sealed interface Part permits Commands, Switch {
    }

    /** Bytes of commands; they need not begin or end with one. */
    record Commands(byte[] bytes, int length) implements Part {

        ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes, 0, length);
        }
    }

    /**
     * From here on, commands go to another file.
     *
     * @param record the last one in front of it
     */
    record Switch(LogDirectory.WritableFile opened, long record) implements Part, Closeable {

        @Override
        public void close() {
            try {
                opened.close();
            } catch (IOException e) {
                // Nothing was written to it.
            }
        }
    }

    private final CommandStream stream = new CommandStream();
    private final Chunks chunks = new Chunks();
    private List<Part> parts = new ArrayList<>();
    /** The last one that came, and the last one that was taken. */
    private long record;
    private long taken;
    private long bytes;

    /** @param record the last one in front of those that come */
    QueuedCommands(long record) {
        this.record = record;
        taken = record;
    }

    /** Collects small pieces, and keeps large ones as they are. */
    private final class Chunks extends OutputStream {

        private byte[] chunk = new byte[CHUNK];
        private int length;

        @Override
        public void write(int b) {
            write(new byte[] { (byte) b }, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            bytes += count;
            if (count >= LARGE && count == source.length) {
                flush();
                parts.add(new Commands(source, count));
                return;
            }
            for (int done = 0; done < count;) {
                if (length == CHUNK) {
                    flush();
                }
                int some = Math.min(count - done, CHUNK - length);
                System.arraycopy(source, offset + done, chunk, length, some);
                length += some;
                done += some;
            }
        }

        /** What has been collected becomes a part. */
        @Override
        public void flush() {
            if (length > CHUNK / 2) {
                byte[] next = new byte[CHUNK];
                parts.add(new Commands(chunk, length));
                chunk = next;
            } else if (length > 0) {
                parts.add(new Commands(Arrays.copyOf(chunk, length), length));
            }
            length = 0;
        }
    }

    /** Adds a record, and returns how many bytes it takes. */
    long add(ChangeRecord added) {
        long before = bytes;
        try {
            stream.write(added, chunks);
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory cannot fail", e);
        }
        record = added.sequence();
        return bytes - before;
    }

    /** What is added from now on goes to another file, which is empty. */
    void switchTo(LogDirectory.WritableFile opened) {
        chunks.flush();
        parts.add(new Switch(opened, record));
        stream.restart();
    }

    /** Whether there is nothing to be taken. A record may be there without any bytes. */
    boolean isEmpty() {
        return record == taken && parts.isEmpty();
    }

    /** How many bytes of commands there are. */
    long bytes() {
        return bytes;
    }

    /** The last record that was taken. */
    long taken() {
        return taken;
    }

    /** Takes all there is. */
    List<Part> take() {
        chunks.flush();
        List<Part> next = new ArrayList<>();
        List<Part> all = parts;
        parts = next;
        taken = record;
        bytes = 0;
        return all;
    }

    /** Forgets what there is, and closes the files. */
    void clear() {
        close(parts);
        parts.clear();
        chunks.length = 0;
        taken = record;
        bytes = 0;
    }

    /** Closes the files among some parts: nothing is to be written to them. */
    static void close(List<Part> left) {
        for (Part part : left) {
            if (part instanceof Switch to) {
                to.close();
            }
        }
    }
}
