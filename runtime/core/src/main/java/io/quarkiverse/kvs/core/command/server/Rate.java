package io.quarkiverse.kvs.core.command.server;

/** How fast a number grows: the mean of the last sixteen samples, as in Redis. One thread adds them; any may ask. */
final class Rate {

    private static final int SAMPLES = 16;

    private final double[] perSecond = new double[SAMPLES];
    private int next;
    private long lastAt = -1;
    private long last;
    private volatile double mean;

    /**
     * Adds a sample.
     *
     * @param now milliseconds since 1970
     * @param total what the number is now
     */
    void sample(long now, long total) {
        if (lastAt >= 0 && now > lastAt) {
            perSecond[next++ % SAMPLES] = (total - last) * 1000.0 / (now - lastAt);
            double sum = 0;
            for (double sample : perSecond) {
                sum += sample;
            }
            mean = sum / SAMPLES;
        }
        lastAt = now;
        last = total;
    }

    double perSecond() {
        return mean;
    }
}
