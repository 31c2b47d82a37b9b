package io.quarkiverse.kvs.core.protocol;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * One request as the {@link CommandDecoder} found it: the name of a command and its arguments, as places in an array. The
 * first argument, number 0, is the name.
 * <p>
 * An instance is reused for the next request.
 */
public final class Request {

    private static final int INITIAL = 8;
    /** Beyond this, the room that one request of very many arguments needed is given back. */
    private static final int KEPT = 1024;

    /** Likewise, in bytes. */
    private static final int KEPT_BYTES = 4 * 1024;

    private static final int ARGUMENT_OVERHEAD = 8;
    private static final byte[] NONE = {};

    private byte[] array;
    private int base;
    private int count;
    private boolean resp;
    private long keyHash;
    private boolean keyHashed;
    /** Relative to the first byte of the request, which may move while more of it arrives. */
    private int[] offsets = new int[INITIAL];
    private int[] lengths = new int[INITIAL];
    private byte[] joined = NONE;

    /** The number of arguments, the name included. */
    public int count() {
        return count;
    }

    /** Whether the request came in RESP, and so is to be answered in it. */
    public boolean isResp() {
        return resp;
    }

    public byte[] array() {
        return array;
    }

    public int offset(int argument) {
        return base + offsets[argument];
    }

    /** Where an argument starts, counted from the first byte of the request, also while that is incomplete. */
    int relativeOffset(int argument) {
        return offsets[argument];
    }

    public int length(int argument) {
        return lengths[argument];
    }

    /** Lets {@code view} show an argument. */
    public <B extends Bytes> B show(int argument, B view) {
        view.show(array, offset(argument), lengths[argument]);
        return view;
    }

    /** From the first byte of the name to the last one of the last argument. */
    public int length() {
        return offsets[count - 1] + lengths[count - 1] - offsets[0];
    }

    /** Notes the hash of the argument behind the name, for the part that needs it next. */
    public void keyHash(long hash) {
        keyHash = hash;
        keyHashed = true;
    }

    /** Whether the hash of the argument behind the name is known. */
    public boolean isKeyHashed() {
        return keyHashed;
    }

    /** The hash of the argument behind the name, if it is known. */
    public long keyHash() {
        return keyHash;
    }

    /** A request in RESP, for callers who have no bytes to decode. */
    public static Request resp(byte[]... arguments) {
        Request request = line(arguments);
        request.resp = true;
        return request;
    }

    /** A request in the line protocol, for callers who have no bytes to decode. */
    public static Request line(byte[]... arguments) {
        Request request = new Request();
        request.of(arguments);
        return request;
    }

    /**
     * Makes this a request whose arguments are whole arrays, for callers who have no bytes to decode. They are copied into
     * an array that the next call uses again.
     */
    public void of(byte[]... arguments) {
        clear();
        int size = 0;
        for (byte[] argument : arguments) {
            size += argument.length;
        }
        if (joined.length < size || joined.length > KEPT_BYTES) {
            joined = new byte[size];
        }
        int at = 0;
        for (byte[] argument : arguments) {
            System.arraycopy(argument, 0, joined, at, argument.length);
            add(at, argument.length);
            at += argument.length;
        }
        complete(joined, 0);
    }

    /**
     * Makes this a request in RESP whose arguments lie in an array, which is not to change meanwhile.
     *
     * @param words how many arguments there are, the name included
     * @param offsets where in the array an argument begins
     * @param lengths how long an argument is
     */
    public void in(byte[] bytes, int words, IntUnaryOperator offsets, IntUnaryOperator lengths) {
        clear();
        resp = true;
        for (int i = 0; i < words; i++) {
            add(offsets.applyAsInt(i), lengths.applyAsInt(i));
        }
        complete(bytes, 0);
    }

    /** The bytes of all arguments together, and something for each of them. */
    public long size() {
        long size = 0;
        for (int i = 0; i < count; i++) {
            size += lengths[i] + ARGUMENT_OVERHEAD;
        }
        return size;
    }

    /** The same request, independent of the array it was found in. */
    public Request copy() {
        byte[][] arguments = new byte[count][];
        for (int i = 0; i < count; i++) {
            arguments[i] = Arrays.copyOfRange(array, offset(i), offset(i) + lengths[i]);
        }
        return resp ? resp(arguments) : line(arguments);
    }

    void resp(boolean yes) {
        resp = yes;
    }

    void clear() {
        count = 0;
        keyHashed = false;
        if (offsets.length > KEPT) {
            offsets = new int[INITIAL];
            lengths = new int[INITIAL];
        }
    }

    void add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    void complete(byte[] array, int base) {
        this.array = array;
        this.base = base;
    }
}
