package io.quarkiverse.kvs.runtime.health;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;

/** Ready while clients can connect. */
@Readiness
@ApplicationScoped
public class KvsHealthCheck implements HealthCheck {

    private final KvsServer server;
    private final Supplier<Persistence> persistence;

    @Inject
    public KvsHealthCheck(KvsServer server) {
        this(server, KvsHealthCheck::persistenceOfTheServer);
    }

    /** @param persistence gives null if there is no server */
    KvsHealthCheck(KvsServer server, Supplier<Persistence> persistence) {
        this.server = server;
        this.persistence = persistence;
    }

    private static Persistence persistenceOfTheServer() {
        KvsInstance instance = KvsRecorder.instance();
        return instance == null ? null : instance.serverState().persistence();
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
            case LISTENING -> data(response);
            case STOPPED -> response.down().withData("reason", "stopped").build();
            case FAILED -> response.down().withData("reason", "the address cannot be listened on").build();
            case DISABLED -> response.down().withData("reason", "disabled").build();
        };
    }

    /** Clients can connect; are they also served? */
    private HealthCheckResponse data(HealthCheckResponseBuilder response) {
        Persistence files = persistence.get();
        if (files == null) {
            return response.up().build();
        }
        if (files.isLoading()) {
            return response.down().withData("reason", "the data is being loaded").build();
        }
        String failure = files.failure();
        return failure == null ? response.up().build() : response.down().withData("reason", failure).build();
    }
}
