package io.quarkiverse.kvs.benchmark;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Pictures of what was measured. */
final class Chart {

    private Chart() {
    }

    /** What a command costs, Redis being 1. */
    static void write(Path file, List<String> cases, List<Double> ratios) throws IOException {
        CategoryChart chart = bars("Processor time of the server for each command; redis-server 7.0.15 = 1, less is better",
                Styler.LegendPosition.InsideNE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.4);
        chart.addSeries("quarkus-kvs", cases, ratios);
        chart.addSeries("redis-server", cases, cases.stream().map(name -> 1.0).toList());
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    /**
     * A picture of how many operations a second each of some libraries does, on a logarithmic scale from 1; 1 is what one of
     * them cannot do.
     */
    static void throughput(Path file, String title, List<String> cases, Map<String, List<Double>> libraries)
            throws IOException {
        CategoryChart chart = bars(title, Styler.LegendPosition.InsideNW);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(1.0);
        libraries.forEach((name, values) -> chart.addSeries(name, cases, values));
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static CategoryChart bars(String title, Styler.LegendPosition legend) {
        CategoryChart chart = new CategoryChartBuilder().width(900).height(420).title(title).xAxisTitle("").yAxisTitle("")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(legend);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.getStyler().setAvailableSpaceFill(0.8);
        return chart;
    }
}
