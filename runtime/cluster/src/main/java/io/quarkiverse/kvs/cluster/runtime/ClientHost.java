package io.quarkiverse.kvs.cluster.runtime;

import java.util.Set;

import io.quarkiverse.kvs.cluster.ClusterConfig;
import io.quarkiverse.kvs.runtime.ListeningHost;
import io.quarkiverse.kvs.runtime.LoopbackAddress;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Where clients reach the server of a member. Other members need that, too: they send commands to the leader's server, or
 * clients to it.
 */
final class ClientHost {

    private ClientHost() {
    }

    /**
     * An address, as many clients look up no name: that of the member, if the server listens on all.
     *
     * @param host that the server listens on
     */
    static String of(String host, ClusterConfig config) {
        if (host.equals("localhost") || host.isBlank()) {
            return "127.0.0.1";
        }
        return ListeningHost.isWildcard(host) ? config.address().getAddress().getHostAddress() : host;
    }

    /**
     * Refuses a server that only this machine reaches, if there are members on others: those would connect to themselves when
     * they look for it.
     *
     * @param host that the server is to listen on
     * @throws ConfigurationException in that case
     */
    static void requireReachable(String host, ClusterConfig config) {
        String elsewhere = config.elsewhere();
        if (elsewhere != null && LoopbackAddress.is(host)) {
            throw new ConfigurationException("The server would listen on " + host + ", which only this machine reaches, but "
                    + "quarkus.kvs.cluster.members has the member " + elsewhere
                    + ": members also connect to each other's servers. Set quarkus.kvs.host to an address that the other "
                    + "members reach, such as 0.0.0.0, and quarkus.kvs.password to the same password for all members.",
                    Set.of("quarkus.kvs.host", "quarkus.kvs.cluster.members", "quarkus.kvs.password"));
        }
    }
}
