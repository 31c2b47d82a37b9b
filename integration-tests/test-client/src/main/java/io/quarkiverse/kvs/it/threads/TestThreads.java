package io.quarkiverse.kvs.it.threads;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads of a test. Each has a name that says what it does, which the message of a failure begins with. It is for the one
 * thread that runs the test.
 */
public final class TestThreads implements AutoCloseable {

    /** What one thread does. */
    public interface Work {
        void run() throws Exception;
    }

    /** What several threads do, each with its number from zero on. */
    public interface NumberedWork {
        void run(int number) throws Exception;
    }

    private final Map<Thread, FutureTask<Void>> threads = new LinkedHashMap<>();

    /** Starts a thread. */
    public void start(String name, Work work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.put(thread, task);
        thread.start();
    }

    /** Starts so many threads. */
    public void start(int count, String name, NumberedWork work) {
        for (int i = 0; i < count; i++) {
            int number = i;
            start(name + " " + number, () -> work.run(number));
        }
    }

    /**
     * Waits until all of them have come to their end.
     *
     * @throws AssertionError if one has failed, or has not come to its end after {@link Await#PATIENCE}
     */
    public void join() throws InterruptedException {
        long end = System.nanoTime() + Await.PATIENCE.toNanos();
        for (Map.Entry<Thread, FutureTask<Void>> each : threads.entrySet()) {
            String name = each.getKey().getName();
            try {
                each.getValue().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(name + ": " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                AssertionError late = new AssertionError(name + " has not come to its end");
                late.setStackTrace(each.getKey().getStackTrace());
                throw late;
            }
        }
    }

    /** Interrupts those that still run. */
    @Override
    public void close() {
        threads.values().forEach(task -> task.cancel(true));
    }
}
