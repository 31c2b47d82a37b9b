package io.quarkiverse.kvs.deployment;

import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** The spans. */
class KvsTracingProcessor {

    /** A name, not a class: without OpenTelemetry, the class cannot be loaded. */
    private static final String TRACING = "io.quarkiverse.kvs.runtime.tracing.KvsTracing";

    @BuildStep
    void trace(KvsBuildTimeConfig config, Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (config.tracing().enabled() && capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(TRACING));
        }
    }
}
