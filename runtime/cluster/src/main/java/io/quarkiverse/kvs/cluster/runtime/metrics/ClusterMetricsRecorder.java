package io.quarkiverse.kvs.cluster.runtime.metrics;

import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import io.quarkiverse.kvs.cluster.ClusterMember;
import io.quarkiverse.kvs.cluster.runtime.KvsClusterRecorder;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;

/** Measures this member of the cluster. Only called if there is a metrics extension. */
@Recorder
public class ClusterMetricsRecorder {

    /** @return to be called with what the metrics extension makes meters with, after the application has become a member */
    public Consumer<MetricsFactory> registerMeters() {
        return factory -> {
            if (KvsClusterRecorder.member() == null) {
                return;
            }
            gauge(factory, "kvs.cluster.leading", "1 if this member leads, or 0", member -> member.isLeading() ? 1 : 0);
            gauge(factory, "kvs.cluster.majority", "1 if this member is one of a majority that knows who leads, or 0",
                    member -> member.isPartOfMajority() ? 1 : 0);
            gauge(factory, "kvs.cluster.reachable", "Members that this one can reach, itself included",
                    ClusterMember::reachable);
            gauge(factory, "kvs.cluster.place", "Place in the log of the last entry that was done here", ClusterMember::place);
            gauge(factory, "kvs.cluster.lag", "Entries that are known to be committed and are not done here yet",
                    member -> Math.max(0, member.committed() - member.place()));
            gauge(factory, "kvs.cluster.changes", "How often another member began to lead, as far as this one has seen",
                    ClusterMember::leaderChanges);
        };
    }

    private static void gauge(MetricsFactory factory, String name, String description, ToLongFunction<ClusterMember> function) {
        factory.builder(name).description(description).buildGauge(() -> {
            ClusterMember member = KvsClusterRecorder.member();
            return member == null ? 0 : function.applyAsLong(member);
        });
    }
}
