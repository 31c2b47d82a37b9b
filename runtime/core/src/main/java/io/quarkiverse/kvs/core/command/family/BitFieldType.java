package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.value.Bitmap;

/**
 * An integer of BITFIELD: {@code i1} to {@code i64} with a sign, {@code u1} to {@code u63} without one.
 *
 * @param bits how many it has
 */
record BitFieldType(boolean signed, int bits) {

    private static final CommandException INVALID = new CommandException(
            "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.");

    static BitFieldType parse(Bytes text) {
        int sign = text.length() == 0 ? 0 : text.array()[text.offset()];
        if (sign != 'i' && sign != 'u') {
            throw INVALID;
        }
        long bits;
        try {
            bits = Decimal.parseLong(text.array(), text.offset() + 1, text.length() - 1);
        } catch (NumberFormatException e) {
            throw INVALID;
        }
        if (bits < 1 || bits > (sign == 'i' ? 64 : 63)) {
            throw INVALID;
        }
        return new BitFieldType(sign == 'i', (int) bits);
    }

    long max() {
        return (1L << bits - (signed ? 1 : 0)) - 1;
    }

    long min() {
        return signed ? -max() - 1 : 0;
    }

    long read(Bytes bytes, long offset) {
        return wrap(Bitmap.get(bytes, offset, bits));
    }

    void write(Bytes bytes, long offset, long value) {
        Bitmap.set(bytes, offset, bits, value);
    }

    /** What is left of a number in so many bits. */
    long wrap(long number) {
        int unused = Long.SIZE - bits;
        return signed ? number << unused >> unused : number << unused >>> unused;
    }

    /**
     * Whether a sum is too large (1) or too small (-1) for this type, or is not (0).
     *
     * @param value one of this type, unless the increment is 0
     */
    int overflow(long value, long increment) {
        if (bits == Long.SIZE) {
            long sum = value + increment;
            return ((value ^ sum) & (increment ^ sum)) >= 0 ? 0 : Long.signum(increment);
        }
        // For the lowest values, differences wrap around: Redis takes them for too large, and so does this.
        if (value > max() || !signed && value < 0 || increment > max() - value) {
            return 1;
        }
        return value < min() || increment < min() - value ? -1 : 0;
    }
}
