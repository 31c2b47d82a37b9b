package io.quarkiverse.kvs.core.store.bytes;

import java.util.function.IntUnaryOperator;

/** Chooses some of many. */
public final class RandomChoice {

    private RandomChoice() {
    }

    /**
     * Some of the numbers from 0 to below {@code size}, no two the same, in random order. Takes memory for all of them.
     *
     * @param count how many, at most {@code size}
     * @param random a number from 0 to below its argument
     */
    public static int[] of(int size, int count, IntUnaryOperator random) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = i;
        }
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            int other = i + random.applyAsInt(size - i);
            chosen[i] = numbers[other];
            numbers[other] = numbers[i];
        }
        return chosen;
    }
}
