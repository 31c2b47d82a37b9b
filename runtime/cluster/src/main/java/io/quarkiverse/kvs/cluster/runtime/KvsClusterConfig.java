package io.quarkiverse.kvs.cluster.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.kvs.cluster.FollowerMode;
import io.quarkiverse.kvs.cluster.ReadMode;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Run-time configuration of a cluster: several instances of the application that hold the same data.
 */
@ConfigMapping(prefix = "quarkus.kvs.cluster")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KvsClusterConfig {

    /**
     * The names and addresses of all members, including this one, such as `a=127.0.0.1:7801,b=127.0.0.1:7802,c=127.0.0.1:7803`.
     * The list is the same for each member. Members connect to each other at these addresses. If this is not set, there is no
     * cluster.
     */
    Optional<List<String>> members();

    /**
     * The name of this member, one of those in `quarkus.kvs.cluster.members`.
     */
    Optional<String> name();

    /**
     * The directory for this member's log and snapshots. Each member needs its own directory, which must survive a restart.
     */
    Optional<String> directory();

    /**
     * What a member that is not the leader does with commands on data. `forward`: sends them to the leader. `redirect`: returns
     * the error `MOVED` with the leader's address. `read-stale`: executes commands that only read with its own data, which may
     * be old, and returns `MOVED` for all others.
     */
    @WithDefault("forward")
    FollowerMode follower();

    /**
     * How the leader makes sure, before it replies to a command that only reads, that it is still the leader. `confirm`: it
     * asks a majority of the members each time. `lease`: a majority has promised not to vote for another leader for half a
     * second. A lease costs next to nothing, but depends on the members' clocks: they must run about equally fast, and must not
     * stop while a virtual machine is paused.
     */
    @WithDefault("confirm")
    ReadMode reads();

    /**
     * The time without messages after which a member is considered failed. On a busy machine, too short a time leads to
     * needless changes of the leader.
     */
    @WithDefault("2s")
    Duration failureTimeout();

    /**
     * The size of the log after which a snapshot is made and the log is truncated.
     */
    @WithDefault("64M")
    MemorySize snapshotAfter();

    /**
     * A secret of at least 16 characters, the same for all members. Members use it to authenticate each other, and never send
     * it.
     * Members on other machines need it.
     */
    Optional<String> secret();

    /**
     * The name of the TLS configuration that encrypts the connections between members. Its `key-store` has this member's
     * certificate, its `trust-store` verifies those of the other members; each member needs such a certificate. Members on
     * other machines need it.
     */
    Optional<String> tlsConfigurationName();

    /**
     * The name of the TLS configuration for forwarding commands to the leader, if the server uses TLS for its clients. Its
     * trust store verifies the certificates of the other members' servers; the certificate in its key store is presented if
     * they request one. If this is not set, `quarkus.kvs.cluster.tls-configuration-name` is used.
     */
    Optional<String> forwardTlsConfigurationName();
}
