package io.quarkiverse.kvs.core.store.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.KeyHash;

/**
 * The layout of a field of a large hash: its name and its value in one array, which is all that it costs beside its slot in
 * the {@link FieldTable}.
 *
 * <pre>
 * byte 0      length of the name, 0 to 253; 255 if it is longer; 254 if the field expires
 * 4 bytes     length of the name, little endian; only if byte 0 is 255 or 254
 * 8 bytes     when the field expires, in milliseconds since 1970, little endian; only if byte 0 is 254
 * ...         the name
 * ...         the value, to the end of the array
 * </pre>
 *
 * An array changes only in the hands of its {@link FieldTable}, which knows whether others have got hold of it.
 */
final class PackedField {

    private static final int LONG_NAME = 255;
    private static final int EXPIRES = 254;
    private static final int SHORT_HEADER = 1;
    private static final int LONG_HEADER = SHORT_HEADER + Integer.BYTES;
    private static final int EXPIRY_HEADER = LONG_HEADER + Long.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedField() {
    }

    static byte[] of(Bytes name, Bytes value) {
        int length = name.length();
        int start = length < EXPIRES ? SHORT_HEADER : LONG_HEADER;
        byte[] packed = new byte[start + length + value.length()];
        if (length < EXPIRES) {
            packed[0] = (byte) length;
        } else {
            packed[0] = (byte) LONG_NAME;
            INT.set(packed, SHORT_HEADER, length);
        }
        fill(packed, start, name, value);
        return packed;
    }

    /** A field that expires at an instant, in milliseconds since 1970. */
    static byte[] of(Bytes name, Bytes value, long expireAt) {
        byte[] packed = new byte[EXPIRY_HEADER + name.length() + value.length()];
        packed[0] = (byte) EXPIRES;
        INT.set(packed, SHORT_HEADER, name.length());
        LONG.set(packed, LONG_HEADER, expireAt);
        fill(packed, EXPIRY_HEADER, name, value);
        return packed;
    }

    private static void fill(byte[] packed, int start, Bytes name, Bytes value) {
        System.arraycopy(name.array(), name.offset(), packed, start, name.length());
        System.arraycopy(value.array(), value.offset(), packed, start + name.length(), value.length());
    }

    /** When a field expires, in milliseconds since 1970, or {@link HashValue#NEVER}. */
    static long expireAt(byte[] packed) {
        return (packed[0] & 0xff) == EXPIRES ? (long) LONG.get(packed, LONG_HEADER) : HashValue.NEVER;
    }

    static boolean isNamed(byte[] packed, Bytes name) {
        return name.sameAs(packed, nameOffset(packed), nameLength(packed));
    }

    static long hash(byte[] packed) {
        return KeyHash.of(packed, nameOffset(packed), nameLength(packed));
    }

    static Bytes showName(byte[] packed, Bytes view) {
        return view.show(packed, nameOffset(packed), nameLength(packed));
    }

    static Bytes showValue(byte[] packed, Bytes view) {
        int at = nameOffset(packed) + nameLength(packed);
        return view.show(packed, at, packed.length - at);
    }

    /**
     * Puts another value of the same length in the place of the one that is there.
     *
     * @return false if its length is another one: nothing is done then
     */
    static boolean overwrite(byte[] packed, Bytes value) {
        int at = nameOffset(packed) + nameLength(packed);
        if (packed.length - at != value.length()) {
            return false;
        }
        System.arraycopy(value.array(), value.offset(), packed, at, value.length());
        return true;
    }

    private static int nameOffset(byte[] packed) {
        int first = packed[0] & 0xff;
        return first < EXPIRES ? SHORT_HEADER : first == LONG_NAME ? LONG_HEADER : EXPIRY_HEADER;
    }

    private static int nameLength(byte[] packed) {
        int length = packed[0] & 0xff;
        return length >= EXPIRES ? (int) INT.get(packed, SHORT_HEADER) : length;
    }
}
