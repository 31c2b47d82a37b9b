package io.quarkiverse.kvs.dynamodb.deployment.amazon;

import static io.quarkiverse.kvs.dynamodb.runtime.amazon.AmazonDynamoDbClients.DEV_SERVICES;

import java.util.Optional;
import java.util.TreeMap;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

import io.quarkiverse.kvs.dynamodb.deployment.KvsDynamoDbDevServicesConfig;
import io.quarkiverse.kvs.dynamodb.deployment.KvsDynamoDbDevServicesEnabled;
import io.quarkiverse.kvs.dynamodb.runtime.EmbeddedEndpointConfig;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbBuildTimeConfig;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.Weak;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigBuilderBuildItem;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/**
 * In dev and test mode, points clients of {@code quarkus-amazon-dynamodb} without an endpoint at the one in the same
 * application.
 * Where there is none, because the application is packaged already or is not to have one, runs one beside it.
 */
@BuildSteps(onlyIf = KvsDynamoDbDevServicesEnabled.class)
class AmazonClientsProcessor {

    private static final String OURS = "quarkus.kvs.dynamodb";

    @BuildStep
    @Weak
    EmbeddedEndpointBuildItem useEmbeddedEndpoint(KvsDynamoDbBuildTimeConfig config,
            BuildProducer<RunTimeConfigBuilderBuildItem> runTimeConfig) {
        if (!config.enabled() || !isWanted(config())) {
            return null;
        }
        runTimeConfig.produce(new RunTimeConfigBuilderBuildItem(EmbeddedEndpointConfig.class));
        return new EmbeddedEndpointBuildItem();
    }

    @BuildStep
    DevServicesResultBuildItem runBesideTheApplication(KvsDynamoDbDevServicesConfig devServices,
            Optional<EmbeddedEndpointBuildItem> embedded) {
        SmallRyeConfig config = config();
        if (embedded.isPresent() || !isWanted(config)) {
            return null;
        }
        KvsDynamoDbConfig wanted = endpointConfig(config);
        return DevServicesResultBuildItem.<DetachedDynamoDb> owned()
                .feature("kvs-dynamodb")
                .description("DynamoDB endpoint")
                .serviceConfig(settings(config))
                .startable(() -> new DetachedDynamoDb(wanted, devServices.port().orElse(0)))
                .configProvider(DetachedDynamoDb.clientProperties())
                .build();
    }

    private static SmallRyeConfig config() {
        return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    }

    /** {@link AmazonDevServicesConfigSource} has decided. */
    private static boolean isWanted(SmallRyeConfig config) {
        String source = config.getConfigValue(DEV_SERVICES).getSourceName();
        return source != null && source.contains(AmazonDevServicesConfigSource.NAME);
    }

    /** What the endpoint would be configured with if it were started by the application. */
    private static KvsDynamoDbConfig endpointConfig(SmallRyeConfig config) {
        return ConfigUtils.emptyConfigBuilder()
                .withProfiles(config.getProfiles())
                .withSources((ConfigSourceProvider) loader -> config.getConfigSources())
                .withMapping(KvsDynamoDbConfig.class, OURS)
                .withMappingIgnore("quarkus.**")
                .build()
                .getConfigMapping(KvsDynamoDbConfig.class, OURS);
    }

    /** An endpoint is restarted if this has changed. */
    private static String settings(SmallRyeConfig config) {
        TreeMap<String, String> settings = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(OURS + ".")) {
                settings.put(name, config.getConfigValue(name).getValue());
            }
        }
        return settings.toString();
    }
}
