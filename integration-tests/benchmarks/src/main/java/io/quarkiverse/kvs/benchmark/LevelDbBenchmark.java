package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.fusesource.leveldbjni.JniDBFactory;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBFactory;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteOptions;
import org.iq80.leveldb.impl.Iq80DBFactory;

import io.quarkiverse.kvs.it.files.Directories;
import io.quarkiverse.kvs.leveldb.KvsDBFactory;

/**
 * What LevelDB's own {@code db_bench} measures, through the API for Java: here, with {@code org.iq80.leveldb} and with the
 * native LevelDB of {@code leveldbjni}. Keys have 16 bytes and values 100; each row goes from one to the next, so that all meet
 * the same machine.
 */
public final class LevelDbBenchmark {

    private static final int VALUE = 100;
    private static final int SYNCED_SHARE = 1000;
    private static final List<String> ROWS = List.of("fillseq", "fillsync", "fillrandom", "overwrite", "readseq", "readreverse",
            "readrandom", "readmissing", "seekrandom");

    private final int entries;
    private final byte[][] values = new byte[1000][VALUE];
    private long used;

    /** One of those that are compared. */
    private final class Database {

        private final String name;
        private final DBFactory factory;
        private final File directory;
        private DB db;

        Database(String name, DBFactory factory, Path parent) {
            this.name = name;
            this.factory = factory;
            directory = parent.resolve(name).toFile();
        }

        void openAnew() throws IOException {
            close();
            Directories.delete(directory.toPath());
            db = factory.open(directory, new Options());
        }

        void close() throws IOException {
            if (db != null) {
                db.close();
                db = null;
            }
        }

        /** @return nanoseconds for each operation; NaN if it cannot do that */
        double run(String row, int seed) throws IOException {
            int count = row.equals("fillsync") ? Math.max(1, entries / SYNCED_SHARE) : entries;
            if (row.startsWith("fill")) {
                openAnew();
            }
            System.gc();
            long start = System.nanoTime();
            try {
                run(row, count, new SplittableRandom(seed));
            } catch (UnsupportedOperationException e) {
                return Double.NaN;
            }
            return (double) (System.nanoTime() - start) / count;
        }

        private void run(String row, int count, SplittableRandom random) throws IOException {
            WriteOptions options = new WriteOptions().sync(row.equals("fillsync"));
            switch (row) {
                case "fillseq" -> {
                    for (int i = 0; i < count; i++) {
                        db.put(key(i, false), values[i % values.length], options);
                    }
                }
                case "fillsync", "fillrandom", "overwrite" -> {
                    for (int i = 0; i < count; i++) {
                        db.put(key(random.nextInt(entries), false), values[i % values.length], options);
                    }
                }
                case "readseq" -> {
                    try (DBIterator iterator = db.iterator()) {
                        iterator.seekToFirst();
                        for (int i = 0; i < count && iterator.hasNext(); i++) {
                            used += iterator.next().getValue().length;
                        }
                    }
                }
                case "readreverse" -> {
                    try (DBIterator iterator = db.iterator()) {
                        iterator.seekToLast();
                        for (int i = 0; i < count && iterator.hasPrev(); i++) {
                            used += iterator.prev().getValue().length;
                        }
                    }
                }
                case "readrandom", "readmissing" -> {
                    boolean missing = row.equals("readmissing");
                    for (int i = 0; i < count; i++) {
                        byte[] value = db.get(key(random.nextInt(entries), missing));
                        used += value == null ? 0 : value.length;
                    }
                }
                case "seekrandom" -> {
                    for (int i = 0; i < count; i++) {
                        try (DBIterator iterator = db.iterator()) {
                            iterator.seek(key(random.nextInt(entries), false));
                            used += iterator.hasNext() ? iterator.next().getValue().length : 0;
                        }
                    }
                }
                default -> throw new IllegalArgumentException(row);
            }
        }
    }

    private LevelDbBenchmark(int entries) {
        this.entries = entries;
        // Half of each value can be compressed away, as in db_bench.
        SplittableRandom random = new SplittableRandom(301);
        for (byte[] value : values) {
            for (int i = 0; i < VALUE / 2; i++) {
                value[i] = (byte) (' ' + random.nextInt(95));
                value[i + VALUE / 2] = value[i];
            }
        }
    }

    /** 16 digits; one that is missing comes right behind one that is there. */
    private static byte[] key(int number, boolean missing) {
        byte[] key = "0000000000000000.".getBytes(US_ASCII);
        int rest = number;
        for (int i = 15; rest > 0; i--) {
            key[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return missing ? key : java.util.Arrays.copyOf(key, 16);
    }

    /** @param arguments how many entries, if not a million, and how many rounds, if not 3 */
    public static void main(String[] arguments) throws IOException {
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        new LevelDbBenchmark(entries).run(rounds);
    }

    private void run(int rounds) throws IOException {
        Path parent = Files.createTempDirectory("leveldb-benchmark");
        List<Database> databases = List.of(new Database("quarkus-kvs", KvsDBFactory.factory, parent),
                new Database("iq80", Iq80DBFactory.factory, parent), new Database("leveldbjni", JniDBFactory.factory, parent));
        Map<String, List<List<Double>>> measured = new LinkedHashMap<>();
        // The first round is for the compiler of the virtual machine.
        for (int round = 0; round <= rounds; round++) {
            for (String row : ROWS) {
                List<Double> nanos = new ArrayList<>();
                for (Database database : databases) {
                    nanos.add(database.run(row, round));
                }
                System.out.println(round + " " + row + " " + nanos);
                if (round > 0) {
                    measured.computeIfAbsent(row, first -> new ArrayList<>()).add(nanos);
                }
            }
        }
        for (Database database : databases) {
            database.close();
        }
        Directories.delete(parent);
        Table table = new Table("Operations a second, in thousands, and how many times as many as others", "row", "quarkus-kvs",
                "iq80 0.12", "leveldbjni 1.8", "to iq80", "to leveldbjni");
        measured.forEach((row, all) -> {
            double ours = median(all, 0);
            double iq80 = median(all, 1);
            double jni = median(all, 2);
            table.add(row, thousands(ours), thousands(iq80), thousands(jni), times(iq80 / ours), times(jni / ours));
        });
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (int i = 0; i < databases.size(); i++) {
            int database = i;
            series.put(databases.get(i).name, ROWS.stream().map(row -> 1e6 / median(measured.get(row), database))
                    .map(value -> value.isNaN() ? 1.0 : value).toList());
        }
        Path chart = Path.of("target/leveldb.png");
        Chart.throughput(chart, "Thousands of operations a second; more is better", ROWS, series);
        System.out.println(table.markdown());
        System.out.println(table.asciidoc());
        System.out.println("written: " + chart);
        System.out.println("(" + used + " bytes were read)");
    }

    private static double median(List<List<Double>> rounds, int database) {
        List<Double> sorted = rounds.stream().map(round -> round.get(database)).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String thousands(double nanos) {
        return Double.isNaN(nanos) ? "-" : Table.number("%.1f", 1e6 / nanos);
    }

    private static String times(double ratio) {
        return Double.isNaN(ratio) ? "-" : Table.number("%.1f", ratio);
    }
}
