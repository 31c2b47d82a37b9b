package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Writes the LZF format that {@link LzfDecompressor} reads, with the same choices as the library that Redis
 * contains, so that the bytes are the same.
 * <p>
 * A table remembers where three bytes were seen last. It is not cleared from one input to the next: an entry
 * left over would only be followed to where the same three bytes stand before the current ones, and then this
 * input has put an entry of its own in its place.
 */
public final class LzfCompressor {

    /** So many bytes follow one control byte at most. */
    static final int MAX_LITERALS = 1 << 5;
    /** The bits of a control byte that belong to the distance of a reference. */
    static final int OFFSET_HIGH_BITS = 5;
    /** In the three bits for the length of a reference: the next byte tells the rest. */
    static final int LONG_REFERENCE = 7;

    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MAX_REFERENCE = (1 << 8) + (1 << 3);
    private static final int UNCHECKED = 16;
    private static final int MAX_ROOM = 64 * 1024 * 1024;
    private static final int KEPT_ROOM = 64 * 1024;
    private static final int TABLE_BITS = 16;

    /**
     * Where three bytes with a hash stand; 0 for nowhere, because the library never refers to the very first
     * ones. Null until it is needed: it is large.
     */
    private int[] table;
    private byte[] room = {};

    /**
     * An array for the result of {@link #compress}, which the next call may return again. It is shorter than what is wanted
     * where that is very much: so compressing a huge string does not take as much memory once more.
     */
    byte[] room(int wanted) {
        if (wanted > KEPT_ROOM) {
            return new byte[Math.min(wanted, MAX_ROOM)];
        }
        if (room.length < wanted) {
            room = new byte[Math.min(KEPT_ROOM, wanted * 2)];
        }
        return room;
    }

    /**
     * Compresses bytes.
     *
     * @param out where to
     * @param limit what the result may take
     * @return the length of the result, or 0 if it would take more
     */
    int compress(Bytes input, byte[] out, int limit) {
        if (table == null) {
            table = new int[1 << TABLE_BITS];
        }
        byte[] in = input.array();
        int start = input.offset();
        int end = start + input.length();
        int at = start;
        // The control byte of a run of literals stands before them, and is written when their number is known.
        int literals = 0;
        int to = 1;
        while (at < end - 2) {
            int slot = hash(in, at);
            int seen = start + table[slot];
            table[slot] = at - start;
            if (seen > start && seen < at && at - seen <= MAX_DISTANCE && sameThree(in, seen, at)) {
                if (to - (literals == 0 ? 1 : 0) + 4 >= limit) {
                    return 0;
                }
                to = endRun(out, to, literals);
                literals = 0;
                int length = matchLength(in, seen, at, end);
                to = putReference(out, to, at - seen - 1, length - 2) + 1;
                at += length;
                if (at >= end - 2) {
                    break;
                }
                table[hash(in, at - 2)] = at - 2 - start;
                table[hash(in, at - 1)] = at - 1 - start;
            } else {
                if (to >= limit) {
                    return 0;
                }
                out[to++] = in[at++];
                if (++literals == MAX_LITERALS) {
                    to = endRun(out, to, literals) + 1;
                    literals = 0;
                }
            }
        }
        if (to + 3 > limit) {
            return 0;
        }
        while (at < end) {
            out[to++] = in[at++];
            if (++literals == MAX_LITERALS) {
                to = endRun(out, to, literals) + 1;
                literals = 0;
            }
        }
        return endRun(out, to, literals);
    }

    /** How many bytes to refer to, three of which are known to be the same. */
    private static int matchLength(byte[] in, int seen, int at, int end) {
        int most = Math.min(end - at - 2, MAX_REFERENCE);
        if (most > UNCHECKED) {
            // The library compares so many without asking whether they are too many.
            most = Math.max(most, UNCHECKED + 3);
        }
        int length = 3;
        while (length < most && in[seen + length] == in[at + length]) {
            length++;
        }
        return length;
    }

    /** @return where to go on: the byte kept for the control byte is not needed if there are no literals */
    private static int endRun(byte[] out, int to, int literals) {
        if (literals == 0) {
            return to - 1;
        }
        out[to - literals - 1] = (byte) (literals - 1);
        return to;
    }

    /** @return where to go on */
    private static int putReference(byte[] out, int offset, int distance, int length) {
        int to = offset;
        if (length < LONG_REFERENCE) {
            out[to++] = (byte) ((distance >> Byte.SIZE) + (length << OFFSET_HIGH_BITS));
        } else {
            out[to++] = (byte) ((distance >> Byte.SIZE) + (LONG_REFERENCE << OFFSET_HIGH_BITS));
            out[to++] = (byte) (length - LONG_REFERENCE);
        }
        out[to++] = (byte) distance;
        return to;
    }

    private static boolean sameThree(byte[] in, int first, int second) {
        return in[first] == in[second] && in[first + 1] == in[second + 1] && in[first + 2] == in[second + 2];
    }

    private static int hash(byte[] in, int at) {
        int three = (in[at] & 0xff) << 16 | (in[at + 1] & 0xff) << 8 | in[at + 2] & 0xff;
        return (three >> 3 * Byte.SIZE - TABLE_BITS) - three * 5 & (1 << TABLE_BITS) - 1;
    }
}
