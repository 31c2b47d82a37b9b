package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.PackedEntry;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/** A string that is too large for a {@link PackedEntry}, or that changes in place and so has room to grow. */
public final class StringValue implements Value {

    /** Growing strings double in size up to this many bytes more. */
    private static final int MAX_SPARE = 1024 * 1024;

    private byte[] array;
    private int length;
    private StringEncoding encoding;

    /** @param array belongs to the string from now on */
    public StringValue(byte[] array, StringEncoding encoding) {
        this.array = array;
        this.length = array.length;
        this.encoding = encoding;
    }

    /** The bytes are the first {@link #length()} of this array. They may be changed, and {@link #changed()} then be called. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    /** Makes it longer, with zeros, unless it is that long already; the array may be another one afterwards. */
    public void growTo(int wanted) {
        if (wanted > array.length) {
            int spare = Math.min(wanted, MAX_SPARE);
            array = Arrays.copyOf(array, (int) Math.min((long) wanted + spare, Integer.MAX_VALUE - 8));
        }
        length = Math.max(length, wanted);
    }

    /** Makes it other bytes, which belong to it from now on. */
    void set(byte[] bytes) {
        array = bytes;
        length = bytes.length;
    }

    /**
     * Makes it a copy of other bytes, if these fit into the array that it has and do not leave most of it empty.
     *
     * @return whether they do
     */
    public boolean overwrite(Bytes bytes, StringEncoding other) {
        if (bytes.length() > array.length || bytes.length() < array.length / 2) {
            return false;
        }
        System.arraycopy(bytes.array(), bytes.offset(), array, 0, bytes.length());
        if (bytes.length() < length) {
            // Commands that make it longer again count on zeros.
            Arrays.fill(array, bytes.length(), length, (byte) 0);
        }
        length = bytes.length();
        encoding = other;
        return true;
    }

    /** Puts the first bytes of an array in the place of others; what follows moves. {@link #array()} may change. */
    void splice(int at, int replaced, byte[] bytes, int count) {
        int before = length;
        int after = before - replaced + count;
        growTo(after);
        System.arraycopy(array, at + replaced, array, at + count, before - replaced - at);
        System.arraycopy(bytes, 0, array, at, count);
        if (after < before) {
            // Commands that make it longer again count on zeros.
            Arrays.fill(array, after, before, (byte) 0);
            length = after;
        }
    }

    /** Notes that it is no longer what was once set as a whole. */
    public void changed() {
        encoding = StringEncoding.RAW;
    }

    public Bytes show(Bytes view) {
        return view.show(array, 0, length);
    }

    public StringEncoding stringEncoding() {
        return encoding;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public String encoding() {
        return encoding.nameOf(show(new Bytes()));
    }

    @Override
    public StringValue copy() {
        return new StringValue(Arrays.copyOf(array, length), encoding);
    }

    @Override
    public long memory() {
        return Heap.object(3 * Integer.BYTES) + Heap.array(array.length);
    }
}
