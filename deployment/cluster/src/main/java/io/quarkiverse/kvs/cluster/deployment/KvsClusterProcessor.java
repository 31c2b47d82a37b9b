package io.quarkiverse.kvs.cluster.deployment;

import io.quarkiverse.kvs.cluster.runtime.KvsClusterRecorder;
import io.quarkiverse.kvs.deployment.BeforeKvsServerBuildItem;
import io.quarkiverse.kvs.deployment.KvsServerBuildItem;
import io.quarkiverse.kvs.deployment.KvsStoreBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import io.quarkus.tls.deployment.spi.TlsRegistryBuildItem;
import io.quarkus.vertx.core.deployment.CoreVertxBuildItem;

/** The member. */
class KvsClusterProcessor {

    private static final String FEATURE = "kvs-cluster";
    /** A name, not a class: without the health extension, the class cannot be loaded. */
    private static final String HEALTH_CHECK = "io.quarkiverse.kvs.cluster.runtime.health.ClusterHealthCheck";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** No client may change data before that is recorded. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    BeforeKvsServerBuildItem join(KvsClusterRecorder recorder, KvsStoreBuildItem store, CoreVertxBuildItem vertx,
            TlsRegistryBuildItem tls, ShutdownContextBuildItem shutdown) {
        recorder.join(vertx.getVertx(), tls.registry(), shutdown);
        return new BeforeKvsServerBuildItem();
    }

    /** Others are told where clients find this member. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void listening(KvsClusterRecorder recorder, KvsServerBuildItem server, BuildProducer<ServiceStartBuildItem> services) {
        recorder.listening();
        services.produce(new ServiceStartBuildItem(FEATURE));
    }

    @BuildStep
    HealthBuildItem health() {
        return new HealthBuildItem(HEALTH_CHECK, true);
    }
}
