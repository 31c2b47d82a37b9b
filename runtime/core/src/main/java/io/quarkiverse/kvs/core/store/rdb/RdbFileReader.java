package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Reads RDB files, whose format {@link RdbFileWriter} shows, of versions 1 to 11: those of Redis 2.4 to 7.2 and Valkey 7.2 to
 * 8.1; and of version 80, that of Valkey 9.0. What is not known here is refused by name.
 * <p>
 * The file is read through buffers of 64 kilobytes. Lengths and numbers in it are not believed: memory is taken for what is
 * there. Like Redis, it passes over collections without elements, which had been written by mistake.
 * <p>
 * An instance belongs to one thread, and reads one file. The stream stays open.
 */
public final class RdbFileReader {

    /** So many bytes of a file tell whether it {@linkplain #isBegin is} an RDB file. */
    public static final int SIGNATURE = 6;

    private static final int LAST_VERSION = 11;
    private static final int VALKEY_VERSION = 80;
    private static final String VALKEY_MAGIC = "VALKEY";
    private static final int HEADER = 9;
    private static final int VERSION_WITH_CHECKSUM = 5;
    /** Type, key and value, in bytes. */
    private static final int SMALLEST_ENTRY = 3;
    /** Longer strings get an array of their own, which becomes the value. */
    private static final int LONG = 1024;
    private static final long MILLIS = 1000;

    /** A value of a module, in an old form. */
    private static final int MODULE = 6;

    private final ByteInput in;
    private final RdbReader reader;
    private final boolean checked;
    private final ValueLimits limits;
    private final RdbKey key = new RdbKey();
    private final Bytes view = new Bytes();
    private ValueReader values;
    private int version;
    private long emptyKeys;

    /**
     * @param in where the file begins
     * @param size of the file, in bytes; {@link Long#MAX_VALUE} if it is not known
     * @param limits up to what size values are stored in their compact ways
     * @param checked whether the checksum is compared, if the file has one
     */
    public RdbFileReader(InputStream in, long size, ValueLimits limits, boolean checked) {
        this.in = new ByteInput(in, size, checked);
        this.checked = checked;
        this.limits = limits;
        reader = new RdbReader(this.in, limits.stringBytes());
    }

    /**
     * Whether an RDB file begins so, and not an append-only file of commands.
     *
     * @param first the first bytes of a file: {@link #SIGNATURE} of them, or fewer if there are not so many
     */
    public static boolean isBegin(byte[] first) {
        String text = new String(first, ISO_8859_1);
        return text.startsWith(RdbFileWriter.MAGIC) || text.startsWith(VALKEY_MAGIC);
    }

    /** How many bytes were read. */
    public long offset() {
        return in.offset();
    }

    /** The version of the format; 0 as long as it is not known. */
    public int version() {
        return version;
    }

    /** How many keys were passed over because there was nothing in their collections. */
    public long emptyKeys() {
        return emptyKeys;
    }

    /** What follows the file in its stream: the tail of an append-only file. */
    public InputStream rest() {
        return in.rest();
    }

    /**
     * Reads all of it.
     *
     * @throws RdbFileException if it is not an RDB file, of another version, broken, cut off, or has what is not known here;
     *         what came before that was visited
     */
    public void read(RdbVisitor visitor) throws IOException {
        try {
            version = readVersion();
            values = new ValueReader(reader, limits, version);
            while (part(visitor)) {
                // Until there are no more.
            }
            visitor.end(version, end());
        } catch (RdbFormatException e) {
            throw new RdbFileException(e.getMessage(), in.offset(), e.isTruncated());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private int readVersion() {
        in.show(HEADER, view);
        String header = view.latin1();
        boolean valkey = header.startsWith(VALKEY_MAGIC);
        String digits = header.substring(valkey ? VALKEY_MAGIC.length() : RdbFileWriter.MAGIC.length());
        if ((!valkey && !header.startsWith(RdbFileWriter.MAGIC)) || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RdbFormatException("Wrong signature trying to load DB from file");
        }
        int number = Integer.parseInt(digits);
        if (valkey ? number != VALKEY_VERSION : number < 1 || number > LAST_VERSION) {
            throw new RdbFormatException("Can't handle RDB format version " + number);
        }
        return number;
    }

    /** @return false at the end */
    private boolean part(RdbVisitor visitor) {
        int code = in.unsignedByte();
        switch (code) {
            case RdbOpcode.EXPIRE_MILLIS -> key.expireAt = instant(in.littleEndian(Long.BYTES));
            case RdbOpcode.EXPIRE_SECONDS -> key.expireAt = instant(in.littleEndian(Integer.BYTES) * MILLIS);
            case RdbOpcode.IDLE -> key.idleSeconds = reader.length();
            case RdbOpcode.FREQUENCY -> key.frequency = in.unsignedByte();
            case RdbOpcode.SELECT_DATABASE -> {
                key.database = (int) Math.min(reader.length(), Integer.MAX_VALUE);
                visitor.database(key.database);
            }
            case RdbOpcode.RESIZE_DATABASE -> {
                long keys = Math.min(reader.length(), in.mostLeft(SMALLEST_ENTRY));
                visitor.sizes(keys, Math.min(reader.length(), keys));
            }
            case RdbOpcode.AUX -> {
                Bytes name = reader.string(new Bytes());
                visitor.aux(name, reader.string(view));
            }
            case RdbOpcode.FUNCTION -> visitor.function(reader.string(view));
            case RdbOpcode.MODULE_AUX -> moduleAux(visitor);
            case RdbOpcode.SLOT_INFO -> {
                for (int i = 0; i < 3; i++) {
                    reader.length();
                }
            }
            case RdbOpcode.OLD_FUNCTION -> throw new RdbFormatException("Pre-release function format not supported.");
            case RdbOpcode.SLOT_IMPORT -> throw new RdbFormatException("slots of a cluster that are imported are not known");
            case RdbOpcode.END -> {
                return false;
            }
            default -> {
                entry(code, visitor);
                key.clear();
            }
        }
        return true;
    }

    /** What has expired before 1970 has expired all the same; -1 stands for never, as in Redis. */
    private static long instant(long millis) {
        return millis == Keyspace.NEVER ? millis : Math.max(0, millis);
    }

    private void entry(int code, RdbVisitor visitor) {
        reader.string(key.key());
        if (code == MODULE) {
            throw OrderedMapFormat.unknown(reader.anyLength());
        }
        RdbType type = RdbType.of(code, version);
        if (type == RdbType.STRING) {
            string(visitor);
            return;
        }
        Value value;
        try {
            value = values.read(type);
        } catch (RdbFormatException e) {
            if (e.isEmptyCollection()) {
                emptyKeys++;
                return;
            }
            throw e;
        }
        visitor.entry(key, value);
    }

    private void string(RdbVisitor visitor) {
        if (reader.string(view).length() > LONG) {
            visitor.entry(key, RdbReader.stringOf(view));
        } else {
            visitor.string(key, view);
        }
    }

    /** @return the checksum; 0 if there is none */
    private long end() {
        if (version < VERSION_WITH_CHECKSUM) {
            return 0;
        }
        long computed = in.crc();
        long expected = in.littleEndian(Long.BYTES);
        if (checked && expected != 0 && expected != computed) {
            throw new RdbFormatException(
                    String.format("Wrong RDB checksum expected: (%x) but got (%x). Aborting now.", computed,
                            expected));
        }
        return expected;
    }

    // Modules

    private void moduleAux(RdbVisitor visitor) {
        String name = ModuleType.name(reader.anyLength());
        if (!visitor.moduleAux(name)) {
            throw new RdbFormatException(
                    "The RDB file contains AUX module data I can't load: no matching module '" + name + "'");
        }
        // It begins with a number that says when it was written.
        for (long what = reader.length(); what != ModuleType.END; what = reader.length()) {
            switch ((int) Math.min(what, Integer.MAX_VALUE)) {
                case ModuleType.SIGNED, ModuleType.UNSIGNED -> reader.anyLength();
                case ModuleType.FLOAT -> in.littleEndian(Float.BYTES);
                case ModuleType.DOUBLE -> in.littleEndian(Double.BYTES);
                case ModuleType.STRING -> reader.string(view);
                default -> throw new RdbFormatException("data of the module '" + name + "' is broken");
            }
        }
    }
}
