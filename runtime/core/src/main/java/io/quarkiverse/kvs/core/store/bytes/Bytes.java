package io.quarkiverse.kvs.core.store.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A view of some bytes inside an array that belongs to another object: an argument inside the read buffer, a value inside
 * its entry. Looking at bytes this way is what lets a command run without copying anything.
 * <p>
 * An instance is reused: it shows other bytes after the next call to the object that handed it out. Not safe for use by several
 * threads.
 */
public class Bytes {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final byte[] NONE = {};

    private byte[] array = NONE;
    private int offset;
    private int length;

    /** Shows {@code length} bytes of {@code array} from {@code offset} on. */
    public Bytes show(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** Shows the whole of {@code array}. */
    public Bytes show(byte[] array) {
        return show(array, 0, array.length);
    }

    public final byte[] array() {
        return array;
    }

    public final int offset() {
        return offset;
    }

    public final int length() {
        return length;
    }

    /** A copy that stays. */
    public final byte[] copy() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes as UTF-8 text; a byte that is not UTF-8 becomes U+FFFD. */
    public final String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** The bytes as characters U+0000 to U+00FF, one each: text that carries any bytes through a message unharmed. */
    public final String latin1() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** Whether a CR or LF is among the bytes, so that a line cannot carry them. */
    public final boolean hasLineBreak() {
        for (int i = offset, end = offset + length; i < end; i++) {
            byte b = array[i];
            if (b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Whether these are the letters of {@code word}, in any case. */
    public final boolean is(String word) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (upperCase(array[offset + i]) != upperCase((byte) word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether both show the same bytes. */
    public final boolean sameAs(Bytes other) {
        return sameAs(other.array, other.offset, other.length);
    }

    /** Whether these are the bytes of a whole array. */
    public final boolean sameAs(byte[] other) {
        return sameAs(other, 0, other.length);
    }

    /** Whether these are the bytes of a part of an array. Names are mostly short, and so compared without a call. */
    public final boolean sameAs(byte[] other, int from, int otherLength) {
        if (length != otherLength) {
            return false;
        }
        if (length > 2 * Long.BYTES) {
            return Arrays.equals(array, offset, offset + length, other, from, from + length);
        }
        if (length >= Long.BYTES) {
            // The second halves may overlap the first ones.
            int last = length - Long.BYTES;
            return (long) LONG.get(array, offset) == (long) LONG.get(other, from)
                    && (long) LONG.get(array, offset + last) == (long) LONG.get(other, from + last);
        }
        for (int i = 0; i < length; i++) {
            if (array[offset + i] != other[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int upperCase(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }

    @Override
    public String toString() {
        return utf8();
    }
}
