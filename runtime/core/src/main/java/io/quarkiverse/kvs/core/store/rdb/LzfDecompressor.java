package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Reads the LZF format: bytes as they are, and references to bytes that came before.
 *
 * <pre>
 * 000LLLLL, L+1 bytes            these bytes
 * LLLooooo oooooooo              L+2 bytes from where they stand o+1 bytes before; L from 1 to 6
 * 111ooooo LLLLLLLL oooooooo     L+9 bytes from there
 * </pre>
 */
final class LzfDecompressor {

    /** No byte of the format stands for more than this: three make 264. */
    private static final int MAX_GAIN = 88;

    private LzfDecompressor() {
    }

    /**
     * What some bytes stand for.
     *
     * @param length how long that is said to be
     * @throws RdbFormatException if it is not
     */
    static byte[] decompress(Bytes compressed, long length) {
        if (length > (long) compressed.length() * MAX_GAIN || length > Integer.MAX_VALUE - 8) {
            throw new RdbFormatException("so few bytes cannot stand for so many");
        }
        byte[] out = new byte[(int) length];
        byte[] in = compressed.array();
        int at = compressed.offset();
        int end = at + compressed.length();
        int filled = 0;
        while (at < end) {
            int control = in[at++] & 0xff;
            if (control < LzfCompressor.MAX_LITERALS) {
                int literals = control + 1;
                require(literals <= end - at && literals <= out.length - filled);
                System.arraycopy(in, at, out, filled, literals);
                at += literals;
                filled += literals;
            } else {
                int copied = control >> LzfCompressor.OFFSET_HIGH_BITS;
                if (copied == LzfCompressor.LONG_REFERENCE) {
                    require(at < end);
                    copied += in[at++] & 0xff;
                }
                copied += 2;
                require(at < end);
                int distance = ((control & LzfCompressor.MAX_LITERALS - 1) << Byte.SIZE | in[at++] & 0xff) + 1;
                require(distance <= filled && copied <= out.length - filled);
                // One by one: what is copied may be copied again.
                for (int i = 0; i < copied; i++, filled++) {
                    out[filled] = out[filled - distance];
                }
            }
        }
        require(filled == out.length);
        return out;
    }

    private static void require(boolean sound) {
        if (!sound) {
            throw new RdbFormatException("LZF data is broken");
        }
    }
}
