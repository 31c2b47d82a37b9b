package io.quarkiverse.kvs.dynamodb.deployment.amazon;

import static io.quarkiverse.kvs.dynamodb.runtime.amazon.AmazonDynamoDbClients.DEV_SERVICES;

import java.util.Optional;

import io.quarkiverse.kvs.deployment.DevServiceSettings;
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
        if (!config.enabled() || !isWanted(DevServiceSettings.config())) {
            return null;
        }
        runTimeConfig.produce(new RunTimeConfigBuilderBuildItem(EmbeddedEndpointConfig.class));
        return new EmbeddedEndpointBuildItem();
    }

    @BuildStep
    DevServicesResultBuildItem runBesideTheApplication(KvsDynamoDbDevServicesConfig devServices,
            Optional<EmbeddedEndpointBuildItem> embedded) {
        SmallRyeConfig config = DevServiceSettings.config();
        if (embedded.isPresent() || !isWanted(config)) {
            return null;
        }
        KvsDynamoDbConfig wanted = DevServiceSettings.mapping(config, KvsDynamoDbConfig.class, OURS);
        return DevServicesResultBuildItem.<DetachedDynamoDb> owned()
                .feature("kvs-dynamodb")
                .description("DynamoDB endpoint")
                .serviceConfig(DevServiceSettings.of(config, OURS))
                .startable(() -> new DetachedDynamoDb(wanted, devServices.port().orElse(0)))
                .configProvider(DetachedDynamoDb.clientProperties())
                .build();
    }

    /** {@link AmazonDevServicesConfigSource} has decided. */
    private static boolean isWanted(SmallRyeConfig config) {
        String source = config.getConfigValue(DEV_SERVICES).getSourceName();
        return source != null && source.contains(AmazonDevServicesConfigSource.NAME);
    }
}
