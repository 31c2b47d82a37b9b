package io.quarkiverse.kvs.deployment;

import java.util.Optional;

import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkiverse.kvs.runtime.metrics.KvsMetricsRecorder;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;

/** The meters. */
class KvsMetricsProcessor {

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void registerMeters(KvsBuildTimeConfig config, Optional<MetricsCapabilityBuildItem> metricsExtension,
            KvsMetricsRecorder recorder, KvsServerBuildItem started, ShutdownContextBuildItem shutdown,
            BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (metricsExtension.isPresent() && config.metrics().enabled()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.registerMeters(shutdown),
                    ExecutionTime.RUNTIME_INIT));
        }
    }
}
