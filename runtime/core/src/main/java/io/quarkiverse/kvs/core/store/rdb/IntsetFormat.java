package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.value.SetValue;

/**
 * The intset, in which Redis stores sets of integers.
 *
 * <pre>
 * bytes of each integer: 2, 4 or 8 (4 bytes), number of integers (4 bytes), integers in ascending order
 * </pre>
 *
 * All of these numbers have their lowest byte first.
 */
final class IntsetFormat {

    private IntsetFormat() {
    }

    /** As large an intset is made before it is written, so that it can be compressed. */
    private static final int MAX_MADE = 1024 * 1024;

    /**
     * Writes it as a string.
     *
     * @param set of integers only, which it visits in ascending order
     */
    static void write(SetValue set, RdbWriter to) {
        int[] width = { Short.BYTES };
        set.forEach(member -> width[0] = Math.max(width[0], width(Decimal.parseLong(member))));
        long length = 2 * Integer.BYTES + (long) set.size() * width[0];
        if (length > MAX_MADE) {
            to.length(length);
            write(set, width[0], to.output());
        } else {
            ByteOutput out = new ByteOutput();
            write(set, width[0], out);
            to.string(out.show(new Bytes()));
        }
    }

    private static void write(SetValue set, int width, ByteOutput out) {
        out.putLittleEndian(width, Integer.BYTES);
        out.putLittleEndian(set.size(), Integer.BYTES);
        set.forEach(member -> out.putLittleEndian(Decimal.parseLong(member), width));
    }

    private static int width(long number) {
        if (number == (short) number) {
            return Short.BYTES;
        }
        return number == (int) number ? Integer.BYTES : Long.BYTES;
    }

    /** @param maxIntegers how many members may be stored as integers */
    static SetValue read(Bytes intset, long maxIntegers) {
        ByteInput in = new ByteInput(intset, 0, intset.length());
        long width = in.unsignedLittleEndian(Integer.BYTES);
        if (width != Short.BYTES && width != Integer.BYTES && width != Long.BYTES) {
            throw new RdbFormatException("an intset has integers of " + width + " bytes");
        }
        long count = in.unsignedLittleEndian(Integer.BYTES);
        if (count == 0 || count * width != in.left()) {
            throw new RdbFormatException("an intset is empty, or does not end where it should");
        }
        SetValue set = new SetValue();
        Key member = new Key();
        long before = 0;
        for (long i = 0; i < count; i++) {
            long number = in.littleEndian((int) width);
            if (i > 0 && number <= before) {
                throw new RdbFormatException("an intset is not in order");
            }
            before = number;
            RdbReader.show(number, member);
            set.add(member, maxIntegers);
        }
        return set;
    }
}
