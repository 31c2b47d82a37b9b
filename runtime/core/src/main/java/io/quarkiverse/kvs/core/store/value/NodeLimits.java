package io.quarkiverse.kvs.core.store.value;

/**
 * Up to what size a {@link ListNode} takes more elements. One element is never too much.
 *
 * @param bytes how many bytes all of them may take
 * @param elements how many there may be
 */
public record NodeLimits(int bytes, int elements) {

    /** Those of most lists: {@code list-max-listpack-size} is -2 unless it is configured. */
    static final NodeLimits USUAL = of(-2);

    private static final int SMALLEST = 4 * 1024;
    /** What {@code list-max-listpack-size} has for the largest: 64 kilobytes. */
    private static final int LARGEST = -5;
    /** Where elements are counted, their bytes are limited all the same. */
    private static final int BYTES_OF_COUNTED = 8 * 1024;

    /**
     * The limits that a value of {@code list-max-listpack-size} stands for.
     *
     * @param size a number of elements, or -1 to -5 for 4, 8, 16, 32 or 64 kilobytes
     */
    public static NodeLimits of(long size) {
        if (size >= 0) {
            return new NodeLimits(BYTES_OF_COUNTED, (int) Math.min(size, Integer.MAX_VALUE));
        }
        int doublings = (int) (-1 - Math.max(size, LARGEST));
        return new NodeLimits(SMALLEST << doublings, Integer.MAX_VALUE);
    }

    boolean allow(long wantedBytes, long wantedElements) {
        return wantedElements <= 1 || wantedBytes <= bytes && wantedElements <= elements;
    }
}
