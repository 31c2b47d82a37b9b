package io.quarkiverse.kvs.benchmark;

import org.HdrHistogram.Histogram;

/** The latencies of several rounds, in microseconds. Some rounds are far from the others, so quartiles tell more than ends. */
final class Latencies {

    static final String[] COLUMNS = { "p50 µs", "p99 µs", "p99.9 µs" };
    private static final double[] PERCENTILES = { 50, 99, 99.9 };

    private final Figures[] figures = { new Figures(), new Figures(), new Figures() };

    /** Adds a round, in nanoseconds. */
    void add(Histogram round) {
        for (int i = 0; i < figures.length; i++) {
            figures[i].add(round.getValueAtPercentile(PERCENTILES[i]) / 1e3);
        }
    }

    /** The median of the rounds, in microseconds. */
    double p99() {
        return figures[1].median();
    }

    /** The cells of a table, one for each of {@link #COLUMNS}: medians and quartiles. */
    String[] cells() {
        String[] cells = new String[figures.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Table.number("%,.0f", figures[i].median()) + Table.number(" (%,.0f", figures[i].quantile(0.25))
                    + Table.number(" to %,.0f)", figures[i].quantile(0.75));
        }
        return cells;
    }
}
