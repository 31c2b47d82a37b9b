package io.quarkiverse.kvs.core.command.family;

import java.util.List;

import io.quarkiverse.kvs.core.command.server.LatencyMonitor.Sample;
import io.quarkiverse.kvs.core.command.server.LatencyMonitor.Series;

/** Columns of characters that show how long an event took, with its age below: what LATENCY GRAPH draws. */
final class LatencyGraph {

    private static final int COLUMNS = 80;
    private static final int ROWS = 4;
    /** The top of a column within its row, from low to high. */
    private static final String TOPS = "_o#";

    private LatencyGraph() {
    }

    static String of(String event, Series series, long now) {
        List<Sample> samples = series.samples();
        long high = samples.stream().mapToLong(Sample::millis).max().orElse(0);
        long low = samples.stream().mapToLong(Sample::millis).min().orElse(0);
        StringBuilder graph = new StringBuilder().append(event).append(" - high ").append(high).append(" ms, low ").append(low)
                .append(" ms (all time high ").append(series.max()).append(" ms)\n").append("-".repeat(COLUMNS)).append('\n');
        for (int from = 0; from < samples.size(); from += COLUMNS) {
            if (from > 0) {
                graph.append('\n');
            }
            draw(graph, samples.subList(from, Math.min(samples.size(), from + COLUMNS)), low, Math.max(1, high - low), now);
        }
        return graph.toString();
    }

    private static void draw(StringBuilder graph, List<Sample> samples, long low, long range, long now) {
        int steps = ROWS * TOPS.length();
        for (int row = ROWS - 1; row >= 0; row--) {
            for (Sample sample : samples) {
                int step = (int) Math.min(steps - 1, (sample.millis() - low) * steps / range);
                int within = step - row * TOPS.length();
                graph.append(within < 0 ? ' ' : within < TOPS.length() ? TOPS.charAt(within) : '|');
            }
            graph.append('\n');
        }
        graph.append(" ".repeat(samples.size())).append('\n');
        List<String> ages = samples.stream().map(sample -> age(now - sample.at())).toList();
        int longest = ages.stream().mapToInt(String::length).max().orElse(0);
        for (int line = 0; line < longest; line++) {
            for (String age : ages) {
                graph.append(line < age.length() ? age.charAt(line) : ' ');
            }
            graph.append('\n');
        }
    }

    private static String age(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 24 * 3600 ? seconds / 3600 + "h" : seconds / (24 * 3600) + "d";
    }
}
