package io.quarkiverse.kvs.dynamodb.runtime.metrics;

import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.runtime.DynamoDbInstance;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbRecorder;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;

/** Measures operations. Only called if there is a metrics extension. */
@Recorder
public class DynamoDbMetricsRecorder {

    /** @return to be called with what the metrics extension makes meters with, after the endpoint has been started */
    public Consumer<MetricsFactory> registerMeters(ShutdownContext shutdown) {
        return factory -> {
            DynamoDbInstance instance = KvsDynamoDbRecorder.instance();
            instance.observers().metrics(new OperationMeters(factory));
            shutdown.addShutdownTask(() -> instance.observers().metrics(null));
        };
    }
}
