package io.quarkiverse.kvs.cluster.raft;

import java.net.InetSocketAddress;
import java.util.List;

import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCPPING;
import org.jgroups.util.Responses;

import io.quarkiverse.kvs.cluster.ClusterConfig;

/**
 * Finds the members at the addresses that their names have now. In Kubernetes, for one, a member gets another address when it
 * is started again, and its name has none before.
 */
final class ByNames extends TCPPING {

    private final ClusterConfig config;

    ByNames(ClusterConfig config) {
        this.config = config;
        // On the wire it is what it extends.
        id = ClassConfigurator.getProtocolId(TCPPING.class);
        lookUp();
    }

    private void lookUp() {
        List<InetSocketAddress> known = config.members().keySet().stream().map(config::addressOf)
                .filter(address -> !address.isUnresolved()).toList();
        setInitialHosts(known);
    }

    @Override
    public void findMembers(List<Address> members, boolean initialDiscovery, Responses responses) {
        lookUp();
        super.findMembers(members, initialDiscovery, responses);
    }
}
