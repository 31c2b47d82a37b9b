package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import org.HdrHistogram.Histogram;

import io.quarkiverse.kvs.it.files.Directories;
import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * What it costs to keep the data in files, beside a redis-server with the same settings, in the same run: the part of
 * {@link ServerBenchmark} that needs a disk. Files are in a temporary directory.
 */
final class PersistenceBenchmark {

    private static final String OURS = "quarkus-kvs";
    private static final String REDIS = "redis-server";
    private static final int MILLION = 1_000_000;
    private static final String VALUE = "0123456789abcdef";
    private static final double SNAPSHOT_RATE = 10_000;
    private static final int SNAPSHOT_SECONDS = 4;
    /** So many commands a Java runtime takes to compile what these measurements use, while it shares two processors. */
    private static final Workload WARM_UP = Workload.of("set", 16, 4_000_000);

    private final int rounds;
    private final double factor;
    private final Report report;
    private final Aims aims;

    PersistenceBenchmark(int rounds, double factor, Report report, Aims aims) {
        this.rounds = rounds;
        this.factor = factor;
        this.report = report;
        this.aims = aims;
    }

    /**
     * Only this part: {@code ./mvnw -T1 -DskipTests -Pbenchmark -Dbenchmark=PersistenceBenchmark verify}.
     *
     * @param arguments how many rounds, if not 5; by what factor to multiply the number of requests, if not 1
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        Report report = new Report("persistence", Machine.description(REDIS));
        Aims aims = new Aims();
        new PersistenceBenchmark(rounds, factor, report, aims).run();
        report.add(aims.table());
        report.write();
    }

    void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("persistence-benchmark");
        try {
            loads(folder.resolve("everysec"), "everysec",
                    List.of(Workload.of("set", 16, 900_000), Workload.of("incr", 16, 900_000)));
            loads(folder.resolve("always"), "always",
                    List.of(Workload.of("set", 1, 30_000), Workload.of("set", 1, 2_000).over(1)));
            loading(folder.resolve("loading"));
            snapshots(folder.resolve("snapshots"));
        } finally {
            Directories.delete(folder);
        }
    }

    private static Contender kvs(Path folder, String policy) throws IOException, InterruptedException {
        return new Contender(OURS, ServerProcess.kvs("-Dquarkus.kvs.event-loops=1",
                "-Dquarkus.kvs.persistence.append-only=true", "-Dquarkus.kvs.persistence.fsync=" + policy,
                "-Dquarkus.kvs.persistence.directory=" + folder.resolve("kvs")), WireProtocol.RESP);
    }

    private static Contender redis(Path folder, String policy) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(folder.resolve("redis"));
        return new Contender(REDIS, ServerProcess.redis("--appendonly", "yes", "--appendfsync", policy, "--dir",
                directory.toString()), WireProtocol.RESP);
    }

    private static final class Cell {
        final Figures perSecond = new Figures();
        final Figures cpuMicros = new Figures();
        final Figures p99 = new Figures();
    }

    private void loads(Path folder, String policy, List<Workload> workloads) throws IOException, InterruptedException {
        Table table = new Table("With an append-only file, appendfsync " + policy, "workload", "server", "commands/s",
                "\u00b5s/command", "p99 ms");
        try (Contender ours = kvs(folder, policy); Contender redis = redis(folder, policy)) {
            for (Contender contender : List.of(ours, redis)) {
                RedisBenchmark.run(contender.port(), WARM_UP.times(factor));
            }
            for (Workload workload : workloads) {
                Map<Contender, Cell> cells = new LinkedHashMap<>();
                for (int round = 0; round <= rounds; round++) {
                    for (Contender contender : List.of(ours, redis)) {
                        // The first round only warms up.
                        Cell cell = round == 0 ? new Cell() : cells.computeIfAbsent(contender, c -> new Cell());
                        measure(contender, workload.times(round == 0 ? factor * 3 : factor), cell);
                    }
                }
                cells.forEach((contender, cell) -> table.add(workload.title(), contender.name(),
                        Table.figure("%,.0f", cell.perSecond), Table.figure("%.2f", cell.cpuMicros),
                        Table.number("%.2f", cell.p99.median())));
                compare(policy, workload, cells.get(ours), cells.get(redis));
            }
        }
        report.add(table);
    }

    private static void measure(Contender contender, Workload workload, Cell cell) throws IOException, InterruptedException {
        Duration before = contender.cpu();
        RedisBenchmark.Result result = RedisBenchmark.run(contender.port(), workload);
        cell.cpuMicros.add(contender.cpu().minus(before).toNanos() / 1e3 / workload.requests());
        cell.perSecond.add(result.perSecond());
        cell.p99.add(result.p99Millis());
    }

    private void compare(String policy, Workload workload, Cell ours, Cell redis) {
        if (policy.equals("everysec")) {
            aims.atMost("processor time, everysec, " + workload.shortTitle(), 0.8,
                    ours.cpuMicros.median() / redis.cpuMicros.median());
        } else {
            aims.atLeast("throughput, always, " + workload.connections() + " clients", workload.connections() == 1 ? 1 : 1.5,
                    ours.perSecond.median() / redis.perSecond.median(), Double.NaN);
        }
    }

    /** From the start of the process until the data is there, less the same for a server without data. */
    private void loading(Path folder) throws IOException, InterruptedException {
        Map<String, Double> empty = new LinkedHashMap<>();
        Map<String, Figures> full = new LinkedHashMap<>();
        for (String name : List.of(OURS, REDIS)) {
            long start = System.nanoTime();
            try (Contender contender = start(name, folder)) {
                awaitLoaded(contender);
                empty.put(name, seconds(start));
                fill(contender);
                contender.protocol().ask(contender.port(), "BGREWRITEAOF\r\n", "started\r\n");
                while (!contender.protocol().ask(contender.port(), "INFO persistence\r\n", "\r\n\r\n")
                        .contains("aof_rewrite_in_progress:0")) {
                    Thread.sleep(50);
                }
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (String name : List.of(OURS, REDIS)) {
                long start = System.nanoTime();
                try (Contender contender = start(name, folder)) {
                    awaitLoaded(contender);
                    full.computeIfAbsent(name, n -> new Figures()).add(seconds(start) - empty.get(name));
                }
            }
        }
        Table table = new Table("Loading a million keys", "server", "seconds");
        full.forEach((name, figures) -> table.add(name, Table.figure("%.2f", figures)));
        report.add(table);
        aims.atMost("loading a million keys", 1, full.get(OURS).median() / full.get(REDIS).median());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static Contender start(String name, Path folder) throws IOException, InterruptedException {
        return name.equals(OURS) ? kvs(folder, "everysec") : redis(folder, "everysec");
    }

    private static void awaitLoaded(Contender contender) throws IOException, InterruptedException {
        while (!contender.protocol().ask(contender.port(), "INFO persistence\r\n", "\r\n\r\n").contains("\r\nloading:0")) {
            Thread.sleep(5);
        }
    }

    private static void fill(Contender contender) throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), 4)) {
            client.closedLoop(number -> set(contender, number), 100, MILLION, new Histogram(3));
        }
    }

    private static byte[] set(Contender contender, long number) {
        return contender.protocol().set(String.format("k%09d", number), VALUE).getBytes(ISO_8859_1);
    }

    /** What clients notice while a million keys are written out: by how much the 99th percentile rises. */
    private void snapshots(Path folder) throws IOException, InterruptedException {
        Table table = new Table(
                Table.number("SET at %,.0f requests/s while a snapshot of a million keys is made", SNAPSHOT_RATE),
                "server", "p99 ms without", "p99 ms with");
        Map<String, Double> rise = new LinkedHashMap<>();
        for (String name : List.of(OURS, REDIS)) {
            try (Contender contender = start(name, folder)) {
                awaitLoaded(contender);
                fill(contender);
                LongFunction<byte[]> sets = number -> set(contender, number * 7919 % MILLION);
                Figures without = new Figures();
                Figures with = new Figures();
                try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), 10)) {
                    client.openLoop(sets, SNAPSHOT_RATE, 20_000, new Histogram(3));
                    for (int round = 0; round < rounds; round++) {
                        without.add(p99(client, sets));
                        contender.protocol().ask(contender.port(), "BGSAVE\r\n", "started\r\n");
                        with.add(p99(client, sets));
                    }
                }
                table.add(name, Table.figure("%.2f", without), Table.figure("%.2f", with));
                rise.put(name, Math.max(0.01, with.median() - without.median()));
            }
        }
        report.add(table);
        aims.atMost("rise of p99 during a snapshot", 1, rise.get(OURS) / rise.get(REDIS));
    }

    private static double p99(LoadClient client, LongFunction<byte[]> requests) throws IOException {
        Histogram latencies = new Histogram(3);
        client.openLoop(requests, SNAPSHOT_RATE, SNAPSHOT_SECONDS * 1000, latencies);
        return latencies.getValueAtPercentile(99) / 1e6;
    }
}
