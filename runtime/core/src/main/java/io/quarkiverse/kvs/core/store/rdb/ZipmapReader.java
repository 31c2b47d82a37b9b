package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Reads a zipmap, in which Redis stored small hashes before version 2.6: fields, each followed by its value.
 *
 * <pre>
 * zipmap   number of fields (a byte, 254 for as many or more), fields, ff
 * field    length, bytes, length of the value, bytes that are not used, value, those bytes
 * length   a byte below fe; or fe and 4 bytes, the lowest first
 * unused   a byte
 * </pre>
 */
final class ZipmapReader implements ElementReader {

    private static final int END = 0xff;
    private static final int UNCOUNTED = 0xfe;
    private static final int LONG_LENGTH = 0xfe;

    private final ByteInput in;
    private final int count;
    private int read;
    private boolean valueFollows;

    ZipmapReader(Bytes zipmap) {
        if (zipmap.length() < 2 || ByteInput.last(zipmap) != END) {
            throw new RdbFormatException("a zipmap does not end where it should");
        }
        in = new ByteInput(zipmap, 0, zipmap.length() - 1);
        count = in.unsignedByte();
    }

    @Override
    public boolean next(Bytes view) {
        if (valueFollows) {
            long length = length();
            int unused = in.unsignedByte();
            in.show(length, view);
            in.show(unused, new Bytes());
            valueFollows = false;
            return true;
        }
        if (in.left() == 0) {
            if (count != UNCOUNTED && count != read) {
                throw new RdbFormatException("a zipmap has miscounted");
            }
            return false;
        }
        in.show(length(), view);
        valueFollows = true;
        read++;
        return true;
    }

    private long length() {
        int first = in.unsignedByte();
        if (first < LONG_LENGTH) {
            return first;
        }
        long length = in.unsignedLittleEndian(Integer.BYTES);
        if (first == END || length < LONG_LENGTH) {
            throw new RdbFormatException("a zipmap has a length that is written wrongly");
        }
        return length;
    }
}
