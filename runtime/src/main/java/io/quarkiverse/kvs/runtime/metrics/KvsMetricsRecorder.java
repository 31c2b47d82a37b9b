package io.quarkiverse.kvs.runtime.metrics;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.server.ServerMetrics;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;

/** Makes the meters. Only called if there is a metrics extension. */
@Recorder
public class KvsMetricsRecorder {

    /** @return to be called with what the metrics extension makes meters with, after the server has started */
    public Consumer<MetricsFactory> registerMeters(ShutdownContext shutdown) {
        return factory -> {
            KvsInstance instance = KvsRecorder.instance();
            Meters meters = new Meters(factory);
            Supplier<ServerMetrics> server = instance::metrics;
            new ServerMeters(meters, server).register();
            instance.observeForMetrics(new CommandMeters(meters, server));
            shutdown.addShutdownTask(() -> instance.observeForMetrics(null));
        };
    }
}
