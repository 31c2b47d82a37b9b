package io.quarkiverse.kvs.cluster.deployment;

import java.util.Map;
import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.cluster.runtime.KvsClusterConfig;
import io.quarkiverse.kvs.deployment.DevServiceSettings;
import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfig;

/** The other members of a cluster, beside an application in dev mode. */
@BuildSteps(onlyIf = KvsClusterDevServicesProcessor.Enabled.class)
class KvsClusterDevServicesProcessor {

    private static final String SERVER = "quarkus.kvs";
    private static final String CLUSTER = SERVER + ".cluster";

    static final class Enabled implements BooleanSupplier {

        private final LaunchMode launchMode;
        private final DevServicesConfig all;
        private final KvsClusterDevServicesConfig ours;

        Enabled(LaunchMode launchMode, DevServicesConfig all, KvsClusterDevServicesConfig ours) {
            this.launchMode = launchMode;
            this.all = all;
            this.ours = ours;
        }

        @Override
        public boolean getAsBoolean() {
            return launchMode == LaunchMode.DEVELOPMENT && all.enabled() && ours.enabled();
        }
    }

    @BuildStep
    DevServicesResultBuildItem runBesideTheApplication() {
        SmallRyeConfig config = DevServiceSettings.config();
        KvsClusterConfig cluster = DevServiceSettings.mapping(config, KvsClusterConfig.class, CLUSTER);
        if (cluster.members().isPresent()) {
            return null;
        }
        KvsConfig server = DevServiceSettings.mapping(config, KvsConfig.class, SERVER);
        return DevServicesResultBuildItem.<OtherMembers> owned()
                .feature("kvs-cluster")
                .description("Two more members of a cluster")
                .serviceConfig(DevServiceSettings.of(config, SERVER))
                .startable(() -> new OtherMembers(server, cluster))
                .configProvider(
                        Map.of(CLUSTER + ".members", OtherMembers::list, CLUSTER + ".name", OtherMembers::applicationName,
                                CLUSTER + ".directory", OtherMembers::applicationDirectory))
                .build();
    }
}
