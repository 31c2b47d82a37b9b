package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Reads a listpack, which {@link ListpackWriter} shows. */
final class ListpackReader implements ElementReader {

    private final ByteInput in;
    private final int count;
    private int read;

    ListpackReader(Bytes listpack) {
        if (listpack.length() < ListpackWriter.HEADER + 1) {
            throw new RdbFormatException("a listpack is too short");
        }
        ByteInput header = new ByteInput(listpack, 0, ListpackWriter.HEADER);
        long length = header.unsignedLittleEndian(Integer.BYTES);
        count = (int) header.unsignedLittleEndian(Short.BYTES);
        if (length != listpack.length() || ByteInput.last(listpack) != ListpackWriter.END) {
            throw new RdbFormatException("a listpack does not end where it should");
        }
        in = new ByteInput(listpack, ListpackWriter.HEADER, listpack.length() - 1);
    }

    @Override
    public boolean next(Bytes view) {
        int left = in.left();
        if (left == 0) {
            if (count != ListpackWriter.UNCOUNTED && count != read) {
                throw new RdbFormatException("a listpack has miscounted");
            }
            return false;
        }
        show(in.unsignedByte(), view);
        int length = left - in.left();
        int bytes = ListpackWriter.backwardLength(length);
        for (int i = 0; i < bytes; i++) {
            if (in.unsignedByte() != ListpackWriter.backwardByte(length, bytes, i)) {
                throw new RdbFormatException("a listpack cannot be read backwards");
            }
        }
        read++;
        return true;
    }

    private void show(int what, Bytes view) {
        if (what < ListpackWriter.STRING6) {
            RdbReader.show(what, view);
        } else if (what < ListpackWriter.INT13) {
            in.show(what - ListpackWriter.STRING6, view);
        } else if (what < ListpackWriter.STRING12) {
            int bits = what - ListpackWriter.INT13 << Byte.SIZE | in.unsignedByte();
            RdbReader.show(bits << Integer.SIZE - 13 >> Integer.SIZE - 13, view);
        } else if (what < ListpackWriter.STRING32) {
            in.show(what - ListpackWriter.STRING12 << Byte.SIZE | in.unsignedByte(), view);
        } else {
            switch (what) {
                case ListpackWriter.STRING32 -> in.show(in.unsignedLittleEndian(Integer.BYTES), view);
                case ListpackWriter.INT16 -> RdbReader.show(in.littleEndian(Short.BYTES), view);
                case ListpackWriter.INT24 -> RdbReader.show(in.littleEndian(ListpackWriter.INT24_BYTES), view);
                case ListpackWriter.INT32 -> RdbReader.show(in.littleEndian(Integer.BYTES), view);
                case ListpackWriter.INT64 -> RdbReader.show(in.littleEndian(Long.BYTES), view);
                default -> throw new RdbFormatException(what + " does not begin an element of a listpack");
            }
        }
    }
}
