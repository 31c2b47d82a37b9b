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
 * Several instances of the application that hold the same data.
 */
@ConfigMapping(prefix = "quarkus.kvs.cluster")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KvsClusterConfig {

    /**
     * All members, this one included, with names and addresses that they have for each other, such as
     * `a=127.0.0.1:7801,b=127.0.0.1:7802,c=127.0.0.1:7803`: the same list for each of them. If this is not set, the application
     * keeps its data by itself.
     */
    Optional<List<String>> members();

    /**
     * The name of this member, one of those in `quarkus.kvs.cluster.members`.
     */
    Optional<String> name();

    /**
     * Where this member keeps the log and its snapshots. Each member needs a directory of its own, which is still there when it
     * is started again.
     */
    Optional<String> directory();

    /**
     * What a member does with commands on data while another one leads: `forward` sends them on to it; `redirect` tells the
     * client where it is, with the error `MOVED`; `read-stale` does the same, except that it answers those that only read with
     * the data that it has, which may be old.
     */
    @WithDefault("forward")
    FollowerMode follower();

    /**
     * How the member that leads knows, when it answers commands that only read, that no other one leads: `lease` by promises of
     * a majority, which vote for no other one for half a second; `confirm` by asking a majority after each of them. Promises
     * cost next to nothing, but go by the clocks of the members: they must run about equally fast, and must not stand still
     * while a virtual machine does.
     */
    @WithDefault("confirm")
    ReadMode reads();

    /**
     * After how much silence a member is taken for gone. On a busy machine more is needed, or leaders change for no reason.
     */
    @WithDefault("2s")
    Duration failureTimeout();

    /**
     * After how many bytes in the log a snapshot is made, so that they can be forgotten.
     */
    @WithDefault("64M")
    MemorySize snapshotAfter();

    /**
     * What all members know, and show each other whenever they connect, without saying it: at least 16 characters, the same for
     * each of them. Members on other machines need it.
     */
    Optional<String> secret();

    /**
     * The name of the TLS configuration with the certificate of this member (`key-store`) and those by which it knows the other
     * members' (`trust-store`). What members tell each other is then encrypted, and each of them has to have such a
     * certificate.
     * Members on other machines need it.
     */
    Optional<String> tlsConfigurationName();

    /**
     * The name of the TLS configuration with which commands are sent on to the member that leads, if the server uses TLS for
     * its clients. Its trust store knows the certificates of the other members' servers; what is in its key store is shown if
     * they ask for a certificate. If this is not set, that of `quarkus.kvs.cluster.tls-configuration-name` is used.
     */
    Optional<String> forwardTlsConfigurationName();
}
