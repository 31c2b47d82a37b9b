package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The records of a {@link ChangeLog} as the bytes that replicas are sent, in the form of {@link CommandStream}; and what else
 * they are told, such as that the server is still there. Places in it are numbers of bytes: Redis's replication offset.
 * <p>
 * All replicas read the same bytes, each at its own pace: they lie in a chain of blocks, in which every reader holds the one
 * where it is. The last of them are kept for replicas that come back: the backlog. Where no replica needs the first ones any
 * more, the garbage collector finds them.
 *
 * <pre>
 * backlog -> block -> block -> block (written to)
 *                      ^ reader
 * </pre>
 *
 * Safe for use by many threads, each with readers of its own.
 */
public final class ReplicationStream implements Consumer<ChangeRecord> {

    private static final int BLOCK = 64 * 1024;
    /** A word of so many bytes is a block itself: words of records do not change. */
    private static final int LARGE = BLOCK / 4;
    private static final byte[] END = "\r\n".getBytes(US_ASCII);

    private static final class Block {

        private final byte[] bytes;
        /** That of its first byte. */
        private final long offset;
        /** So many bytes are there. */
        private volatile int length;
        private volatile Block next;

        Block(byte[] bytes, int length, long offset) {
            this.bytes = bytes;
            this.length = length;
            this.offset = offset;
        }
    }

    private final LongSupplier backlogSize;
    private final Runnable more;
    private final ReentrantLock lock = new ReentrantLock();
    private final CommandStream commands = new CommandStream();
    private final Blocks blocks = new Blocks();
    private Block first;
    private Block last;
    /** Of the last block, how much is written, and not to be read yet. */
    private int written;
    private volatile long begin;
    private volatile long end;
    private volatile long recorded;

    /**
     * @param offset of its first byte
     * @param backlogSize how many of the last bytes to keep, at least; asked again and again
     * @param more is run when there is more to be read, by threads that must not wait
     */
    public ReplicationStream(long offset, LongSupplier backlogSize, Runnable more) {
        this.backlogSize = backlogSize;
        this.more = more;
        begin = offset;
        end = offset;
        recorded = offset;
        first = new Block(new byte[BLOCK], 0, offset);
        last = first;
    }

    // Writing

    private final class Blocks extends OutputStream {

        @Override
        public void write(int b) {
            write(new byte[] { (byte) b }, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int count) {
            if (count >= LARGE && count == source.length) {
                append(new Block(source, count, offset()));
                append(new Block(new byte[BLOCK], 0, offset()));
                return;
            }
            int at = from;
            int left = count;
            while (left > 0) {
                if (written == last.bytes.length) {
                    append(new Block(new byte[BLOCK], 0, offset()));
                }
                int some = Math.min(left, last.bytes.length - written);
                System.arraycopy(source, at, last.bytes, written, some);
                written += some;
                at += some;
                left -= some;
            }
        }

        private void append(Block block) {
            last.length = written;
            last.next = block;
            last = block;
            written = block.length;
        }
    }

    private long offset() {
        return last.offset + written;
    }

    @Override
    public void accept(ChangeRecord record) {
        write(() -> {
            commands.write(record, blocks);
            recorded = offset();
        });
    }

    /** Adds a command that is about no data: PING, REPLCONF, PUBLISH. */
    public void command(byte[]... words) {
        write(() -> {
            blocks.write(("*" + words.length + "\r\n").getBytes(US_ASCII));
            for (byte[] word : words) {
                blocks.write(("$" + word.length + "\r\n").getBytes(US_ASCII));
                blocks.write(word);
                blocks.write(END);
            }
        });
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private void write(Writing what) {
        lock.lock();
        try {
            what.write();
            last.length = written;
            end = offset();
            forget();
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory cannot fail", e);
        } finally {
            lock.unlock();
        }
        more.run();
    }

    private void forget() {
        long keep = backlogSize.getAsLong();
        while (first.next != null && end - first.next.offset >= keep) {
            first = first.next;
        }
        begin = first.offset;
    }

    /** The next record says which database it is for, as a new replica knows none. */
    public void restart() {
        lock.lock();
        try {
            commands.restart();
        } finally {
            lock.unlock();
        }
    }

    // Reading

    /** Where what is kept begins. */
    public long begin() {
        return begin;
    }

    /** Where the next record will begin. */
    public long end() {
        return end;
    }

    /** Where the last record ends: behind it, there is only what is about no data. */
    public long recorded() {
        return recorded;
    }

    /** Reads from a place on; null if that is not kept any more, or has not come yet. */
    public Reader reader(long offset) {
        lock.lock();
        try {
            if (offset < first.offset || offset > end) {
                return null;
            }
            Block block = first;
            while (block.next != null && block.next.offset <= offset) {
                block = block.next;
            }
            return new Reader(block, (int) (offset - block.offset));
        } finally {
            lock.unlock();
        }
    }

    /** Goes through the bytes once. An instance belongs to one thread, but others may ask where it is. */
    public static final class Reader {

        private Block block;
        private int at;
        private int from;
        private int length;
        private volatile long offset;

        private Reader(Block block, int at) {
            this.block = block;
            this.at = at;
            this.offset = block.offset + at;
        }

        /**
         * Goes on to the next bytes, at most so many.
         *
         * @return false if there are none yet
         */
        public boolean next(int most) {
            while (true) {
                // In this order: once there is another block, no byte is added to this one.
                Block next = block.next;
                int available = block.length - at;
                if (available > 0) {
                    from = at;
                    length = Math.min(available, most);
                    at += length;
                    offset += length;
                    return true;
                }
                if (next == null) {
                    return false;
                }
                block = next;
                at = 0;
            }
        }

        /** What they are in, which does not change. */
        public byte[] array() {
            return block.bytes;
        }

        /** Where they begin there. */
        public int from() {
            return from;
        }

        /** How many they are. */
        public int length() {
            return length;
        }

        /** How far it has come. */
        public long offset() {
            return offset;
        }
    }
}
