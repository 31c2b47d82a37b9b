package io.quarkiverse.kvs.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.kvs.KvsServer;

/** Ready while clients can connect. */
@Readiness
@ApplicationScoped
public class KvsHealthCheck implements HealthCheck {

    private final KvsServer server;

    public KvsHealthCheck(KvsServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Key/value server")
                .withData("host", server.host())
                .withData("port", server.port());
        if (server.state() != KvsServer.State.DISABLED) {
            response.withData("tls", server.uri().getScheme().equals("rediss"));
        }
        return switch (server.state()) {
            case LISTENING -> response.up().build();
            case STOPPED -> response.down().withData("reason", "stopped").build();
            case FAILED -> response.down().withData("reason", "the address cannot be listened on").build();
            case DISABLED -> response.down().withData("reason", "disabled").build();
        };
    }
}
