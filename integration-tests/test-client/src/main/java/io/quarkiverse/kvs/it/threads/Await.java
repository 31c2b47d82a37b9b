package io.quarkiverse.kvs.it.threads;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits until something is so: no longer than it takes, and so long that only what is wrong takes longer. */
public final class Await {

    /** How long to wait: longer than any busy machine takes. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int PAUSE_MILLIS = 2;

    private Await() {
    }

    /**
     * Asks again and again until the answer is yes.
     *
     * @param what is waited for, as the message of the failure says it
     * @throws AssertionError if the answer is still no after {@link #PATIENCE}
     */
    public static void until(String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("waited " + PATIENCE.toSeconds() + " seconds in vain until " + what);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting until " + what, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
