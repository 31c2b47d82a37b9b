package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * What DUMP answers and RESTORE takes: a value in the RDB format of Redis, with the version of the format and a
 * checksum.
 *
 * <pre>
 * type (1 byte), value, version (2 bytes), checksum of all that (8 bytes)
 * </pre>
 *
 * Version and checksum have their lowest byte first.
 */
public final class DumpPayload {

    /** That of Redis 7.0. */
    private static final int VERSION = 10;
    private static final int FOOTER = Short.BYTES + Long.BYTES;

    private DumpPayload() {
    }

    /**
     * The payload of a value.
     *
     * @param compressor compresses long strings in it; null if they are to stay as they are
     * @throws PayloadTooLargeException if it does not fit into an array
     */
    public static Bytes of(Value value, LzfCompressor compressor) {
        ByteOutput out = new ByteOutput();
        new ValueWriter(out, compressor).write(value);
        return close(out);
    }

    /** Adds the version and the checksum. */
    static Bytes close(ByteOutput out) {
        out.putLittleEndian(VERSION, Short.BYTES);
        Bytes payload = out.show(new Bytes());
        out.putLittleEndian(Crc64.of(payload.array(), payload.offset(), payload.length()), Long.BYTES);
        return out.show(payload);
    }

    /** Whether a payload is of a version that is known here, and its checksum is right. */
    public static boolean isIntact(Bytes payload) {
        int footer = payload.length() - FOOTER;
        if (footer < 0) {
            return false;
        }
        ByteInput in = new ByteInput(payload, footer, payload.length());
        return in.unsignedLittleEndian(Short.BYTES) <= VERSION
                && in.littleEndian(Long.BYTES) == Crc64.of(payload.array(), payload.offset(), footer + Short.BYTES);
    }

    /**
     * The value of a payload that is intact.
     *
     * @throws RdbFormatException if it is of an unknown type, or broken
     */
    public static Value read(Bytes payload, ValueLimits limits) {
        return new ValueReader(new RdbReader(content(payload), limits.stringBytes()), limits, VERSION).read();
    }

    /** What stands before the version. */
    static ByteInput content(Bytes payload) {
        Bytes content = new Bytes().show(payload.array(), payload.offset(), payload.length() - FOOTER);
        return new ByteInput(content, 0, content.length());
    }
}
