package io.quarkiverse.kvs.deployment.redis;

import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.DEV_SERVICES;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.EMBEDDED_HOSTS;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.HOSTS;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.HOSTS_PROVIDER;
import static io.quarkiverse.kvs.deployment.redis.RedisClientConfig.property;

import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;

import io.quarkiverse.kvs.deployment.KvsDevServicesEnabled;
import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.Weak;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;

/** In dev and test mode, points Redis clients without hosts at the server in the same application. */
@BuildSteps(onlyIf = KvsDevServicesEnabled.class)
class RedisClientProcessor {

    private static final DotName CLIENT_NAME = DotName.createSimple("io.quarkus.redis.client.RedisClientName");
    /** Names, not classes: without the Redis extension, the classes cannot be loaded. */
    private static final String HOSTS_BEAN = "io.quarkiverse.kvs.runtime.redis.EmbeddedRedisHosts";
    private static final String TLS_BEAN = "io.quarkiverse.kvs.runtime.redis.EmbeddedRedisTls";

    @BuildStep
    RedisClientsBuildItem clientsWithoutHosts(Capabilities capabilities, CombinedIndexBuildItem index) {
        if (capabilities.isMissing(Capability.REDIS_CLIENT)) {
            return new RedisClientsBuildItem(Set.of());
        }
        Config config = ConfigProvider.getConfig();
        Set<String> without = new TreeSet<>();
        for (String client : RedisClientConfig.clientsWithDevServices(config.getPropertyNames())) {
            // RedisDevServicesConfigSource has decided about these.
            if (value(config, client, HOSTS_PROVIDER).equals(EMBEDDED_HOSTS)) {
                without.add(client);
            }
        }
        for (AnnotationInstance injection : index.getIndex().getAnnotations(CLIENT_NAME)) {
            String client = injection.value().asString();
            if (value(config, client, HOSTS).isEmpty() && value(config, client, HOSTS_PROVIDER).isEmpty()
                    && !value(config, client, DEV_SERVICES).equals("false")) {
                without.add(client);
            }
        }
        return new RedisClientsBuildItem(without);
    }

    private static String value(Config config, String client, String name) {
        String value = config.getConfigValue(property(client, name)).getValue();
        return value == null ? "" : value;
    }

    @BuildStep
    @Weak
    EmbeddedServerBuildItem useEmbeddedServer(KvsBuildTimeConfig config, RedisClientsBuildItem clients,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (!config.enabled() || clients.names().isEmpty()) {
            return null;
        }
        beans.produce(AdditionalBeanBuildItem.builder().addBeanClasses(HOSTS_BEAN, TLS_BEAN).setUnremovable().build());
        for (String client : clients.names()) {
            defaults.produce(new RunTimeConfigurationDefaultBuildItem(property(client, HOSTS_PROVIDER), EMBEDDED_HOSTS));
        }
        return new EmbeddedServerBuildItem();
    }
}
