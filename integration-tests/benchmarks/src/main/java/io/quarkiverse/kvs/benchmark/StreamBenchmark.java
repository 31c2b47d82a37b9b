package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import org.HdrHistogram.Histogram;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * What streams cost this server and redis-server: entries that are added, read from any place, and read and acknowledged by a
 * group; and the memory of an entry. {@code redis-benchmark} cannot acknowledge what it has read, so {@link LoadClient} asks.
 */
final class StreamBenchmark {

    private static final String OURS = "quarkus-kvs";
    private static final String REDIS = "redis-server";
    private static final int PIPELINE = 16;
    private static final int CONNECTIONS = 50;
    private static final long REQUESTS = 400_000;
    private static final int READ = 100_000;
    private static final int MILLION = 1_000_000;
    /** What is acknowledged was asked for so many requests earlier: it has been delivered. */
    private static final int BEHIND = 4 * PIPELINE * CONNECTIONS;

    /**
     * A load.
     *
     * @param filled whether there are entries before
     */
    private record Case(String title, boolean filled, LongFunction<byte[]> requests) {
    }

    private static final List<Case> CASES = List.of(
            new Case("XADD", false, i -> resp("XADD", "stream", "*", "field", "0123456789abcdef")),
            new Case("XREAD COUNT 1", true,
                    i -> resp("XREAD", "COUNT", "1", "STREAMS", "stream", i * 7919 % (READ - 1) + 1 + "-0")),
            new Case("XREADGROUP COUNT 1 and XACK", true,
                    i -> i % 2 == 0 ? resp("XREADGROUP", "GROUP", "group", "consumer", "COUNT", "1", "STREAMS", "stream", ">")
                            : resp("XACK", "stream", "group", Math.max(1, (i - BEHIND) / 2) + "-0")));

    private final int rounds;
    private final double factor;
    private final Report report;
    private final Aims aims;

    StreamBenchmark(int rounds, double factor, Report report, Aims aims) {
        this.rounds = rounds;
        this.factor = factor;
        this.report = report;
        this.aims = aims;
    }

    /**
     * Only this part: {@code ./mvnw -DskipTests -Pbenchmark -Dbenchmark=StreamBenchmark verify}.
     *
     * @param arguments how many rounds, if not 5; by what factor to multiply the number of requests, if not 1
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        if (!ServerProcess.isInstalled(REDIS)) {
            System.out.println("redis-server (Debian: redis-server) is not installed");
            return;
        }
        Report report = new Report("streams", Machine.description(REDIS));
        Aims aims = new Aims();
        new StreamBenchmark(rounds, factor, report, aims).run();
        report.add(aims.table());
        report.write();
    }

    void run() throws IOException, InterruptedException {
        try (Contender ours = new Contender(OURS, ServerProcess.kvs("-Dquarkus.kvs.event-loops=1"), WireProtocol.RESP);
                Contender redis = new Contender(REDIS, ServerProcess.redis(), WireProtocol.RESP)) {
            loads(List.of(ours, redis));
            memory(ours, redis);
        }
    }

    private void loads(List<Contender> contenders) throws IOException {
        Table table = new Table("Streams: processor time of the server for each command, pipeline 16, 50 connections",
                "command",
                "server", "µs/command", "of Redis's");
        long requests = (long) (REQUESTS * factor);
        for (Case each : CASES) {
            Map<String, Figures> micros = new LinkedHashMap<>();
            // The first rounds only warm up.
            for (int round = -2; round < rounds; round++) {
                for (Contender contender : contenders) {
                    prepare(contender, each.filled ? (int) Math.max(READ, requests) : 0);
                    Duration before = contender.cpu();
                    run(contender, each.requests, requests);
                    double spent = contender.cpu().minus(before).toNanos() / 1e3 / requests;
                    if (round >= 0) {
                        micros.computeIfAbsent(contender.name(), name -> new Figures()).add(spent);
                    }
                }
            }
            double reference = micros.get(REDIS).median();
            micros.forEach((name, figures) -> table.add(each.title, name, Table.figure("%.2f", figures),
                    Table.number("%.2f", figures.median() / reference)));
            double ratio = micros.get(OURS).median() / reference;
            aims.atMost("processor time, " + each.title + ", pipeline 16", 0.8, ratio);
            System.out.println(each.title + Table.number(": processor time %.2f of Redis's", ratio));
        }
        report.add(table);
    }

    /** An empty server, or one with a stream of so many entries, and a group that has read none. */
    private static void prepare(Contender contender, int entries) throws IOException {
        contender.empty();
        if (entries > 0) {
            run(contender, 1, i -> resp("XADD", "stream", i + 1 + "-0", "field", "0123456789abcdef"), entries);
            contender.protocol().ask(contender.port(), "XGROUP CREATE stream group 0\r\n", "+OK\r\n");
        }
    }

    private static void run(Contender contender, LongFunction<byte[]> requests, long count) throws IOException {
        run(contender, CONNECTIONS, requests, count);
    }

    private static void run(Contender contender, int connections, LongFunction<byte[]> requests, long count)
            throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), connections)) {
            client.closedLoop(requests, PIPELINE, count, new Histogram(3));
        }
    }

    private void memory(Contender ours, Contender redis) throws IOException {
        Table table = new Table("Memory for each of a million entries of two short fields, as the servers count it", "server",
                "bytes", "of Redis's");
        double reference = bytesOfAnEntry(redis);
        double bytes = bytesOfAnEntry(ours);
        table.add(REDIS, Table.number("%.1f", reference), "1.00");
        table.add(OURS, Table.number("%.1f", bytes), Table.number("%.2f", bytes / reference));
        aims.atMost("memory of an entry of a stream", 1, bytes / reference);
        report.add(table);
        System.out.println(Table.number("an entry of a stream: memory %.2f of Redis's", bytes / reference));
    }

    private static double bytesOfAnEntry(Contender contender) throws IOException {
        contender.empty();
        long before = contender.usedMemory();
        run(contender, 1, i -> resp("XADD", "stream", 1_700_000_000_000L + i + "-0", "a", Long.toString(i % 100), "b", "x"),
                MILLION);
        return (double) (contender.usedMemory() - before) / MILLION;
    }

    private static byte[] resp(String... words) {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }
}
