package io.quarkiverse.kvs.dynamodb.deployment.amazon;

import static io.quarkiverse.kvs.dynamodb.runtime.amazon.AmazonDynamoDbClients.DEV_SERVICES;
import static io.quarkiverse.kvs.dynamodb.runtime.amazon.AmazonDynamoDbClients.ENDPOINT;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;

/**
 * Keeps {@code quarkus-amazon-dynamodb} from looking for a container, while an application is built to run in dev or test mode.
 * <p>
 * That extension decides by the configuration it finds, before any build step of ours could tell it something. So it finds here
 * that no Dev Service is wanted, unless an endpoint is configured, or something about the Dev Service itself.
 */
public final class AmazonDevServicesConfigSource implements ConfigSourceFactory {

    /** Tells {@link AmazonClientsProcessor} who has decided. */
    static final String NAME = "Clients of the DynamoDB endpoint, when the application is built";

    /** Below everything that a user can write. */
    private static final int ORDINAL = -1000;
    private static final String AMAZON_EXTENSION = "io/quarkiverse/amazon/dynamodb/runtime/DynamoDbConfig.class";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!LaunchMode.current().isDevOrTest()
                || !value(context, ENDPOINT).isEmpty()
                || !value(context, DEV_SERVICES).isEmpty()
                || value(context, "quarkus.devservices.enabled").equals("false")
                || value(context, "quarkus.kvs.dynamodb.devservices.enabled").equals("false")
                || getClass().getClassLoader().getResource(AMAZON_EXTENSION) == null) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(Map.of(DEV_SERVICES, "false"), NAME, ORDINAL));
    }

    private static String value(ConfigSourceContext context, String property) {
        ConfigValue value = context.getValue(property);
        return value == null || value.getValue() == null ? "" : value.getValue();
    }
}
