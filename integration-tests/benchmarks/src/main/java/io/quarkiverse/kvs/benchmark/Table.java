package io.quarkiverse.kvs.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of results. */
final class Table {

    private final String title;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A figure with how far its measurements were apart. */
    static String figure(String format, Figures figures) {
        return figures.isEmpty() ? "" : number(format, figures.median()) + number(" ±%.0f %%", figures.spread() * 50);
    }

    String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n");
        line(text, columns);
        text.append('|').append("---|".repeat(columns.size())).append('\n');
        rows.forEach(row -> line(text, row));
        return text.append('\n').toString();
    }

    /** For the pages of the documentation. */
    String asciidoc() {
        StringBuilder text = new StringBuilder(".").append(title).append("\n[%autowidth]\n|===\n");
        text.append('|').append(String.join(" |", columns)).append("\n\n");
        rows.forEach(row -> text.append('|').append(String.join(" |", row)).append('\n'));
        return text.append("|===\n\n").toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
