package io.quarkiverse.kvs.leveldb;

import java.io.IOException;

/**
 * Decompresses what Snappy has compressed: a length, and then pieces, which are new bytes or a copy of bytes that came before.
 * The format is described in Snappy's {@code format_description.txt}.
 */
final class Snappy {

    /** Each byte of a copy gives 64 at most. */
    private static final int MOST_PER_BYTE = 64;
    private static final int KIND_BITS = 2;
    private static final int SHORT_LITERAL = 60;

    private Snappy() {
    }

    static byte[] decompress(LevelDbInput in) throws IOException {
        int length = in.length();
        if (length > (long) in.left() * MOST_PER_BYTE) {
            throw LevelDbInput.broken();
        }
        byte[] out = new byte[length];
        int at = 0;
        while (in.hasMore()) {
            int tag = in.unsignedByte();
            int kind = tag & (1 << KIND_BITS) - 1;
            int rest = tag >>> KIND_BITS;
            if (kind == 0) {
                long literal = 1 + (rest < SHORT_LITERAL ? rest : in.fixed(rest - SHORT_LITERAL + 1));
                if (literal > length - at) {
                    throw LevelDbInput.broken();
                }
                System.arraycopy(in.take((int) literal), 0, out, at, (int) literal);
                at += (int) literal;
                continue;
            }
            int copied = kind == 1 ? 4 + (rest & 7) : 1 + rest;
            long back = kind == 1 ? (long) (rest >>> 3) << Byte.SIZE | in.unsignedByte()
                    : in.fixed(kind == 2 ? Short.BYTES : Integer.BYTES);
            if (back <= 0 || back > at || copied > length - at) {
                throw LevelDbInput.broken();
            }
            // They may overlap: byte by byte.
            for (int i = 0; i < copied; i++, at++) {
                out[at] = out[at - (int) back];
            }
        }
        if (at != length) {
            throw LevelDbInput.broken();
        }
        return out;
    }
}
