package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

import org.HdrHistogram.Histogram;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * What a command on a collection costs the server as the collection grows to a million members, here and in Redis: it is to
 * stay the same, or to grow with the logarithm.
 */
public final class GrowthBenchmark {

    private static final int[] SIZES = { 1_000, 10_000, 100_000, 1_000_000 };
    private static final int PIPELINE = 16;
    private static final int CALLS = 200_000;
    private static final int CONNECTIONS = 10;

    /**
     * A command on a collection.
     *
     * @param grow adds a member of a number
     * @param call asks about a random one
     */
    private record Case(String name, String complexity, IntFunction<String[]> grow, IntFunction<String[]> call) {
    }

    private static final List<Case> CASES = List.of(
            new Case("HGET", "O(1)", i -> words("HSET", "h", "field:" + i, "v" + i), i -> words("HGET", "h", "field:" + i)),
            new Case("HSET", "O(1)", i -> words("HSET", "h", "field:" + i, "v" + i),
                    i -> words("HSET", "h", "field:" + i, "w" + i)),
            new Case("SISMEMBER", "O(1)", i -> words("SADD", "s", "member:" + i), i -> words("SISMEMBER", "s", "member:" + i)),
            new Case("RPOPLPUSH", "O(1)", i -> words("RPUSH", "l", "element:" + i), i -> words("RPOPLPUSH", "l", "l")),
            new Case("ZADD", "O(log N)", i -> words("ZADD", "z", "" + i * 7919L % 1_000_003, "member:" + i),
                    i -> words("ZADD", "z", "" + i * 104_729L % 1_000_003, "member:" + i)),
            new Case("ZRANK", "O(log N)", i -> words("ZADD", "z", "" + i * 7919L % 1_000_003, "member:" + i),
                    i -> words("ZRANK", "z", "member:" + i)),
            new Case("ZRANGE of 10", "O(log N)", i -> words("ZADD", "z", "" + i * 7919L % 1_000_003, "member:" + i),
                    i -> words("ZRANGE", "z", "" + i, "" + (i + 9))),
            new Case("ZCOUNT", "O(log N)", i -> words("ZADD", "z", "" + i * 7919L % 1_000_003, "member:" + i),
                    i -> words("ZCOUNT", "z", "" + i, "" + (i + 500_000))),
            new Case("XRANGE of 10", "O(log N)", i -> words("XADD", "x", i + "-1", "field", "v" + i),
                    i -> words("XRANGE", "x", i + "-1", "+", "COUNT", "10")),
            new Case("XREVRANGE of 10", "O(log N)", i -> words("XADD", "x", i + "-1", "field", "v" + i),
                    i -> words("XREVRANGE", "x", i + "-1", "-", "COUNT", "10")),
            new Case("XREAD of 10", "O(log N)", i -> words("XADD", "x", i + "-1", "field", "v" + i),
                    i -> words("XREAD", "COUNT", "10", "STREAMS", "x", i + "-1")));

    private GrowthBenchmark() {
    }

    /** @param arguments how many rounds, if not 3 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!ServerProcess.isInstalled("redis-server")) {
            System.out.println("redis-server (Debian: redis-server) is not installed");
            return;
        }
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        Table table = new Table("Processor time of the server, µs for each command, by the number of members", "command",
                "documented", "server", "1,000", "10,000", "100,000", "1,000,000");
        try (Contender ours = new Contender("quarkus-kvs", ServerProcess.kvs("-Dquarkus.kvs.event-loops=1"), WireProtocol.RESP);
                Contender redis = new Contender("redis-server", ServerProcess.redis(), WireProtocol.RESP)) {
            for (Case measured : CASES) {
                List<List<String>> rows = new ArrayList<>();
                for (Contender contender : List.of(ours, redis)) {
                    List<String> row = new ArrayList<>(List.of(measured.name, measured.complexity, contender.name()));
                    contender.empty();
                    int filled = 0;
                    for (int size : SIZES) {
                        fill(contender, measured, filled, size);
                        filled = size;
                        row.add(Table.figure("%.2f", measure(contender, measured, size, rounds)));
                    }
                    rows.add(row);
                }
                rows.forEach(row -> table.add(row.toArray(String[]::new)));
                System.out.println(measured.name);
            }
        }
        Report report = new Report("growth", Machine.description("redis-server"));
        report.add(table);
        report.write();
    }

    private static void fill(Contender contender, Case measured, int from, int to) throws IOException {
        // In the order of the numbers, which are the ids of a stream.
        run(contender, 1, number -> resp(measured.grow.apply(from + (int) number)), to - from);
    }

    private static Figures measure(Contender contender, Case measured, int size, int rounds) throws IOException {
        SplittableRandom random = new SplittableRandom(size);
        byte[][] requests = new byte[CALLS][];
        for (int i = 0; i < CALLS; i++) {
            requests[i] = resp(measured.call.apply(random.nextInt(size)));
        }
        Figures micros = new Figures();
        for (int round = 0; round <= rounds; round++) {
            Duration before = contender.cpu();
            run(contender, CONNECTIONS, number -> requests[(int) number], CALLS);
            if (round > 0) {
                micros.add(contender.cpu().minus(before).toNanos() / 1e3 / CALLS);
            }
        }
        return micros;
    }

    private static void run(Contender contender, int connections, LongFunction<byte[]> requests, int count)
            throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), contender.protocol(), connections)) {
            client.closedLoop(requests, PIPELINE, count, new Histogram(3));
        }
    }

    private static String[] words(String... words) {
        return words;
    }

    private static byte[] resp(String... words) {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString().getBytes(ISO_8859_1);
    }
}
