package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Reads a ziplist, which was the listpack of Redis before version 7.
 *
 * <pre>
 * ziplist   length of it all (4 bytes), where the last element begins (4 bytes), number of elements (2 bytes, 65535
 *           for as many or more), elements, ff
 * element   length of the element before, what it is
 * length    a byte below fe; or fe and 4 bytes
 * what      00LLLLLL, bytes                  a string
 *           01LLLLLL LLLLLLLL, bytes         a longer one
 *           10______, 4 bytes of length that begin with the highest, bytes
 *                                            an even longer one
 *           fe, c0, f0, d0 or e0             an integer of 1, 2, 3, 4 or 8 bytes, which follow
 *           f1 to fd                         an integer from 0 to 12
 * </pre>
 *
 * Of numbers of whole bytes, the lowest byte comes first, but for that one length.
 */
final class ZiplistReader implements ElementReader {

    private static final int HEADER = 2 * Integer.BYTES + Short.BYTES;
    private static final int END = 0xff;
    private static final int UNCOUNTED = 0xffff;
    private static final int LONG_LENGTH = 0xfe;

    private static final int STRING14 = 0x40;
    private static final int STRING32 = 0x80;
    private static final int INTEGER = 0xc0;
    private static final int INT16 = 0xc0;
    private static final int INT32 = 0xd0;
    private static final int INT64 = 0xe0;
    private static final int INT24 = 0xf0;
    private static final int FIRST_TINY = 0xf1;
    private static final int LAST_TINY = 0xfd;
    private static final int INT8 = 0xfe;

    private final ByteInput in;
    private final int length;
    private final long last;
    private final int count;
    private int read;
    private int lengthBefore;

    ZiplistReader(Bytes ziplist) {
        length = ziplist.length();
        if (length < HEADER + 1) {
            throw new RdbFormatException("a ziplist is too short");
        }
        ByteInput header = new ByteInput(ziplist, 0, HEADER);
        long told = header.unsignedLittleEndian(Integer.BYTES);
        last = header.unsignedLittleEndian(Integer.BYTES);
        count = (int) header.unsignedLittleEndian(Short.BYTES);
        if (told != length || ByteInput.last(ziplist) != END) {
            throw new RdbFormatException("a ziplist does not end where it should");
        }
        in = new ByteInput(ziplist, HEADER, length - 1);
    }

    @Override
    public boolean next(Bytes view) {
        int left = in.left();
        if (left == 0) {
            if (count != UNCOUNTED && count != read) {
                throw new RdbFormatException("a ziplist has miscounted");
            }
            if (read > 0 && last != length - 1 - lengthBefore) {
                throw new RdbFormatException("a ziplist does not know where it ends");
            }
            return false;
        }
        int before = in.unsignedByte();
        if ((before < LONG_LENGTH ? before : in.unsignedLittleEndian(Integer.BYTES)) != lengthBefore) {
            throw new RdbFormatException("a ziplist cannot be read backwards");
        }
        show(in.unsignedByte(), view);
        lengthBefore = left - in.left();
        read++;
        return true;
    }

    private void show(int what, Bytes view) {
        if (what < STRING14) {
            in.show(what, view);
        } else if (what < STRING32) {
            in.show((long) (what - STRING14) << Byte.SIZE | in.unsignedByte(), view);
        } else if (what < INTEGER) {
            in.show(in.bigEndian(Integer.BYTES), view);
        } else if (what >= FIRST_TINY && what <= LAST_TINY) {
            RdbReader.show(what - FIRST_TINY, view);
        } else {
            RdbReader.show(in.littleEndian(switch (what) {
                case INT8 -> Byte.BYTES;
                case INT16 -> Short.BYTES;
                case INT24 -> 3;
                case INT32 -> Integer.BYTES;
                case INT64 -> Long.BYTES;
                default -> throw new RdbFormatException(what + " does not begin an element of a ziplist");
            }), view);
        }
    }
}
