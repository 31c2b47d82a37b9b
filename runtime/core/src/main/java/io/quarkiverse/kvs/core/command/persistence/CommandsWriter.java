package io.quarkiverse.kvs.core.command.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

import io.quarkiverse.kvs.core.store.Cut;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Writes all data as the commands that make it anew, in the form of an append-only file: the base of such a file with
 * {@code aof-use-rdb-preamble no}. An instance belongs to one thread.
 */
final class CommandsWriter implements Cut.Visitor {

    /** Is told how many keys there were, after each; may end it all. */
    @FunctionalInterface
    interface Progress {
        void at(long keys) throws IOException;
    }

    private static final byte[] END = "\r\n".getBytes(US_ASCII);
    private static final byte[] FUNCTION = "FUNCTION".getBytes(US_ASCII);
    private static final byte[] LOAD = "LOAD".getBytes(US_ASCII);
    private static final byte[] SELECT = "SELECT".getBytes(US_ASCII);
    private static final byte[] SET = "SET".getBytes(US_ASCII);
    private static final byte[] PEXPIREAT = "PEXPIREAT".getBytes(US_ASCII);

    private final OutputStream to;
    private final Progress done;
    private int current = -1;
    private long keys;
    private long size;

    CommandsWriter(OutputStream to, Progress done) {
        this.to = to;
        this.done = done;
    }

    /** How many bytes there are so far. */
    long size() {
        return size;
    }

    /** Writes the libraries of functions, before everything else. */
    void libraries(List<byte[]> codes) throws IOException {
        for (byte[] code : codes) {
            command(FUNCTION, LOAD, code);
        }
    }

    @Override
    public void string(int database, Bytes key, Bytes value, long expireAt, Cut.Use use) throws IOException {
        select(database);
        byte[] name = key.copy();
        command(SET, name, value.copy());
        end(name, expireAt);
    }

    @Override
    public void value(int database, Bytes key, Value value, long expireAt, Cut.Use use) throws IOException {
        select(database);
        byte[] name = key.copy();
        try {
            value.type().description().recreate(value, name, words -> {
                try {
                    command(words);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        end(name, expireAt);
    }

    private void select(int database) throws IOException {
        if (current != database) {
            current = database;
            command(SELECT, text(database));
        }
    }

    private void end(byte[] key, long expireAt) throws IOException {
        if (expireAt != Keyspace.NEVER) {
            command(PEXPIREAT, key, text(expireAt));
        }
        done.at(++keys);
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }

    private void command(byte[]... words) throws IOException {
        write(("*" + words.length + "\r\n").getBytes(US_ASCII));
        for (byte[] word : words) {
            write(("$" + word.length + "\r\n").getBytes(US_ASCII));
            write(word);
            write(END);
        }
    }

    private void write(byte[] bytes) throws IOException {
        to.write(bytes, 0, bytes.length);
        size += bytes.length;
    }
}
