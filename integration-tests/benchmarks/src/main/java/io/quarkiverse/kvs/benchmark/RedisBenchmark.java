package io.quarkiverse.kvs.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Redis's own load generator, as a process. */
final class RedisBenchmark {

    private static final int MAX_SECONDS = 120;

    /**
     * What it measured.
     *
     * @param perSecond requests
     */
    record Result(double perSecond, double p50Millis, double p99Millis) {
    }

    private RedisBenchmark() {
    }

    static Result run(int port, Workload load) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("redis-benchmark", "-p", Integer.toString(port), "--csv", "--precision", "3",
                        "-c", Integer.toString(load.connections()), "-P", Integer.toString(load.pipeline()),
                        "-n", Long.toString(load.requests()), "-d", Integer.toString(load.valueSize())));
        if (load.keys() > 0) {
            command.addAll(List.of("-r", Integer.toString(load.keys())));
        }
        command.addAll(List.of("-t", load.test()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("redis-benchmark failed: " + out);
        }
        // "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        String[] lines = out.strip().split("\n");
        String[] columns = lines[lines.length - 1].replace("\"", "").split(",");
        if (columns.length < 8) {
            throw new IOException("redis-benchmark says what cannot be understood: " + out);
        }
        int first = columns.length - 7;
        // It says so of what has taken less than a millisecond: it divides by the milliseconds.
        double perSecond = columns[first].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(columns[first]);
        return new Result(perSecond, Double.parseDouble(columns[first + 3]),
                Double.parseDouble(columns[first + 5]));
    }
}
