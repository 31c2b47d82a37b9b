package io.quarkiverse.kvs.cluster.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.kvs.cluster.ClusterMember;
import io.quarkiverse.kvs.cluster.runtime.KvsClusterRecorder;

/** Ready while this member is one of a majority with a leader; always, if the application is no member of a cluster. */
@Readiness
@ApplicationScoped
public class ClusterHealthCheck implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Key/value cluster");
        ClusterMember member = KvsClusterRecorder.member();
        if (member == null) {
            return response.withData("member", false).up().build();
        }
        String leader = member.leader();
        response.withData("name", member.config().name())
                .withData("leader", leader == null ? "" : leader)
                .withData("reachable", member.reachable())
                .withData("members", member.config().members().size())
                .withData("place", member.place())
                .withData("committed", member.committed());
        if (member.failure() != null) {
            response.withData("reason", member.failure());
        }
        return response.status(member.isPartOfMajority()).build();
    }
}
