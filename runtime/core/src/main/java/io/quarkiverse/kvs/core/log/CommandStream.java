package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

import io.quarkiverse.kvs.core.store.Effect;

/**
 * Records as a stream of commands, as Redis writes its append-only file and feeds its replicas: each command an array of bulk
 * strings, SELECT where the database changes, and MULTI and EXEC around records of more than one command.
 *
 * <pre>
 * *2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n
 * </pre>
 *
 * Not safe for use by several threads.
 */
public final class CommandStream {

    private static final byte[] SELECT = "SELECT".getBytes(US_ASCII);
    private static final byte[] MULTI = "MULTI".getBytes(US_ASCII);
    private static final byte[] EXEC = "EXEC".getBytes(US_ASCII);
    private static final byte[] END = "\r\n".getBytes(US_ASCII);
    private static final byte[][] COUNTS = lines('*', 32);
    private static final byte[][] LENGTHS = lines('$', 256);

    /** Commands of up to so many bytes are common: they are put together before they are written. */
    private static final int SMALL = 512;
    private static final int MOST_WORDS = 32;
    /** The longest line in front of a word of one: {@code $999\r\n}. */
    private static final int LINE = 6;

    private final byte[] small = new byte[SMALL];
    /** That of the last command; -1 if there was none. */
    private int database = -1;

    /** The next command says which database it is for: another file begins. */
    public void restart() {
        database = -1;
    }

    /** Writes a record. */
    public void write(ChangeRecord record, OutputStream output) throws IOException {
        boolean several = record.effects().size() > 1;
        if (several) {
            select(record.effects().get(0).database(), output);
            command(output, MULTI);
        }
        for (Effect effect : record.effects()) {
            select(effect.database(), output);
            command(output, effect.words());
        }
        if (several) {
            command(output, EXEC);
        }
    }

    private void select(int number, OutputStream output) throws IOException {
        if (number != database) {
            database = number;
            command(output, SELECT, text(number));
        }
    }

    private void command(OutputStream output, byte[]... words) throws IOException {
        if (isSmall(words)) {
            output.write(small, 0, encode(words));
            return;
        }
        output.write(line(COUNTS, '*', words.length));
        for (byte[] word : words) {
            output.write(line(LENGTHS, '$', word.length));
            output.write(word);
            output.write(END);
        }
    }

    /** Whether a command fits into {@link #small}. */
    private static boolean isSmall(byte[][] words) {
        if (words.length > MOST_WORDS) {
            return false;
        }
        int size = (1 + words.length) * LINE;
        for (byte[] word : words) {
            if (word.length > SMALL) {
                return false;
            }
            size += word.length + END.length;
        }
        return size <= SMALL;
    }

    /** Puts it there, and returns how many bytes it takes. */
    private int encode(byte[][] words) {
        byte[] to = small;
        int at = line(to, 0, '*', words.length);
        for (byte[] word : words) {
            at = line(to, at, '$', word.length);
            System.arraycopy(word, 0, to, at, word.length);
            at += word.length;
            to[at++] = '\r';
            to[at++] = '\n';
        }
        return at;
    }

    /** @param number below 1000 */
    private static int line(byte[] to, int from, char type, int number) {
        int at = from;
        to[at++] = (byte) type;
        if (number >= 100) {
            to[at++] = (byte) ('0' + number / 100);
        }
        if (number >= 10) {
            to[at++] = (byte) ('0' + number / 10 % 10);
        }
        to[at++] = (byte) ('0' + number % 10);
        to[at++] = '\r';
        to[at++] = '\n';
        return at;
    }

    /** Small numbers are common: their lines are there already. */
    private static byte[] line(byte[][] known, char type, int number) {
        return number < known.length ? known[number] : line(type, number);
    }

    private static byte[] line(char type, int number) {
        return (type + Integer.toString(number) + "\r\n").getBytes(US_ASCII);
    }

    private static byte[][] lines(char type, int count) {
        byte[][] lines = new byte[count][];
        for (int i = 0; i < count; i++) {
            lines[i] = line(type, i);
        }
        return lines;
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(US_ASCII);
    }
}
