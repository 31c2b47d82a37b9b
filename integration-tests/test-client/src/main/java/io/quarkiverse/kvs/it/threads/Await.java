package io.quarkiverse.kvs.it.threads;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits until something is so: no longer than it takes, and so long that only what is wrong takes longer. */
public final class Await {

    /** How long to wait: longer than any busy machine takes. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long SHORTEST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    private Await() {
    }

    /**
     * Asks again and again until the answer is yes.
     *
     * @param what is waited for, as the message of the failure says it
     * @throws AssertionError if the answer is still no after {@link #PATIENCE}
     */
    public static void until(String what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            while (!condition.call()) {
                long waited = System.nanoTime() - start;
                if (waited > PATIENCE.toNanos()) {
                    throw new AssertionError("waited " + PATIENCE.toSeconds() + " seconds in vain until " + what);
                }
                // A tenth of the time so far: to ask may cost more than what is waited for.
                long pause = TimeUnit.NANOSECONDS.toMillis(waited / 10);
                Thread.sleep(Math.max(SHORTEST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, pause)));
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
