package io.quarkiverse.kvs.it;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The packaged application, in a process of its own and in production mode. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PackagedIT.Port.class, restrictToAnnotatedClass = true)
class PackagedIT {

    private static int port;

    @Test
    void servesAndReports() {
        try (RawClient client = new RawClient(port)) {
            assertThat(client.exchange("*3\nSET\nA\n100\n*2\nGET\nA\n", "+OK\r\n+100\r\n")).isEqualTo("+OK\r\n+100\r\n");
        }
        get("/notes/A").then().statusCode(200).body(equalTo("100"));
        get("/q/health/ready").then().statusCode(200)
                .body("checks.find { it.name == 'Key/value server' }.data.port", equalTo(port));
    }

    @Test
    void shutdownIsDisabledInProduction() {
        try (RawClient client = new RawClient(port)) {
            String expected = "-SHUTDOWN is disabled\r\n";
            assertThat(client.exchange("*1\nSHUTDOWN\n", expected)).isEqualTo(expected);
        }
    }

    /** Another process needs to be told which port to take. */
    public static final class Port implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            port = FreePort.next();
            return Map.of("quarkus.kvs.port", Integer.toString(port));
        }

        @Override
        public void stop() {
            // Nothing was started.
        }
    }
}
