package io.quarkiverse.kvs.runtime.metrics;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import io.quarkus.runtime.metrics.MetricsFactory;

/** Makes meters, with the metrics extension that the application has. Safe for use by many threads. */
final class Meters {

    private final MetricsFactory factory;
    /** Micrometer holds what a counter reads weakly: a counter whose function is collected stands still. */
    private final Queue<Supplier<Number>> functions = new ConcurrentLinkedQueue<>();

    Meters(MetricsFactory factory) {
        this.factory = factory;
    }

    /** @param tags names and values in turn */
    void counter(String name, String description, Supplier<Number> function, String... tags) {
        counter(name, null, description, function, tags);
    }

    void counter(String name, String unit, String description, Supplier<Number> function, String... tags) {
        functions.add(function);
        builder(name, unit, description, tags).buildCounter(function);
    }

    void gauge(String name, String unit, String description, Supplier<Number> function, String... tags) {
        builder(name, unit, description, tags).buildGauge(function);
    }

    MetricsFactory.TimeRecorder timer(String name, String description, String... tags) {
        return builder(name, null, description, tags).buildTimer();
    }

    private MetricsFactory.MetricBuilder builder(String name, String unit, String description, String... tags) {
        MetricsFactory.MetricBuilder builder = factory.builder(name).description(description);
        if (unit != null) {
            builder.unit(unit);
        }
        for (int i = 0; i < tags.length; i += 2) {
            builder.tag(tags[i], tags[i + 1]);
        }
        return builder;
    }
}
