package io.quarkiverse.kvs.deployment.redis;

import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.HOSTS;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.property;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

import io.quarkiverse.kvs.deployment.KvsDevServicesConfig;
import io.quarkiverse.kvs.deployment.KvsDevServicesEnabled;
import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.runtime.configuration.ConfigUtils;
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
        SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        KvsConfig server = serverConfig(config);
        Map<String, Function<DetachedServer, String>> hosts = new HashMap<>();
        for (String client : clients.names()) {
            hosts.put(property(client, HOSTS), DetachedServer::clientUri);
        }
        return DevServicesResultBuildItem.<DetachedServer> owned()
                .feature("kvs")
                .description("Key/value server")
                .serviceConfig(settings(config))
                .startable(() -> new DetachedServer(server, devServices.port().orElse(0)))
                .configProvider(hosts)
                .build();
    }

    /** What the server would be configured with if it were started by the application. */
    private static KvsConfig serverConfig(SmallRyeConfig config) {
        return ConfigUtils.emptyConfigBuilder()
                .withProfiles(config.getProfiles())
                .withSources((ConfigSourceProvider) loader -> config.getConfigSources())
                .withMapping(KvsConfig.class, SERVER)
                .withMappingIgnore("quarkus.**")
                .build()
                .getConfigMapping(KvsConfig.class, SERVER);
    }

    /** A server is restarted if this has changed. */
    private static String settings(SmallRyeConfig config) {
        Map<String, String> settings = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(SERVER + ".")) {
                settings.put(name, config.getConfigValue(name).getValue());
            }
        }
        return settings.toString();
    }
}
