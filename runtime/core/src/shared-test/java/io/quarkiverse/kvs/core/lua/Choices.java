package io.quarkiverse.kvs.core.lua;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * What a generator decides by: numbers, drawn or given. The same numbers make the same program, smaller ones a simpler one, and where there
 * are no more, each decision is the simplest. So a program that shows a difference is shortened without knowing what it is made of.
 */
public final class Choices {

    private final Random random;
    private final int[] given;
    private final List<Integer> made = new ArrayList<>();

    /** Draws numbers. */
    public Choices(Random random) {
        this.random = random;
        this.given = null;
    }

    /** Repeats numbers. */
    public Choices(int[] given) {
        this.random = null;
        this.given = given;
    }

    /** A number from 0 to {@code bound - 1}. */
    public int next(int bound) {
        int choice = random != null ? random.nextInt(bound) : made.size() < given.length ? given[made.size()] % bound : 0;
        made.add(choice);
        return choice;
    }

    @SafeVarargs
    public final <T> T pick(T... from) {
        return from[next(from.length)];
    }

    /** The numbers so far. */
    public int[] made() {
        return made.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The shortest and smallest numbers found that still fail. */
    public static int[] shrink(int[] failing, Predicate<int[]> fails) {
        int[] best = failing;
        boolean better = true;
        for (int round = 0; better && round < 20; round++) {
            better = false;
            for (int size = Math.max(1, best.length / 2); size >= 1; size /= 2) {
                for (int at = 0; at + size <= best.length; at += size) {
                    int[] shorter = new int[best.length - size];
                    System.arraycopy(best, 0, shorter, 0, at);
                    System.arraycopy(best, at + size, shorter, at, shorter.length - at);
                    if (fails.test(shorter)) {
                        best = shorter;
                        better = true;
                        at -= size;
                    }
                }
            }
            for (int i = 0; i < best.length; i++) {
                for (int smaller = 0; smaller < best[i]; smaller = smaller == 0 ? Math.max(1, best[i] / 2) : smaller + 1) {
                    int[] changed = Arrays.copyOf(best, best.length);
                    changed[i] = smaller;
                    if (fails.test(changed)) {
                        best = changed;
                        better = true;
                        break;
                    }
                }
            }
        }
        return best;
    }
}
