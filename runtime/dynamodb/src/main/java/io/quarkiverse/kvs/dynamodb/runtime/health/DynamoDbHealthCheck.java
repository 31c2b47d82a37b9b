package io.quarkiverse.kvs.dynamodb.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;

/** Ready while the endpoint listens. What is wrong with the data is told by the check of the server of keys and values. */
@Readiness
@ApplicationScoped
public class DynamoDbHealthCheck implements HealthCheck {

    private final DynamoDbEndpoint endpoint;

    public DynamoDbHealthCheck(DynamoDbEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public HealthCheckResponse call() {
        int port = endpoint.port();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("DynamoDB endpoint")
                .withData("host", endpoint.host())
                .withData("port", port)
                .withData("region", endpoint.region());
        return port < 0 ? response.down().withData("reason", "stopped").build() : response.up().build();
    }
}
