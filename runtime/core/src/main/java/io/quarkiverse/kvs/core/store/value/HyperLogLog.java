package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.MurmurHash;

/**
 * An estimate of how many different elements were added, in 12 KB at most however many they are. It lives in a
 * string, byte for byte as Redis has it, so that values can go from one to the other.
 * <p>
 * The hash of an element chooses one of 16384 registers. Its rank is one more than the number of zeros that follow the
 * bits that choose. A register keeps the highest rank it has seen; {@link CardinalityEstimate} tells how many elements
 * that takes.
 *
 * <pre>
 * bytes 0-3   the letters HYLL
 * byte 4      0 = dense, 1 = sparse
 * bytes 5-7   unused
 * bytes 8-15  the last estimate, little endian; registers have changed since if its highest bit is set
 * ...         {@link DenseRegisters} or {@link SparseRegisters}
 * </pre>
 *
 * Commands on strings can write over these bytes. What looks like a header is taken for one ({@link #isOne});
 * whether registers are sound is found out when they are used.
 * <p>
 * Not safe for use by several threads: the lock of the key's segment guards it.
 */
public final class HyperLogLog {

    private static final int INDEX_BITS = 14;
    public static final int REGISTERS = 1 << INDEX_BITS;
    /** The highest rank: all bits of the hash that do not choose the register are zeros. */
    static final int MAX_RANK = Long.SIZE - INDEX_BITS + 1;
    private static final long SEED = 0xadc83b19L;

    private static final byte[] MAGIC = "HYLL".getBytes(US_ASCII);
    private static final int REPRESENTATION = 4;
    private static final byte DENSE = 0;
    private static final byte SPARSE = 1;
    private static final int ESTIMATE = 8;
    private static final int HEADER = 16;
    private static final int DENSE_LENGTH = HEADER + DenseRegisters.LENGTH;
    /** Registers are 0 to 63: more than {@link #MAX_RANK} if commands on strings wrote over them. */
    private static final int VALUES = 1 << DenseRegisters.BITS;
    /** The bit of the estimate that says that it is none any more. */
    private static final long OUTDATED = Long.MIN_VALUE;

    /** One run of zeros, which is all registers. */
    private static final byte[] EMPTY = Arrays.copyOf(MAGIC, HEADER + 2);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        EMPTY[REPRESENTATION] = SPARSE;
        LONG.set(EMPTY, ESTIMATE, OUTDATED);
        EMPTY[HEADER] = 0x7f;
        EMPTY[HEADER + 1] = (byte) 0xff;
    }

    private final StringValue string;

    private HyperLogLog(StringValue string) {
        this.string = string;
    }

    /** The one inside a string: {@link #isOne}. */
    public static HyperLogLog in(StringValue string) {
        return new HyperLogLog(string);
    }

    /** Makes a string an empty one. */
    public static HyperLogLog createIn(StringValue string) {
        string.set(EMPTY.clone());
        return new HyperLogLog(string);
    }

    /** An empty one that belongs to no key. */
    public static HyperLogLog create() {
        return new HyperLogLog(new StringValue(EMPTY.clone(), StringEncoding.RAW));
    }

    // Looking at what may be one

    /** Whether some bytes begin like one, and are as long as it if it is dense. */
    public static boolean isOne(Bytes bytes) {
        byte[] array = bytes.array();
        int start = bytes.offset();
        return bytes.length() >= HEADER
                && Arrays.equals(array, start, start + MAGIC.length, MAGIC, 0, MAGIC.length)
                && (array[start + REPRESENTATION] == SPARSE
                        || array[start + REPRESENTATION] == DENSE && bytes.length() == DENSE_LENGTH);
    }

    /** Whether one is dense. */
    public static boolean isDense(Bytes one) {
        return one.array()[one.offset() + REPRESENTATION] == DENSE;
    }

    /**
     * Raises registers to the ones of another, so that they are those of both sets of elements together.
     *
     * @param registers as many as {@link #REGISTERS}, a byte each
     * @throws CorruptedHyperLogLogException if this cannot be told
     */
    public static void mergeInto(byte[] registers, Bytes one) {
        int start = one.offset() + HEADER;
        if (isDense(one)) {
            DenseRegisters.mergeInto(registers, one.array(), start);
        } else {
            new SparseRegisters(one.array(), start, one.offset() + one.length()).mergeInto(registers);
        }
    }

    /** The number of different elements that registers stand for, a byte each. */
    public static long count(byte[] registers) {
        int[] histogram = new int[VALUES];
        for (byte register : registers) {
            histogram[register]++;
        }
        return CardinalityEstimate.of(histogram);
    }

    // Adding

    /**
     * Adds an element.
     *
     * @param maxSparse how long a sparse string may become before it is made a dense one
     * @return whether it changes anything: if not, it was probably there already
     * @throws CorruptedHyperLogLogException if its register cannot be found
     */
    public boolean add(Bytes element, long maxSparse) {
        long hash = MurmurHash.of(element, SEED);
        int rank = Math.min(MAX_RANK, Long.numberOfTrailingZeros(hash >>> INDEX_BITS) + 1);
        if (!raise((int) hash & REGISTERS - 1, rank, maxSparse)) {
            return false;
        }
        forgetEstimate();
        return true;
    }

    /** Adds what others have seen: their registers, a byte each. */
    public void add(byte[] registers, long maxSparse) {
        for (int register = 0; register < REGISTERS; register++) {
            if (registers[register] > 0) {
                raise(register, registers[register], maxSparse);
            }
        }
        forgetEstimate();
    }

    private boolean raise(int register, int value, long maxSparse) {
        if (!isDense()) {
            switch (SparseRegisters.raise(string, HEADER, register, value, maxSparse)) {
                case UNCHANGED:
                    return false;
                case CHANGED:
                    return true;
                case DOES_NOT_FIT:
                    makeDense();
            }
        }
        boolean higher = value > register(register);
        if (higher) {
            DenseRegisters.set(string.array(), HEADER, register, value);
        }
        return higher;
    }

    private void forgetEstimate() {
        byte[] array = string.array();
        LONG.set(array, ESTIMATE, (long) LONG.get(array, ESTIMATE) | OUTDATED);
    }

    // Counting

    /** Whether {@link #count} has nothing to do. */
    public boolean isCounted() {
        return (long) LONG.get(string.array(), ESTIMATE) >= 0;
    }

    /**
     * The number of different elements, which is kept inside the string until it changes.
     *
     * @throws CorruptedHyperLogLogException if this cannot be told
     */
    public long count() {
        byte[] array = string.array();
        if (!isCounted()) {
            int[] histogram = new int[VALUES];
            if (isDense()) {
                DenseRegisters.count(array, HEADER, histogram);
            } else {
                new SparseRegisters(array, HEADER, string.length()).count(histogram);
            }
            LONG.set(array, ESTIMATE, CardinalityEstimate.of(histogram));
        }
        return (long) LONG.get(array, ESTIMATE);
    }

    // The representation

    public boolean isDense() {
        return string.array()[REPRESENTATION] == DENSE;
    }

    /**
     * Makes it dense, if it is not.
     *
     * @throws CorruptedHyperLogLogException if this is impossible
     */
    public void makeDense() {
        if (isDense()) {
            return;
        }
        byte[] registers = new byte[REGISTERS];
        mergeInto(registers, string.show(new Bytes()));
        byte[] dense = new byte[DENSE_LENGTH];
        System.arraycopy(string.array(), 0, dense, 0, HEADER);
        dense[REPRESENTATION] = DENSE;
        for (int register = 0; register < REGISTERS; register++) {
            DenseRegisters.set(dense, HEADER, register, registers[register]);
        }
        string.set(dense);
    }

    /** A register of a dense one. */
    public int register(int register) {
        return DenseRegisters.get(string.array(), HEADER, register);
    }

    /**
     * The runs of registers of a sparse one, in words.
     *
     * @throws CorruptedHyperLogLogException if they are more than there can be registers
     */
    public String describeRuns() {
        return new SparseRegisters(string.array(), HEADER, string.length()).describe();
    }
}
