package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import org.HdrHistogram.Histogram;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * What the garbage collectors of the Java runtime that runs this make of the same load: half a million keys, most
 * of whose values are written anew with other lengths, which is what makes garbage.
 */
public final class GarbageCollectorBenchmark {

    private static final List<String> COLLECTORS = List.of("UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC");
    private static final String HEAP = "-Xmx1g";
    private static final int KEYS = 500_000;
    private static final int CALLS = 500_000;
    private static final int CONNECTIONS = 50;
    private static final double RATE = 20_000;
    private static final long MILLIS = 4_000;

    private GarbageCollectorBenchmark() {
    }

    /** @param arguments how many rounds, if not 3 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        Table table = new Table("Garbage collectors: " + HEAP + ", half a million keys, SET of 10 to 200 bytes; latency at "
                + Table.number("%,.0f requests/s, half of them GET", RATE), columns());
        for (String collector : COLLECTORS) {
            try (Contender server = new Contender(collector,
                    ServerProcess.kvs("-Dquarkus.kvs.event-loops=1", HEAP, "-XX:+" + collector), WireProtocol.RESP)) {
                table.add(measure(server, rounds));
            }
            System.out.println(collector);
        }
        Report report = new Report("garbage-collectors", Machine.description());
        report.add(table);
        report.write();
    }

    private static String[] columns() {
        List<String> columns = new ArrayList<>(List.of("collector", "µs/GET", "µs/SET"));
        columns.addAll(List.of(Latencies.COLUMNS));
        columns.add("process MiB");
        return columns.toArray(String[]::new);
    }

    private static String[] measure(Contender server, int rounds) throws IOException {
        closedLoop(server, number -> server.protocol().set(key((int) number), "x".repeat(100)).getBytes(ISO_8859_1), KEYS);
        Figures gets = new Figures();
        Figures sets = new Figures();
        Latencies latencies = new Latencies();
        LongFunction<byte[]> get = gets(server);
        LongFunction<byte[]> set = sets(server);
        for (int round = 0; round <= rounds; round++) {
            double perGet = closedLoop(server, get, CALLS);
            double perSet = closedLoop(server, set, CALLS);
            Histogram histogram = new Histogram(3);
            try (LoadClient client = new LoadClient(server.port(), server.protocol(), CONNECTIONS)) {
                client.openLoop(number -> (number % 2 == 0 ? get : set).apply(number), RATE, MILLIS, histogram);
            }
            if (round > 0) {
                gets.add(perGet);
                sets.add(perSet);
                latencies.add(histogram);
            }
        }
        List<String> row = new ArrayList<>(List.of(server.name(), Table.figure("%.2f", gets), Table.figure("%.2f", sets)));
        row.addAll(List.of(latencies.cells()));
        row.add(Long.toString(server.largestProcess() >> 20));
        return row.toArray(String[]::new);
    }

    /** @return the processor time of the server for each request, in microseconds */
    private static double closedLoop(Contender server, LongFunction<byte[]> requests, int count) throws IOException {
        Duration before = server.cpu();
        try (LoadClient client = new LoadClient(server.port(), server.protocol(), CONNECTIONS)) {
            client.closedLoop(requests, 16, count, new Histogram(3));
        }
        return server.cpu().minus(before).toNanos() / 1e3 / count;
    }

    private static LongFunction<byte[]> gets(Contender server) {
        SplittableRandom random = new SplittableRandom(1);
        return anyOf(() -> server.protocol().get(key(random.nextInt(KEYS))));
    }

    private static LongFunction<byte[]> sets(Contender server) {
        SplittableRandom random = new SplittableRandom(2);
        return anyOf(() -> server.protocol().set(key(random.nextInt(KEYS)), "x".repeat(random.nextInt(10, 200))));
    }

    private static LongFunction<byte[]> anyOf(Supplier<String> request) {
        byte[][] requests = new byte[CALLS][];
        for (int i = 0; i < CALLS; i++) {
            requests[i] = request.get().getBytes(ISO_8859_1);
        }
        return number -> requests[(int) (number % CALLS)];
    }

    private static String key(int number) {
        return String.format("key:%07d", number);
    }
}
