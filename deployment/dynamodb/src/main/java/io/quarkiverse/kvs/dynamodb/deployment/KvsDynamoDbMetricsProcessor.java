package io.quarkiverse.kvs.dynamodb.deployment;

import java.util.Optional;

import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbBuildTimeConfig;
import io.quarkiverse.kvs.dynamodb.runtime.metrics.DynamoDbMetricsRecorder;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;

/** The meters. */
class KvsDynamoDbMetricsProcessor {

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void registerMeters(KvsDynamoDbBuildTimeConfig config, Optional<MetricsCapabilityBuildItem> metricsExtension,
            DynamoDbMetricsRecorder recorder, DynamoDbEndpointBuildItem started, ShutdownContextBuildItem shutdown,
            BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (metricsExtension.isPresent() && config.enabled() && config.metrics().enabled()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.registerMeters(shutdown),
                    ExecutionTime.RUNTIME_INIT));
        }
    }
}
