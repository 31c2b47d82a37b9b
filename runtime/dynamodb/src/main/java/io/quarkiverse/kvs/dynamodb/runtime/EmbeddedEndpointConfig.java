package io.quarkiverse.kvs.dynamodb.runtime;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkiverse.kvs.dynamodb.runtime.amazon.AmazonDynamoDbClients;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigBuilder;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.NameIterator;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * Points the clients of {@code quarkus-amazon-dynamodb} at the endpoint in the same application, in dev mode and in tests,
 * unless an endpoint is configured for them. What is configured elsewhere counts more.
 * <p>
 * Clients read their configuration once, before the endpoint listens: so its port is chosen here.
 */
public final class EmbeddedEndpointConfig implements ConfigBuilder, ConfigSourceFactory {

    /** Below everything that a user can write. */
    private static final int ORDINAL = -1000;
    private static final String OURS = "quarkus.kvs.dynamodb.";
    private static final String CREDENTIALS = OURS + "credentials.";

    @Override
    public SmallRyeConfigBuilder configBuilder(SmallRyeConfigBuilder builder) {
        return builder.withSources(this);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        LaunchMode launchMode = LaunchMode.current();
        if (!launchMode.isDevOrTest() || !value(context, AmazonDynamoDbClients.ENDPOINT, "").isEmpty()) {
            return List.of();
        }
        String host = value(context, OURS + "host", "localhost");
        int port = launchMode == LaunchMode.TEST ? number(context, OURS + "test-port", 0)
                : number(context, OURS + "port", 8000);
        boolean another = launchMode == LaunchMode.DEVELOPMENT && value(context, OURS + "port", "").isEmpty();
        int chosen = ChosenPort.choose(host, port, another);
        return List.of(new PropertiesConfigSource(
                AmazonDynamoDbClients.properties(DynamoDbInstance.uri(host, chosen),
                        value(context, OURS + "region", "us-east-1"), credentials(context)),
                "Clients of the DynamoDB endpoint", ORDINAL));
    }

    private static String value(ConfigSourceContext context, String property, String otherwise) {
        ConfigValue value = context.getValue(property);
        return value == null || value.getValue() == null || value.getValue().isEmpty() ? otherwise : value.getValue();
    }

    private static int number(ConfigSourceContext context, String property, int otherwise) {
        try {
            return Integer.parseInt(value(context, property, Integer.toString(otherwise)).trim());
        } catch (NumberFormatException e) {
            // The mapping will say so.
            return otherwise;
        }
    }

    private static Map<String, String> credentials(ConfigSourceContext context) {
        Map<String, String> credentials = new TreeMap<>();
        for (Iterator<String> names = context.iterateNames(); names.hasNext();) {
            String name = names.next();
            if (name.startsWith(CREDENTIALS)) {
                credentials.put(new NameIterator(name, CREDENTIALS.length() - 1).getNextSegment(), value(context, name, ""));
            }
        }
        return credentials;
    }
}
