package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusProdModeTest;

/** In production, the endpoint listens, but nothing leads clients to it. */
class ProductionTest {

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest()
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-rest", Version.getVersion())))
            .withApplicationRoot(jar -> jar.addClass(Main.class))
            .overrideConfigKey("quarkus.kvs.port", "0")
            .overrideConfigKey("quarkus.kvs.dynamodb.port", "0")
            .setRuntimeProperties(Map.of("quarkus.http.port", "0"))
            .setRun(true)
            .setExpectExit(true);

    /** Tells what clients would find, and ends. */
    public static class Main {

        void start(@Observes StartupEvent event, DynamoDbEndpoint endpoint) {
            System.out.println("listens: " + (endpoint.port() > 0));
            System.out.println("clients: "
                    + ConfigProvider.getConfig().getConfigValue("quarkus.dynamodb.endpoint-override").getValue());
            Quarkus.asyncExit();
        }
    }

    @Test
    void clientsAreToldNothing() {
        assertThat(APP.getStartupConsoleOutput()).contains("listens: true", "clients: null");
    }
}
