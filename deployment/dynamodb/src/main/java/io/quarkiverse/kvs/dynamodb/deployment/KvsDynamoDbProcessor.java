package io.quarkiverse.kvs.dynamodb.deployment;

import io.quarkiverse.kvs.deployment.KvsServerBuildItem;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbRecorder;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.vertx.core.deployment.EventLoopCountBuildItem;

/** The endpoint. */
class KvsDynamoDbProcessor {

    private static final String FEATURE = "kvs-dynamodb";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** After the server of keys and values, whose data it uses. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    DynamoDbEndpointBuildItem start(KvsDynamoDbRecorder recorder, KvsServerBuildItem data,
            EventLoopCountBuildItem eventLoops, LaunchModeBuildItem launchMode, ShutdownContextBuildItem shutdown,
            BuildProducer<ServiceStartBuildItem> services) {
        recorder.start(eventLoops.getEventLoopCount(), launchMode.getLaunchMode(), shutdown);
        services.produce(new ServiceStartBuildItem(FEATURE));
        return new DynamoDbEndpointBuildItem();
    }
}
