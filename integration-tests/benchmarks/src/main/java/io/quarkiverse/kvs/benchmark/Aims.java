package io.quarkiverse.kvs.benchmark;

/**
 * What this project has set out to reach, as ratios to Redis in the same run, and what was measured. Beside it the floor, where
 * there is one: what a server reaches that has nothing to do.
 */
final class Aims {

    private final Table table;

    /** Ratios to Redis. */
    Aims() {
        this(new Table("Aims, as ratios to redis-server: what costs is to be small, throughput large", "figure", "aim",
                "measured", "constant answers"));
    }

    /** @param table with four columns: the figure, the aim, what was measured, and the floor */
    private Aims(Table table) {
        this.table = table;
    }

    /** Figures of any kind. */
    static Aims of(String title) {
        return new Aims(new Table(title, "figure", "aim", "measured", ""));
    }

    /** For what costs something. */
    void atMost(String figure, double aim, double measured, double floor) {
        add(figure, "≤ ", aim, measured, floor);
    }

    /** The same, where no server without anything to do is to be compared with. */
    void atMost(String figure, double aim, double measured) {
        add(figure, "≤ ", aim, measured, Double.NaN);
    }

    void atLeast(String figure, double aim, double measured, double ceiling) {
        add(figure, "≥ ", aim, measured, ceiling);
    }

    /** The same, where no server without anything to do is to be compared with. */
    void atLeast(String figure, double aim, double measured) {
        add(figure, "≥ ", aim, measured, Double.NaN);
    }

    private void add(String figure, String relation, double aim, double measured, double constant) {
        table.add(figure, relation + Table.number("%.2f", aim), Table.number("%.2f", measured),
                Double.isNaN(constant) ? "" : Table.number("%.2f", constant));
    }

    Table table() {
        return table;
    }
}
