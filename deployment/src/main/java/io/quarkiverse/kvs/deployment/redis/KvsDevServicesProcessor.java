package io.quarkiverse.kvs.deployment.redis;

import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.HOSTS;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.property;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.quarkiverse.kvs.deployment.DevServiceSettings;
import io.quarkiverse.kvs.deployment.KvsDevServicesConfig;
import io.quarkiverse.kvs.deployment.KvsDevServicesEnabled;
import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.smallrye.config.SmallRyeConfig;

/**
 * Where there is no server inside the application, because it is packaged already or because it is not to have one, runs one
 * beside it, and points Redis clients without hosts at that.
 */
@BuildSteps(onlyIf = KvsDevServicesEnabled.class)
class KvsDevServicesProcessor {

    private static final String SERVER = "quarkus.kvs";

    @BuildStep
    DevServicesResultBuildItem runBesideTheApplication(KvsDevServicesConfig devServices,
            RedisClientsBuildItem clients, Optional<EmbeddedServerBuildItem> embedded) {
        if (embedded.isPresent() || clients.names().isEmpty()) {
            return null;
        }
        SmallRyeConfig config = DevServiceSettings.config();
        KvsConfig server = DevServiceSettings.mapping(config, KvsConfig.class, SERVER);
        Map<String, Function<DetachedServer, String>> hosts = new HashMap<>();
        for (String client : clients.names()) {
            hosts.put(property(client, HOSTS), DetachedServer::clientUri);
        }
        return DevServicesResultBuildItem.<DetachedServer> owned()
                .feature("kvs")
                .description("Key/value server")
                .serviceConfig(DevServiceSettings.of(config, SERVER))
                .startable(() -> new DetachedServer(server, devServices.port().orElse(0)))
                .configProvider(hosts)
                .build();
    }
}
