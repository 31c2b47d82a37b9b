package io.quarkiverse.kvs.runtime.metrics;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkiverse.kvs.benchmark.CommandPathBenchmark;
import io.quarkus.micrometer.runtime.MicrometerMetricsFactory;

/** The same, with meters in the registries that an application with Prometheus has, and without. */
public class MeasuredCommandBenchmark extends CommandPathBenchmark {

    @Param({ "false", "true" })
    public boolean measured;

    @SuppressWarnings("deprecation") // This is the one that Quarkus registers.
    @Setup(Level.Trial)
    public void measure() {
        if (measured) {
            CompositeMeterRegistry registry = new CompositeMeterRegistry();
            registry.add(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
            Meters meters = new Meters(new MicrometerMetricsFactory(null, registry));
            state.telemetry().observer(new CommandMeters(meters, state::metrics));
        }
    }
}
