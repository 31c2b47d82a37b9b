package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * Drives this server and, where they are installed, redis-server and memcached with the same load in turn, several rounds, and
 * tells what they made of it: throughput, processor time of the server for each command, latency, memory.
 * <p>
 * Prints tables, and writes them to {@code target/benchmark.md}, with a chart beside it. Ends by itself, after half an hour at
 * most.
 */
public final class ServerBenchmark {

    private static final List<Workload> WORKLOADS = List.of(
            Workload.of("get", 1, 90_000),
            Workload.of("set", 1, 90_000),
            Workload.of("get", 16, 900_000),
            Workload.of("set", 16, 900_000),
            Workload.of("get", 100, 1_800_000),
            Workload.of("set", 100, 1_800_000),
            Workload.of("incr", 16, 900_000),
            Workload.of("lpush", 16, 900_000),
            Workload.of("hset", 16, 900_000),
            Workload.of("zadd", 16, 600_000),
            Workload.of("mset", 16, 180_000),
            Workload.of("get", 16, 900_000).onOneKey(),
            Workload.of("set", 16, 900_000).onOneKey(),
            Workload.of("get", 1, 60_000).over(1),
            Workload.of("get", 1, 90_000).over(500),
            Workload.of("get", 16, 600_000).ofSize(1024),
            Workload.of("set", 16, 600_000).ofSize(1024),
            Workload.of("lpush", 16, 300_000).ofSize(1024),
            Workload.of("hset", 16, 600_000).ofSize(1024),
            Workload.of("mset", 16, 60_000).ofSize(1024),
            Workload.of("get", 1, 30_000).ofSize(64 * 1024),
            Workload.of("set", 1, 30_000).ofSize(64 * 1024),
            Workload.of("lpush", 1, 12_000).ofSize(64 * 1024),
            Workload.of("hset", 1, 30_000).ofSize(64 * 1024),
            Workload.of("mset", 1, 3_000).ofSize(64 * 1024));

    private static final int MILLION = 1_000_000;
    /**
     * Until the Java runtime compiles hardly anything any more: on a small machine its compiler takes turns with the server.
     */
    private static final int WARM_UP_SECONDS = 45;
    private static final int MEASURED_SECONDS = 4;
    private static final String VALUE = "0123456789abcdef";

    private static final String OURS = "quarkus-kvs";
    private static final String REDIS = "redis-server";
    private static final String MEMCACHED = "memcached";
    private static final String FLOOR = "constant answers";

    private final int rounds;
    private final double factor;
    private final Report report;
    private final List<String> chartCases = new ArrayList<>();
    private final List<Double> chartRatios = new ArrayList<>();
    private final Aims aims = new Aims();
    private double redisPeak;

    private ServerBenchmark(int rounds, double factor, Report report) {
        this.rounds = rounds;
        this.factor = factor;
        this.report = report;
    }

    /**
     * @param arguments how many rounds, if not 5; by what factor to multiply the number of requests, if not 1
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        if (!ServerProcess.isInstalled("redis-benchmark") || !ServerProcess.isInstalled(REDIS)) {
            System.out.println("redis-server and redis-benchmark (Debian: redis-server, redis-tools) are not installed");
            return;
        }
        String machine = Machine.description(REDIS, MEMCACHED);
        new ServerBenchmark(rounds, factor, new Report("benchmark", machine)).run();
    }

    private void run() throws IOException, InterruptedException {
        loads();
        ownClients();
        latency();
        longWalks();
        memory();
        try (CommandCosts costs = new CommandCosts(rounds, factor, report, aims)) {
            StreamBenchmark.measure(costs);
            ScriptBenchmark.measure(costs);
        }
        new PersistenceBenchmark(rounds, factor, report, aims).run();
        report.add(aims.table());
        report.write();
        Path chart = Path.of("target", "benchmark.png");
        Chart.write(chart, chartCases, chartRatios);
        System.out.println("the chart: " + chart);
    }

    // What redis-benchmark measures

    private static final class Cell {
        final Figures perSecond = new Figures();
        final Figures cpuMicros = new Figures();
        final Figures p50 = new Figures();
        final Figures p99 = new Figures();

        /** Its processor time for each command, as a part of another one's. */
        double cost(Cell other) {
            return cpuMicros.median() / other.cpuMicros.median();
        }

        double throughput(Cell other) {
            return perSecond.median() / other.perSecond.median();
        }
    }

    /**
     * Starts the servers anew in each round: how fast one is depends on where its data came to lie, which differs from process
     * to process, and by a third at times.
     */
    private void loads() throws IOException, InterruptedException {
        Map<Workload, Map<String, Cell>> cells = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            try (Contender oneLoop = kvs(OURS, 1);
                    Contender twoLoops = kvs("quarkus-kvs, 2 event loops", 2);
                    Contender redis = redis();
                    Contender floor = new Contender(FLOOR, ServerProcess.java(ConstantServer.class), WireProtocol.RESP)) {
                warmUp(List.of(oneLoop, twoLoops, redis, floor));
                for (Workload workload : WORKLOADS) {
                    List<Contender> contenders = workload.valueSize() == ConstantServer.VALUE_SIZE
                            ? List.of(oneLoop, twoLoops, redis, floor)
                            : List.of(oneLoop, twoLoops, redis);
                    measure(contenders, workload, cells.computeIfAbsent(workload, w -> new LinkedHashMap<>()));
                }
            }
            progress("round " + round + " of " + rounds);
        }
        report(cells);
    }

    private void measure(List<Contender> contenders, Workload workload, Map<String, Cell> row)
            throws IOException, InterruptedException {
        for (boolean measured : new boolean[] { false, true }) {
            for (Contender contender : contenders) {
                if (!contender.name().equals(FLOOR) && (!measured || workload.grows())) {
                    prepare(contender, workload);
                }
                // The first time only warms up for this workload.
                Cell cell = measured ? row.computeIfAbsent(contender.name(), name -> new Cell()) : new Cell();
                measure(contender, workload.times(factor), cell);
            }
        }
        progress(workload.title() + Table.number(": processor time %.2f of Redis's", row.get(OURS).cost(row.get(REDIS))));
    }

    private static void warmUp(List<Contender> contenders) throws IOException, InterruptedException {
        progress("warming up");
        for (Contender contender : contenders) {
            for (String test : List.of("zadd", "hset", "lpush", "incr", "mset", "set", "get")) {
                RedisBenchmark.run(contender.port(), Workload.of(test, 16, test.equals("mset") ? 200_000 : 2_000_000));
            }
        }
    }

    /** Leaves a server with nothing but the strings that a workload reads or overwrites, in the size that it is about. */
    private static void prepare(Contender contender, Workload workload) throws IOException, InterruptedException {
        contender.empty();
        if (workload.isOnStrings()) {
            fill(contender, workload.keyCount(), workload::key, "x".repeat(workload.valueSize()));
            RedisBenchmark.run(contender.port(), workload.before());
        }
    }

    private static void measure(Contender contender, Workload workload, Cell cell) throws IOException, InterruptedException {
        Duration before = contender.cpu();
        RedisBenchmark.Result result = RedisBenchmark.run(contender.port(), workload);
        cell.cpuMicros.add(contender.cpu().minus(before).toNanos() / 1e3 / workload.requests());
        cell.perSecond.add(result.perSecond());
        cell.p50.add(result.p50Millis());
        cell.p99.add(result.p99Millis());
    }

    private void compare(Workload workload, Cell ours, Cell redis, Cell floor) {
        double aim = switch (workload.test()) {
            case "get", "set" -> workload.pipeline() == 1 ? 0.85 : workload.pipeline() == 16 ? 0.55 : 0.5;
            default -> 0.7;
        };
        aims.atMost("processor time, " + workload.shortTitle(), aim, ours.cost(redis), floor.cost(redis));
        if (workload.test().equals("get") || workload.test().equals("set")) {
            aims.atLeast("throughput, " + workload.shortTitle(), 1.1, ours.throughput(redis),
                    floor.throughput(redis));
        }
    }

    private void report(Map<Workload, Map<String, Cell>> cells) {
        Table table = new Table("Throughput, and processor time of the server for each command", "workload", "server",
                "commands/s", "of Redis's", "µs/command", "of Redis's", "p50 ms", "p99 ms");
        cells.forEach((workload, row) -> {
            Cell reference = row.get(REDIS);
            row.forEach((name, cell) -> table.add(workload.title(), name,
                    Table.figure("%,.0f", cell.perSecond),
                    Table.number("%.2f", cell.throughput(reference)),
                    Table.figure("%.2f", cell.cpuMicros),
                    Table.number("%.2f", cell.cost(reference)),
                    Table.number("%.2f", cell.p50.median()), Table.number("%.2f", cell.p99.median())));
            if (workload.isUsual()) {
                compare(workload, row.get(OURS), reference, row.get(FLOOR));
                chartCases.add(workload.test().toUpperCase(Locale.ROOT) + " P" + workload.pipeline());
                chartRatios.add(row.get(OURS).cost(reference));
            }
            if (workload.equals(WORKLOADS.get(0))) {
                redisPeak = reference.perSecond.median();
            }
        });
        report.add(table);
    }

    // What our own client measures

    private void ownClients() throws IOException, InterruptedException {
        Table table = new Table("One client of our own, 50 connections: the line protocol, RESP, and memcached", "request",
                "pipeline", "server", "requests/s", "µs/request of the server");
        try (Contender resp = kvs("quarkus-kvs, RESP", 1);
                Contender line = new Contender("quarkus-kvs, line protocol", oneLoop(), WireProtocol.LINE);
                Contender redis = redis();
                Contender memcached = ServerProcess.isInstalled(MEMCACHED) ? memcached() : null) {
            List<Contender> contenders = new ArrayList<>(List.of(resp, line, redis));
            if (memcached != null) {
                contenders.add(memcached);
            }
            for (boolean set : new boolean[] { true, false }) {
                for (int pipeline : new int[] { 1, 16 }) {
                    Map<Contender, Figures[]> cells = new LinkedHashMap<>();
                    contenders.forEach(contender -> cells.put(contender, new Figures[] { new Figures(), new Figures() }));
                    for (int round = 0; round <= rounds; round++) {
                        for (Contender contender : contenders) {
                            long total = (long) ((pipeline == 1 ? 60_000 : 420_000) * factor);
                            Duration before = contender.cpu();
                            double perSecond;
                            try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), 50)) {
                                perSecond = client.closedLoop(requests(contender.protocol(), set, 10_000), pipeline, total,
                                        new Histogram(3));
                            }
                            if (round > 0) {
                                cells.get(contender)[0].add(perSecond);
                                cells.get(contender)[1].add(contender.cpu().minus(before).toNanos() / 1e3 / total);
                            }
                        }
                    }
                    String request = set ? "SET" : "GET";
                    cells.forEach((contender, figures) -> table.add(request, Integer.toString(pipeline), contender.name(),
                            Table.figure("%,.0f", figures[0]), Table.figure("%.2f", figures[1])));
                    progress("own client, " + request + ", pipeline " + pipeline);
                }
            }
        }
        report.add(table);
    }

    private static LongFunction<byte[]> requests(WireProtocol protocol, boolean set, int keys) {
        byte[][] requests = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            String key = String.format("key:%012d", i * 7919L % keys);
            requests[i] = (set ? protocol.set(key, VALUE) : protocol.get(key)).getBytes(ISO_8859_1);
        }
        return number -> requests[(int) (number % keys)];
    }

    private void latency() throws IOException, InterruptedException {
        double rate = redisPeak / 2;
        Table table = new Table(Table.number(
                "Latency at half of Redis's peak (%,.0f requests/s at fixed instants, GET and SET in turn, 50 connections), second by second",
                rate),
                columns("server"));
        LongFunction<byte[]> gets = requests(WireProtocol.RESP, false, 10_000);
        LongFunction<byte[]> sets = requests(WireProtocol.RESP, true, 10_000);
        LongFunction<byte[]> inTurn = number -> (number % 2 == 0 ? gets : sets).apply(number);
        try (Contender ours = kvs(OURS, 1); Contender redis = redis()) {
            Map<Contender, Latencies> cells = new LinkedHashMap<>();
            for (Contender contender : List.of(ours, redis)) {
                Latencies warmUp = new Latencies();
                seconds(contender, 50, inTurn, rate, 0, WARM_UP_SECONDS, warmUp);
                table.add(row(warmUp, contender.name() + ", after its start"));
                cells.put(contender, new Latencies());
            }
            for (int round = 0; round < rounds; round++) {
                for (Contender contender : cells.keySet()) {
                    seconds(contender, 50, inTurn, rate, 1, MEASURED_SECONDS, cells.get(contender));
                }
            }
            cells.forEach((contender, figures) -> table.add(row(figures, contender.name())));
            aims.atMost("p99 at half of Redis's peak", 1, cells.get(ours).p99() / cells.get(redis).p99());
        }
        progress("latency at a fixed rate");
        report.add(table);
    }

    /**
     * Asks at a fixed rate for some seconds.
     *
     * @param ignored how many seconds at first do not count
     * @param each receives what every second was like
     */
    private static void seconds(Contender contender, int connections, LongFunction<byte[]> requests, double rate, int ignored,
            int counted, Latencies each) throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), connections)) {
            for (int second = 0; second < ignored + counted; second++) {
                Histogram latencies = new Histogram(3);
                client.openLoop(requests, rate, 1_000, latencies);
                if (second >= ignored) {
                    each.add(latencies);
                }
            }
        }
    }

    private static String[] columns(String... first) {
        return Stream.concat(Stream.of(first), Stream.of(Latencies.COLUMNS)).toArray(String[]::new);
    }

    private static String[] row(Latencies latencies, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(latencies.cells())).toArray(String[]::new);
    }

    /** What clients that SET notice while another client looks at all keys. */
    private void longWalks() throws IOException, InterruptedException {
        Table table = new Table(
                "SET at 10,000 requests/s while another client goes through a million keys, 10 connections, second by second",
                columns("server", "meanwhile"));
        try (Contender ours = kvs(OURS, 1); Contender redis = redis()) {
            for (Contender contender : List.of(ours, redis)) {
                fill(contender, MILLION, ServerBenchmark::shortKey, VALUE);
                LongFunction<byte[]> sets = requests(contender.protocol(), true, 10_000);
                seconds(contender, 10, sets, 10_000, WARM_UP_SECONDS, 0, new Latencies());
                for (String meanwhile : List.of("nothing", "KEYS no*", "SCAN")) {
                    Latencies figures = new Latencies();
                    AtomicBoolean ended = new AtomicBoolean();
                    Thread walker = new Thread(() -> walk(contender, meanwhile, ended));
                    walker.start();
                    try {
                        seconds(contender, 10, sets, 10_000, MEASURED_SECONDS, MEASURED_SECONDS * rounds, figures);
                    } finally {
                        ended.set(true);
                        walker.join();
                    }
                    table.add(row(figures, contender.name(), meanwhile));
                }
                progress("long walks on " + contender.name());
            }
        }
        report.add(table);
    }

    private static void walk(Contender contender, String what, AtomicBoolean ended) {
        try (Socket socket = new Socket("127.0.0.1", contender.port())) {
            String cursor = "0";
            while (!ended.get() && !what.equals("nothing")) {
                if (what.equals("SCAN")) {
                    String reply = contender.protocol().ask(socket, "SCAN " + cursor + " COUNT 1000 MATCH no*\r\n",
                            "*0\r\n");
                    cursor = reply.split("\r\n")[2];
                } else {
                    contender.protocol().ask(socket, what + "\r\n", "*0\r\n");
                }
            }
        } catch (IOException e) {
            progress("the walk ended: " + e.getMessage());
        }
    }

    // Memory

    private void memory() throws IOException, InterruptedException {
        Table table = new Table("Memory for each of a million keys of 10 bytes", "value", "server", "bytes", "of Redis's");
        for (int valueSize : new int[] { 16, 100 }) {
            double reference = 0;
            for (String name : List.of(REDIS, OURS, MEMCACHED)) {
                if (name.equals(MEMCACHED) && !ServerProcess.isInstalled(name)) {
                    continue;
                }
                try (Contender contender = name.equals(REDIS) ? redis()
                        : name.equals(MEMCACHED) ? memcached() : kvs(name, 1)) {
                    long before = contender.memory();
                    fill(contender, MILLION, ServerBenchmark::shortKey, "x".repeat(valueSize));
                    double bytes = (double) (contender.memory() - before) / MILLION;
                    reference = reference == 0 ? bytes : reference;
                    if (name.equals(OURS)) {
                        aims.atMost("memory of a key with " + valueSize + " bytes", valueSize == 16 ? 0.6 : 0.85,
                                bytes / reference);
                    }
                    table.add(valueSize + " bytes", name, Table.number("%.0f", bytes), Table.number("%.2f", bytes / reference));
                }
            }
            progress("memory of values of " + valueSize + " bytes");
        }
        report.add(table);
    }

    /** A key of 10 bytes. */
    private static String shortKey(long number) {
        return String.format("k%09d", number);
    }

    private static void fill(Contender contender, int keys, LongFunction<String> key, String value) throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), 4)) {
            client.closedLoop(number -> contender.protocol().set(key.apply(number), value).getBytes(ISO_8859_1), 100, keys,
                    new Histogram(3));
        }
    }

    // Servers

    private static Contender kvs(String name, int eventLoops) throws IOException, InterruptedException {
        return new Contender(name, ServerProcess.kvs("-Dquarkus.kvs.event-loops=" + eventLoops), WireProtocol.RESP);
    }

    private static ServerProcess oneLoop() throws IOException, InterruptedException {
        return ServerProcess.kvs("-Dquarkus.kvs.event-loops=1");
    }

    private static Contender redis() throws IOException, InterruptedException {
        return new Contender(REDIS, ServerProcess.redis(), WireProtocol.RESP);
    }

    private static Contender memcached() throws IOException, InterruptedException {
        return new Contender(MEMCACHED, ServerProcess.memcached(), WireProtocol.MEMCACHED);
    }

    private static void progress(String text) {
        System.out.println(text);
    }
}
