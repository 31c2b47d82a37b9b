package io.quarkiverse.kvs.cluster.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * A cluster for development, in one process.
 */
@ConfigMapping(prefix = "quarkus.kvs.cluster.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface KvsClusterDevServicesConfig {

    /**
     * Whether, in dev mode, the application is one of three members of a cluster; the two others run in the process that builds
     * it. It has no effect if `quarkus.kvs.cluster.members` is set. The data of the two others is deleted when dev mode ends.
     */
    @WithDefault("false")
    boolean enabled();
}
