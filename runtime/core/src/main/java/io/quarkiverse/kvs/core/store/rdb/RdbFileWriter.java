package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Writes an RDB file of version 10, which is that of Redis 7.0: piece after piece, in the order of the methods here.
 *
 * <pre>
 * file       "REDIS0010", aux..., function..., database..., ff, checksum of all that (8 bytes, the lowest first; 0 for none)
 * aux        fa, name, value
 * function   f5, code
 * database   fe, number, fb, number of keys, number of those that expire, entry...
 * entry      expiry, use, type (1 byte), key, value
 * expiry     nothing; or fc, milliseconds since 1970 (8 bytes, the lowest first)
 * use        nothing; or f8, seconds since; or f9, how often (1 byte)
 * </pre>
 *
 * Everything goes through a buffer of 64 kilobytes. Values are not copied as a whole, but for pieces that Redis keeps in one
 * array; what compresses to more than 64 megabytes is not compressed.
 * <p>
 * An instance belongs to one thread. It closes nothing. After an exception it is of no use any more.
 */
public final class RdbFileWriter {

    static final String MAGIC = "REDIS";
    static final int VERSION = 10;

    private final OutputStream to;
    private final boolean checksum;
    private final ByteOutput out = new ByteOutput(this::write);
    private final RdbWriter writer;
    private final ValueWriter values;
    private final Bytes view = new Bytes();
    private long idle = -1;
    private int frequency = -1;
    private long crc;
    private long size;

    /**
     * @param to takes pieces of at most 64 kilobytes; for a channel, use {@link java.nio.channels.Channels}
     * @param compressor compresses long strings; null if they are to stay as they are
     * @param checksum whether the file ends with a checksum
     */
    public RdbFileWriter(OutputStream to, LzfCompressor compressor, boolean checksum) {
        this.to = to;
        this.checksum = checksum;
        writer = new RdbWriter(out, compressor);
        values = ValueWriter.streaming(writer);
    }

    private void write(byte[] array, int offset, int length) {
        try {
            to.write(array, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (checksum) {
            crc = Crc64.of(crc, array, offset, length);
        }
        size += length;
    }

    @FunctionalInterface
    private interface Piece {
        void write();
    }

    private static void put(Piece piece) throws IOException {
        try {
            piece.write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** How many bytes there are so far. */
    public long size() {
        return size + out.size();
    }

    /** Writes what the file begins with. */
    public void begin() throws IOException {
        put(() -> out.put(view.show((MAGIC + "00" + VERSION).getBytes(UTF_8))));
    }

    /**
     * Writes something about the file. Redis writes {@code redis-ver}, {@code redis-bits}, {@code ctime} in seconds since 1970,
     * {@code used-mem} in bytes, for a replica {@code repl-stream-db}, {@code repl-id} and {@code repl-offset}, and
     * {@code aof-base}, in this order. Readers pass over names that they do not know.
     */
    public void aux(String name, String value) throws IOException {
        put(() -> {
            out.put(RdbOpcode.AUX);
            writer.string(view.show(name.getBytes(UTF_8)));
            writer.string(view.show(value.getBytes(UTF_8)));
        });
    }

    /** Writes a number about the file: see {@link #aux(String, String)}. */
    public void aux(String name, long value) throws IOException {
        aux(name, Long.toString(value));
    }

    /** Writes the code of a library of functions. */
    public void function(Bytes code) throws IOException {
        put(() -> {
            out.put(RdbOpcode.FUNCTION);
            writer.string(code);
        });
    }

    /**
     * Begins a database. Each comes at most once, and not without keys.
     *
     * @param keys how many keys it has, for readers to make room
     * @param expiring how many of them expire
     */
    public void database(int number, long keys, long expiring) throws IOException {
        put(() -> {
            out.put(RdbOpcode.SELECT_DATABASE);
            writer.length(number);
            out.put(RdbOpcode.RESIZE_DATABASE);
            writer.length(keys);
            writer.length(expiring);
        });
    }

    /** Tells how long the key of the next entry has not been used, in seconds: with an LRU policy. */
    public void idle(long seconds) {
        idle = seconds;
    }

    /** Tells how often the key of the next entry is used, from 0 to 255: with an LFU policy. */
    public void frequency(int counter) {
        frequency = counter;
    }

    /**
     * Writes a key and its value.
     *
     * @param expireAt when it expires, in milliseconds since 1970; negative if it does not
     */
    public void entry(Bytes key, Value value, long expireAt) throws IOException {
        try {
            attributes(expireAt);
            writer.type(ValueWriter.type(value));
            writer.string(key);
            values.writeContent(value);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes a key that holds a string: see {@link #entry(Bytes, Value, long)}. */
    public void entry(Bytes key, Bytes string, long expireAt) throws IOException {
        try {
            attributes(expireAt);
            writer.type(RdbType.STRING);
            writer.string(key);
            writer.string(string);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void attributes(long expireAt) {
        if (expireAt >= 0) {
            out.put(RdbOpcode.EXPIRE_MILLIS);
            out.putLittleEndian(expireAt, Long.BYTES);
        }
        if (idle >= 0) {
            out.put(RdbOpcode.IDLE);
            writer.length(idle);
            idle = -1;
        }
        if (frequency >= 0) {
            out.put(RdbOpcode.FREQUENCY);
            out.put(frequency);
            frequency = -1;
        }
    }

    /** Writes what the file ends with, and hands the last of it over. */
    public void end() throws IOException {
        put(() -> {
            out.put(RdbOpcode.END);
            out.flush();
            out.putLittleEndian(crc, Long.BYTES);
            out.flush();
        });
    }
}
