package io.quarkiverse.kvs.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Reads the commands of an append-only file, as every version of Redis and {@link CommandStream} write them: each an array of
 * bulk strings, those between MULTI and EXEC to be done at once, and lines that begin with # between them.
 *
 * <pre>
 * #TS:1700000000\r\n
 * *2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n
 * *1\r\n$5\r\nMULTI\r\n ... *1\r\n$4\r\nEXEC\r\n
 * </pre>
 *
 * Unlike Redis, it does not pass over wrong ends of lines and numbers, nor over a MULTI in a transaction: as
 * {@code redis-check-aof}, it takes these for damage.
 * <p>
 * It reads in steps of {@value #INITIAL} bytes, and keeps what belongs together: one command, or one transaction. Lengths in
 * the file are not believed: memory is taken for what is there. An instance belongs to one thread; the stream stays open.
 */
public final class AppendOnlyReader {

    static final int INITIAL = 64 * 1024;
    /** The longest line, with its end: as in Redis. */
    public static final int MAX_LINE = 1023;
    /** As long as arrays can be on every JVM. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    /** A larger buffer is given back when what was in it has been read. */
    private static final int KEPT = 1024 * 1024;
    private static final int WORDS = 64;
    private static final int END = 2;

    private final InputStream in;
    private final String file;
    private final long size;
    private byte[] buffer = new byte[INITIAL];
    /** Where in the file the buffer begins. */
    private long bufferOffset;
    /** Where in the buffer is: what was read last; what comes next; nothing any more. */
    private int start;
    private int at;
    private int limit;
    /** The places of words, counted from the start. */
    private int[] offsets = new int[WORDS];
    private int[] lengths = new int[WORDS];
    private int words;
    /** The first word of each command, and the one behind its last. */
    private int[] firsts = new int[2];
    private int commands;
    private long timestamp = -1;

    /**
     * @param in where the commands begin
     * @param file its name, for messages
     * @param offset where in the file that is: behind an RDB preamble, or 0
     * @param size of the whole file; {@link Long#MAX_VALUE} if it is not known
     */
    public AppendOnlyReader(InputStream in, String file, long offset, long size) {
        this.in = in;
        this.file = file;
        this.size = size;
        bufferOffset = offset;
    }

    /**
     * Reads one command that is not in a transaction, or one transaction.
     *
     * @return false at the end of the file
     * @throws AppendOnlyTruncatedException if the file ends before the command or the transaction does
     * @throws AppendOnlyFormatException if it is none
     */
    public boolean next() throws IOException {
        clear();
        boolean transaction = false;
        while (true) {
            if (at == limit && !fill()) {
                if (at == start) {
                    return false;
                }
                throw truncated(transaction);
            }
            if (buffer[at] == '#') {
                annotation(transaction);
            } else {
                int place = at - start;
                command(transaction);
                if (isOnly("MULTI")) {
                    require(!transaction, place, "a MULTI in a transaction");
                    transaction = true;
                    words = firsts[0];
                } else if (isOnly("EXEC")) {
                    require(transaction, place, "an EXEC without a MULTI");
                    words = firsts[commands];
                    return true;
                } else {
                    addCommand();
                    if (!transaction) {
                        return true;
                    }
                }
            }
        }
    }

    // What was read

    /** The number of commands: 1, or as many as the transaction has. MULTI and EXEC are not among them; SELECT may be. */
    public int commands() {
        return commands;
    }

    /** The number of words that a command has, its name included. */
    public int words(int command) {
        return firsts[command + 1] - firsts[command];
    }

    /** Shows a word of a command until the next call of {@link #next()}; the first is its name. */
    public <B extends Bytes> B show(int command, int word, B view) {
        view.show(buffer, offset(command, word), length(command, word));
        return view;
    }

    /** Copies of the words of a command. */
    public byte[][] copy(int command) {
        byte[][] copies = new byte[words(command)][];
        for (int i = 0; i < copies.length; i++) {
            int offset = offset(command, i);
            copies[i] = Arrays.copyOfRange(buffer, offset, offset + length(command, i));
        }
        return copies;
    }

    /** What all words are in, until the next call of {@link #next()}. */
    public byte[] array() {
        return buffer;
    }

    /** Where in the array a word of a command begins. */
    public int offset(int command, int word) {
        return start + offsets[firsts[command] + word];
    }

    /** How long a word of a command is. */
    public int length(int command, int word) {
        return lengths[firsts[command] + word];
    }

    /** Where in the file that which was read begins: for a transaction, its MULTI. */
    public long start() {
        return bufferOffset + start;
    }

    /** Where in the file that which was read ends. */
    public long end() {
        return bufferOffset + at;
    }

    /** The last time that the file told of, in seconds since 1970; -1 if it has told none. */
    public long timestamp() {
        return timestamp;
    }

    // Reading

    private void clear() {
        start = at;
        words = 0;
        commands = 0;
        if (buffer.length > KEPT && limit - at < INITIAL) {
            byte[] smaller = new byte[INITIAL];
            System.arraycopy(buffer, at, smaller, 0, limit - at);
            moved(smaller);
        }
        if (offsets.length > KEPT) {
            offsets = new int[WORDS];
            lengths = new int[WORDS];
        }
    }

    /** The number of words must be known before it is asked whether the command is MULTI or EXEC. */
    private void addCommand() {
        if (commands + 2 > firsts.length) {
            firsts = Arrays.copyOf(firsts, firsts.length * 2);
        }
        firsts[++commands] = words;
    }

    private boolean isOnly(String name) {
        int first = firsts[commands];
        if (words - first != 1 || lengths[first] != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if ((buffer[start + offsets[first] + i] & ~0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void annotation(boolean transaction) throws IOException {
        int length = line(transaction);
        int digits = at + 4;
        if (length > 4 && buffer[at + 1] == 'T' && buffer[at + 2] == 'S' && buffer[at + 3] == ':') {
            long seconds = digits(digits, at + length);
            timestamp = seconds < 0 ? timestamp : seconds;
        }
        at += length + END;
        if (!transaction) {
            start = at;
        }
    }

    private void command(boolean transaction) throws IOException {
        int place = at - start;
        long count = number('*', transaction);
        require(count > 0, place, "a command of no words");
        for (long left = count; left > 0; left--) {
            place = at - start;
            long length = number('$', transaction);
            if (length > size - end()) {
                throw truncated(transaction);
            }
            require(length <= LARGEST, place, "a word of " + length + " bytes");
            while (limit - at < length + END) {
                if (!fill()) {
                    throw truncated(transaction);
                }
            }
            addWord((int) length);
            at += (int) length;
            require(buffer[at] == '\r' && buffer[at + 1] == '\n', "a word that does not end where it should");
            at += END;
        }
    }

    private void addWord(int length) {
        if (words == offsets.length) {
            offsets = Arrays.copyOf(offsets, words * 2);
            lengths = Arrays.copyOf(lengths, words * 2);
        }
        offsets[words] = at - start;
        lengths[words++] = length;
    }

    /** Reads a line of a number. */
    private long number(char type, boolean transaction) throws IOException {
        if (at == limit && !fill()) {
            throw truncated(transaction);
        }
        require(buffer[at] == type, "'" + type + "' was expected");
        int length = line(transaction);
        long number = digits(at + 1, at + length);
        require(number >= 0, "a number was expected");
        at += length + END;
        return number;
    }

    /** The number that some digits are, or -1 if they are none, or too many. */
    private long digits(int from, int to) {
        // A long has room for 18 of them.
        if (from == to || to - from > 18) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** @return how long the line is that comes next, without its end */
    private int line(boolean transaction) throws IOException {
        int length = 0;
        while (true) {
            if (at + length == limit && !fill()) {
                throw truncated(transaction);
            }
            if (buffer[at + length] == '\n') {
                break;
            }
            length++;
            require(length < MAX_LINE, "a line that is too long");
        }
        require(length > 0 && buffer[at + length - 1] == '\r', "a line that does not end as it should");
        return length - 1;
    }

    /**
     * Reads more. What the buffer has from {@link #start} on stays, perhaps elsewhere.
     *
     * @return false at the end of the file
     */
    private boolean fill() throws IOException {
        if (limit == buffer.length) {
            if (start >= buffer.length / 2) {
                System.arraycopy(buffer, start, buffer, 0, limit - start);
                moved(buffer);
            } else if (buffer.length == LARGEST) {
                throw new IOException(
                        "Out of memory reading the append only file " + file + ": what begins at offset " + start()
                                + " is larger than 2 gigabytes");
            } else {
                byte[] larger = new byte[(int) Math.min(LARGEST, buffer.length * 2L)];
                System.arraycopy(buffer, start, larger, 0, limit - start);
                moved(larger);
            }
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read <= 0) {
            return false;
        }
        limit += read;
        return true;
    }

    /** What began at the start begins an array now. */
    private void moved(byte[] array) {
        buffer = array;
        bufferOffset += start;
        limit -= start;
        at -= start;
        start = 0;
    }

    private void require(boolean sound, String what) throws AppendOnlyFormatException {
        require(sound, at - start, what);
    }

    /** @param place counted from the start */
    private void require(boolean sound, int place, String what) throws AppendOnlyFormatException {
        if (!sound) {
            throw new AppendOnlyFormatException(file, start() + place, what);
        }
    }

    private AppendOnlyTruncatedException truncated(boolean transaction) {
        return new AppendOnlyTruncatedException(file, start(), transaction);
    }
}
