package io.quarkiverse.kvs.benchmark;

import java.util.ArrayList;
import java.util.List;

/** The same figure, measured several times. */
final class Figures {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The value below which a part of them lies. */
    double quantile(double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }

    /** How far the values are apart, as a part of the median: 0.1 if the largest is 10 % above the smallest. */
    double spread() {
        double min = values.stream().mapToDouble(value -> value).min().orElseThrow();
        double max = values.stream().mapToDouble(value -> value).max().orElseThrow();
        return (max - min) / median();
    }
}
