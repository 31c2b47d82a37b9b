package io.quarkiverse.kvs.cluster;

/** Ends of threads. */
final class Threads {

    private Threads() {
    }

    /** Waits until a thread has ended, or was never started; an interrupt is kept for later. */
    static void join(Thread ended) {
        boolean interrupted = false;
        while (ended.isAlive()) {
            try {
                ended.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
