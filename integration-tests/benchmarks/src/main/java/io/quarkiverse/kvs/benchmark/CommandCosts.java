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
 * What commands cost this server, with one event loop, and redis-server: both run at the same time, and are asked in turn. For
 * what {@code redis-benchmark} cannot ask, {@link LoadClient} asks.
 */
final class CommandCosts implements AutoCloseable {

    static final int PIPELINE = 16;
    static final int CONNECTIONS = 50;

    private static final String OURS = "quarkus-kvs";
    private static final String REDIS = "redis-server";
    /** Which are not measured: until the Java runtime has compiled what a load needs. */
    private static final int WARM_UP_ROUNDS = 2;

    /** What a server holds before a load begins. It is empty when this is called. */
    interface Preparation {
        void prepare(Contender contender, long requests) throws IOException;
    }

    /**
     * A load.
     *
     * @param count of its requests in a round
     * @param aim what it is to cost at most, as a part of what it costs redis-server
     */
    record Load(String title, long count, double aim, Preparation preparation, LongFunction<byte[]> requests) {
    }

    /** What a part of a benchmark measures. */
    interface Part {
        void measure(CommandCosts costs) throws IOException;
    }

    private final int rounds;
    private final double factor;
    private final Report report;
    private final Aims aims;
    private final Contender ours;
    private final Contender redis;

    /** Starts both servers. */
    CommandCosts(int rounds, double factor, Report report, Aims aims) throws IOException, InterruptedException {
        this.rounds = rounds;
        this.factor = factor;
        this.report = report;
        this.aims = aims;
        this.ours = new Contender(OURS, ServerProcess.kvs("-Dquarkus.kvs.event-loops=1"), WireProtocol.RESP);
        this.redis = new Contender(REDIS, ServerProcess.redis(), WireProtocol.RESP);
    }

    /**
     * Starts both servers, measures, and writes a report; or says that redis-server is not installed.
     *
     * @param name of the report
     * @param arguments how many rounds, if not 5; by what factor to multiply the number of requests, if not 1
     */
    static void run(String name, String[] arguments, Part part) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        if (!ServerProcess.isInstalled(REDIS)) {
            System.out.println("redis-server (Debian: redis-server) is not installed");
            return;
        }
        Report report = new Report(name, Machine.description(REDIS));
        Aims aims = new Aims();
        try (CommandCosts costs = new CommandCosts(rounds, factor, report, aims)) {
            part.measure(costs);
        }
        report.add(aims.table());
        report.write();
    }

    Contender ours() {
        return ours;
    }

    Contender redis() {
        return redis;
    }

    Report report() {
        return report;
    }

    Aims aims() {
        return aims;
    }

    /** Measures the processor time of the servers for each of these, in pipelines on many connections. */
    void measure(String subject, List<Load> loads) throws IOException {
        Table table = new Table(subject + ": processor time of the server for each command, pipeline " + PIPELINE + ", "
                + CONNECTIONS + " connections", "command", "server", "µs/command", "of Redis's");
        for (Load load : loads) {
            Map<String, Figures> micros = new LinkedHashMap<>();
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                for (Contender contender : List.of(ours, redis)) {
                    double spent = cost(contender, load);
                    if (round >= 0) {
                        micros.computeIfAbsent(contender.name(), server -> new Figures()).add(spent);
                    }
                }
            }
            double reference = micros.get(REDIS).median();
            micros.forEach((server, figures) -> table.add(load.title, server, Table.figure("%.2f", figures),
                    Table.number("%.2f", figures.median() / reference)));
            double ratio = micros.get(OURS).median() / reference;
            aims.atMost("processor time, " + load.title + ", pipeline " + PIPELINE, load.aim, ratio);
            System.out.println(load.title + Table.number(": processor time %.2f of Redis's", ratio));
        }
        report.add(table);
    }

    /** @return microseconds for each request */
    private double cost(Contender contender, Load load) throws IOException {
        long requests = (long) (load.count * factor);
        contender.empty();
        load.preparation.prepare(contender, requests);
        Duration before = contender.cpu();
        send(contender, CONNECTIONS, load.requests, requests);
        return contender.cpu().minus(before).toNanos() / 1e3 / requests;
    }

    /** Sends so many requests in pipelines, and waits for the replies. */
    static void send(Contender contender, int connections, LongFunction<byte[]> requests, long count) throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), connections)) {
            client.closedLoop(requests, PIPELINE, count, new Histogram(3));
        }
    }

    /** A request, as RESP writes it. */
    static byte[] resp(String... words) {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws InterruptedException {
        ours.close();
        redis.close();
    }
}
