package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;

/**
 * Reads what values are made of in the RDB format, which {@link RdbWriter} shows. All methods throw
 * {@link RdbFormatException}, also where the bytes are at their end.
 */
final class RdbReader {

    private static final int KIND_BITS = 0xc0;
    private static final int REST_BITS = 0x3f;
    /** In the place of the length of a number that is text. */
    private static final int NOT_A_NUMBER = 253;
    private static final int INFINITY = 254;
    private static final int MINUS_INFINITY = 255;
    /** The text of a double is never longer. */
    private static final int MAX_NUMBER = 127;

    private final ByteInput in;
    private final long maxString;

    /** @param maxString how long a string may be that was compressed */
    RdbReader(ByteInput in, long maxString) {
        this.in = in;
        this.maxString = maxString;
    }

    /** The type of a value, as a number. */
    int type() {
        return in.unsignedByte();
    }

    /** A length, or a number of elements; not negative. */
    long length() {
        return length(in.unsignedByte());
    }

    /** A number of 8 bytes, the lowest first. */
    long fixed() {
        return in.littleEndian(Long.BYTES);
    }

    /** So many bytes as they are. */
    void bytes(int length, Bytes view) {
        in.show(length, view);
    }

    private long length(int first) {
        long length = anyLength(first);
        if (length < 0) {
            throw new RdbFormatException("a length is too large");
        }
        return length;
    }

    /** A number that is written as lengths are: negative if it is not below 2 to the 63rd. */
    long anyLength() {
        return anyLength(in.unsignedByte());
    }

    private long anyLength(int first) {
        long length;
        if ((first & KIND_BITS) == 0) {
            length = first;
        } else if ((first & KIND_BITS) == RdbWriter.SHORT) {
            length = (long) (first & REST_BITS) << Byte.SIZE | in.unsignedByte();
        } else if (first == RdbWriter.INT) {
            length = in.bigEndian(Integer.BYTES);
        } else if (first == RdbWriter.LONG) {
            length = in.bigEndian(Long.BYTES);
        } else {
            throw new RdbFormatException(first + " does not begin a length");
        }
        return length;
    }

    /** Shows a string, in an array that stays as it is. */
    <B extends Bytes> B string(B view) {
        int first = in.unsignedByte();
        switch (first) {
            case RdbWriter.INT8_TEXT -> show(in.littleEndian(Byte.BYTES), view);
            case RdbWriter.INT16_TEXT -> show(in.littleEndian(Short.BYTES), view);
            case RdbWriter.INT32_TEXT -> show(in.littleEndian(Integer.BYTES), view);
            case RdbWriter.COMPRESSED -> view.show(compressed());
            default -> in.show(length(first), view);
        }
        return view;
    }

    /** The value that a string makes, without a copy of it if it has an array of its own. */
    static StringValue stringOf(Bytes string) {
        boolean whole = string.offset() == 0 && string.length() == string.array().length;
        return new StringValue(whole ? string.array() : string.copy(), StringEncoding.AUTO);
    }

    private byte[] compressed() {
        long compressedLength = length();
        long length = length();
        if (length > maxString) {
            throw new RdbFormatException("a string of " + length + " bytes is too long");
        }
        Bytes compressed = new Bytes();
        in.show(compressedLength, compressed);
        return LzfDecompressor.decompress(compressed, length);
    }

    /** A number as 8 bytes. */
    double number() {
        return Double.longBitsToDouble(in.littleEndian(Double.BYTES));
    }

    /** A number as text, or as Redis wrote the likes of infinity before version 8 of the format. */
    double numberAsText() {
        int length = in.unsignedByte();
        return switch (length) {
            case NOT_A_NUMBER -> Double.NaN;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> {
                Bytes text = new Bytes();
                in.show(length, text);
                yield parse(text);
            }
        };
    }

    /** The number that a text is. */
    static double parse(Bytes text) {
        if (text.length() > MAX_NUMBER) {
            throw new RdbFormatException("a number is too long");
        }
        try {
            return FloatingPoint.parse(text);
        } catch (NumberFormatException e) {
            throw new RdbFormatException("a number was expected");
        }
    }

    /** Shows the text of an integer, in an array of its own. */
    static void show(long integer, Bytes view) {
        byte[] digits = new byte[Decimal.length(integer)];
        Decimal.write(integer, digits.length, digits, 0);
        view.show(digits);
    }
}
