package io.quarkiverse.kvs.cluster.deployment;

import java.util.Optional;

import io.quarkiverse.kvs.cluster.runtime.metrics.ClusterMetricsRecorder;
import io.quarkiverse.kvs.deployment.KvsServerBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;

/** The meters. */
class KvsClusterMetricsProcessor {

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void registerMeters(Optional<MetricsCapabilityBuildItem> metricsExtension, ClusterMetricsRecorder recorder,
            KvsServerBuildItem started, BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (metricsExtension.isPresent()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.registerMeters(), ExecutionTime.RUNTIME_INIT));
        }
    }
}
