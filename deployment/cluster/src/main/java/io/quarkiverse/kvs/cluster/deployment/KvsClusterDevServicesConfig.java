package io.quarkiverse.kvs.cluster.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * A cluster for a look, in one process.
 */
@ConfigMapping(prefix = "quarkus.kvs.cluster.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface KvsClusterDevServicesConfig {

    /**
     * Whether, in dev mode, the application is one of three members of a cluster, and the two others run in the process that
     * builds it. Only if `quarkus.kvs.cluster.members` is not set. What they keep is deleted when dev mode ends.
     */
    @WithDefault("false")
    boolean enabled();
}
