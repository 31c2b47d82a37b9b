package io.quarkiverse.kvs.benchmark;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import io.quarkiverse.kvs.runtime.inprocess.InProcessBenchmark;
import io.quarkiverse.kvs.runtime.metrics.MeasuredCommandBenchmark;

/** What needs no socket, with what it allocates. */
public final class MicroBenchmarks {

    private MicroBenchmarks() {
    }

    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                .include(CommandPathBenchmark.class.getSimpleName())
                .include(InProcessBenchmark.class.getSimpleName())
                .include(MeasuredCommandBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build()).run();
    }
}
