package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.dynamodb.deployment.amazon.AmazonDevServicesConfigSource;
import io.quarkiverse.kvs.dynamodb.runtime.EmbeddedEndpointConfig;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Which configuration is supplied to clients, and by which switches it is not. */
class SwitchesTest {

    private static final String CONTAINER = "quarkus.dynamodb.devservices.enabled";
    private static final String ENDPOINT = "quarkus.dynamodb.endpoint-override";
    private static final String REGION = "quarkus.dynamodb.aws.region";

    private final LaunchMode before = LaunchMode.current();

    @AfterEach
    void restore() {
        LaunchMode.set(before);
    }

    private static SmallRyeConfig config(LaunchMode launchMode, ConfigSourceFactory supplied, Map<String, String> configured) {
        LaunchMode.set(launchMode);
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(configured, "configured", 100))
                .withSources(supplied).build();
    }

    /** Null if it is not configured. */
    private static String value(SmallRyeConfig config, String name) {
        return config.getConfigValue(name).getValue();
    }

    private static String container(LaunchMode launchMode, Map<String, String> configured) {
        return value(config(launchMode, new AmazonDevServicesConfigSource(), configured), CONTAINER);
    }

    @ParameterizedTest
    @EnumSource(names = { "TEST", "DEVELOPMENT" })
    void noContainerIsLookedFor(LaunchMode launchMode) {
        assertThat(container(launchMode, Map.of())).isEqualTo("false");
    }

    /** Then the extension of the clients does what it does without this one. */
    @ParameterizedTest
    @CsvSource({
            "quarkus.dynamodb.endpoint-override, http://dynamodb.example",
            "quarkus.devservices.enabled, false",
            "quarkus.kvs.dynamodb.devservices.enabled, false" })
    void isLeftAlone(String property, String value) {
        assertThat(container(LaunchMode.TEST, Map.of(property, value))).isNull();
    }

    @ParameterizedTest
    @CsvSource({ "true", "false" })
    void whatIsConfiguredWins(String value) {
        assertThat(container(LaunchMode.TEST, Map.of(CONTAINER, value))).isEqualTo(value);
    }

    @Test
    void clientsAreToldOfTheEndpoint() {
        SmallRyeConfig config = config(LaunchMode.TEST, new EmbeddedEndpointConfig(), Map.of());
        assertThat(value(config, ENDPOINT)).matches("http://localhost:\\d+");
        assertThat(value(config, REGION)).isEqualTo("us-east-1");
        assertThat(value(config, "quarkus.dynamodb.aws.credentials.type")).isEqualTo("static");
    }

    @Test
    void withAnEndpointNothingElseIsSupplied() {
        SmallRyeConfig config = config(LaunchMode.TEST, new EmbeddedEndpointConfig(),
                new HashMap<>(Map.of(ENDPOINT, "http://dynamodb.example")));
        assertThat(value(config, ENDPOINT)).isEqualTo("http://dynamodb.example");
        assertThat(value(config, REGION)).isNull();
    }

    @Test
    void nothingHappensInProduction() {
        assertThat(container(LaunchMode.NORMAL, Map.of())).isNull();
        assertThat(value(config(LaunchMode.NORMAL, new EmbeddedEndpointConfig(), Map.of()), ENDPOINT)).isNull();
    }
}
