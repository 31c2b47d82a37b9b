package io.quarkiverse.kvs.benchmark;

import static io.quarkiverse.kvs.benchmark.CommandCosts.CONNECTIONS;
import static io.quarkiverse.kvs.benchmark.CommandCosts.PIPELINE;
import static io.quarkiverse.kvs.benchmark.CommandCosts.resp;

import java.io.IOException;
import java.util.List;

import io.quarkiverse.kvs.benchmark.CommandCosts.Load;

/**
 * What streams cost this server and redis-server: entries that are added, read from any place, and read and acknowledged by a
 * group; and the memory of an entry.
 */
final class StreamBenchmark {

    private static final long REQUESTS = 400_000;
    private static final int READ = 100_000;
    private static final int MILLION = 1_000_000;
    private static final double AIM = 0.8;
    /** What is acknowledged was asked for so many requests earlier: it has been delivered. */
    private static final int BEHIND = 4 * PIPELINE * CONNECTIONS;

    private static final List<Load> LOADS = List.of(
            new Load("XADD", REQUESTS, AIM, (contender, requests) -> {
            }, i -> resp("XADD", "stream", "*", "field", "0123456789abcdef")),
            new Load("XREAD COUNT 1", REQUESTS, AIM, StreamBenchmark::prepare,
                    i -> resp("XREAD", "COUNT", "1", "STREAMS", "stream", i * 7919 % (READ - 1) + 1 + "-0")),
            new Load("XREADGROUP COUNT 1 and XACK", REQUESTS, AIM, StreamBenchmark::prepare,
                    i -> i % 2 == 0 ? resp("XREADGROUP", "GROUP", "group", "consumer", "COUNT", "1", "STREAMS", "stream", ">")
                            : resp("XACK", "stream", "group", Math.max(1, (i - BEHIND) / 2) + "-0")));

    private StreamBenchmark() {
    }

    /**
     * {@code ./mvnw -T1 -DskipTests -Pbenchmark -Dbenchmark=StreamBenchmark verify}.
     *
     * @param arguments those of {@link CommandCosts#run}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CommandCosts.run("streams", arguments, StreamBenchmark::measure);
    }

    static void measure(CommandCosts costs) throws IOException {
        costs.measure("Streams", LOADS);
        memory(costs);
    }

    /** A stream of enough entries, and a group that has read none. */
    private static void prepare(Contender contender, long requests) throws IOException {
        CommandCosts.send(contender, 1, i -> resp("XADD", "stream", i + 1 + "-0", "field", "0123456789abcdef"),
                Math.max(READ, requests));
        contender.protocol().ask(contender.port(), "XGROUP CREATE stream group 0\r\n", "+OK\r\n");
    }

    private static void memory(CommandCosts costs) throws IOException {
        Table table = new Table("Memory for each of a million entries of two short fields, as the servers count it", "server",
                "bytes", "of Redis's");
        double reference = bytesOfAnEntry(costs.redis());
        double bytes = bytesOfAnEntry(costs.ours());
        table.add(costs.redis().name(), Table.number("%.1f", reference), "1.00");
        table.add(costs.ours().name(), Table.number("%.1f", bytes), Table.number("%.2f", bytes / reference));
        costs.aims().atMost("memory of an entry of a stream", 1, bytes / reference);
        costs.report().add(table);
        System.out.println(Table.number("an entry of a stream: memory %.2f of Redis's", bytes / reference));
    }

    private static double bytesOfAnEntry(Contender contender) throws IOException {
        contender.empty();
        long before = contender.usedMemory();
        CommandCosts.send(contender, 1,
                i -> resp("XADD", "stream", 1_700_000_000_000L + i + "-0", "a", Long.toString(i % 100), "b", "x"), MILLION);
        return (double) (contender.usedMemory() - before) / MILLION;
    }
}
