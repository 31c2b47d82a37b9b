package io.quarkiverse.kvs.benchmark;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A picture of what a command costs, Redis being 1. */
final class Chart {

    private Chart() {
    }

    static void write(Path file, List<String> cases, List<Double> ratios) throws IOException {
        CategoryChart chart = new CategoryChartBuilder().width(900).height(420)
                .title("Processor time of the server for each command; redis-server 7.0.15 = 1, less is better")
                .xAxisTitle("").yAxisTitle("").build();
        Styler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.4);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.addSeries("quarkus-kvs", cases, ratios);
        chart.addSeries("redis-server", cases, cases.stream().map(name -> 1.0).toList());
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }
}
