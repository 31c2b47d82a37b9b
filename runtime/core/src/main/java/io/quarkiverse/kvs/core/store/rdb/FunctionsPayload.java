package io.quarkiverse.kvs.core.store.rdb;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * What FUNCTION DUMP answers and FUNCTION RESTORE takes: the code of libraries of functions, as in RDB files, with the version
 * of the format and a checksum.
 *
 * <pre>
 * (f5, code)..., version (2 bytes), checksum of all that (8 bytes)
 * </pre>
 *
 * Version and checksum are those of {@link DumpPayload}.
 */
public final class FunctionsPayload {

    private FunctionsPayload() {
    }

    /**
     * The payload of libraries.
     *
     * @param compressor compresses long code; null if it is to stay as it is
     * @throws PayloadTooLargeException if it does not fit into an array
     */
    public static Bytes of(List<byte[]> codes, LzfCompressor compressor) {
        ByteOutput out = new ByteOutput();
        RdbWriter writer = new RdbWriter(out, compressor);
        for (byte[] code : codes) {
            out.put(RdbOpcode.FUNCTION);
            writer.string(new Bytes().show(code));
        }
        return DumpPayload.close(out);
    }

    /**
     * The code of the libraries of a payload that {@linkplain DumpPayload#isIntact is intact}.
     *
     * @throws RdbFormatException if it has something else
     */
    public static List<byte[]> read(Bytes payload, ValueLimits limits) {
        ByteInput in = DumpPayload.content(payload);
        RdbReader reader = new RdbReader(in, limits.stringBytes());
        List<byte[]> codes = new ArrayList<>();
        while (in.left() > 0) {
            int opcode = in.unsignedByte();
            if (opcode == RdbOpcode.OLD_FUNCTION) {
                throw new RdbFormatException("Pre-release function format not supported.");
            }
            if (opcode != RdbOpcode.FUNCTION) {
                throw new RdbFormatException("given type is not a function");
            }
            codes.add(code(reader));
        }
        return codes;
    }

    private static byte[] code(RdbReader reader) {
        try {
            return reader.string(new Bytes()).copy();
        } catch (RdbFormatException e) {
            throw new RdbFormatException("Failed loading library payload");
        }
    }
}
