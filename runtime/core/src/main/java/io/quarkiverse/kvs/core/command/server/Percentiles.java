package io.quarkiverse.kvs.core.command.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/** The parameter {@code latency-tracking-info-percentiles}: what {@code INFO latencystats} tells. */
public final class Percentiles extends Setting<List<Double>> {

    private static final int MOST = 100;

    Percentiles(Double... initial) {
        super("latency-tracking-info-percentiles", List.of(initial));
    }

    @Override
    public List<Double> parse(String text) {
        List<Double> percentiles = new ArrayList<>();
        for (String word : text.isBlank() ? new String[0] : text.strip().split("\\s+")) {
            double percentile;
            try {
                percentile = Double.parseDouble(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Invalid latency-tracking-info-percentiles parameters", e);
            }
            if (!(percentile >= 0 && percentile <= 100)) {
                throw new IllegalArgumentException(
                        "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
            }
            percentiles.add(percentile);
        }
        if (percentiles.size() > MOST) {
            throw new IllegalArgumentException("there are at most " + MOST + " percentiles");
        }
        return List.copyOf(percentiles);
    }

    @Override
    public String text() {
        return value().stream().map(Percentiles::text).collect(Collectors.joining(" "));
    }

    /** One of them as a text: {@code 99.9}. */
    public static String text(double percentile) {
        String text = FloatingPoint.format(percentile, 6);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
