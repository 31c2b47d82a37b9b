package io.quarkiverse.kvs.deployment.redis;

import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsProduction;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;

/** In production, where Redis clients do not use the server unless they are told to: says how. */
class RedisHostsHintProcessor {

    @BuildStep(onlyIf = IsProduction.class)
    @Record(ExecutionTime.RUNTIME_INIT)
    @Produce(ServiceStartBuildItem.class)
    void hint(KvsBuildTimeConfig config, Capabilities capabilities, KvsRecorder recorder) {
        if (config.enabled() && capabilities.isPresent(Capability.REDIS_CLIENT)) {
            recorder.hintAtRedisHosts();
        }
    }
}
