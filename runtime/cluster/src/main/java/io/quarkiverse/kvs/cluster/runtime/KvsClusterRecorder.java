package io.quarkiverse.kvs.cluster.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.cluster.ClusterConfig;
import io.quarkiverse.kvs.cluster.ClusterMember;
import io.quarkiverse.kvs.cluster.MemberSecurity;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.runtime.ConfigurationErrors;
import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkiverse.kvs.runtime.KvsConfig;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** Makes the application a member of a cluster, before any client can connect, and ends that with it. */
@Recorder
public class KvsClusterRecorder {

    private static final String FORWARD_TLS = "forward-tls-configuration-name";
    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs.cluster");

    /** That of the application that runs in this process, or did last. In dev mode, the server outlives it. */
    private static volatile ClusterMember member;

    private final RuntimeValue<KvsClusterConfig> config;
    private final RuntimeValue<KvsConfig> kvs;
    private final KvsBuildTimeConfig build;

    public KvsClusterRecorder(RuntimeValue<KvsClusterConfig> config, RuntimeValue<KvsConfig> kvs, KvsBuildTimeConfig build) {
        this.config = config;
        this.kvs = kvs;
        this.build = build;
    }

    /** The member that the application in this process is, or was last; null if it is none. */
    public static ClusterMember member() {
        return member;
    }

    /** Begins to be one, if that is configured. */
    public void join(Supplier<Vertx> vertx, Supplier<TlsConfigurationRegistry> tls, ShutdownContext shutdown) {
        KvsClusterConfig wanted = config.getValue();
        ClusterMember before = member;
        if (wanted.members().isEmpty()) {
            member = null;
            if (before != null) {
                before.release();
            }
            return;
        }
        ClusterConfig cluster = cluster(wanted, tls);
        if (!build.enabled()) {
            throw new ConfigurationException("A member of a cluster needs its server, as members also connect to each other's "
                    + "servers: quarkus.kvs.enabled is false, and quarkus.kvs.cluster.members is set.",
                    Set.of("quarkus.kvs.enabled", "quarkus.kvs.cluster.members"));
        }
        ClientHost.requireReachable(kvs.getValue().host(), cluster);
        ServerState state = KvsRecorder.instance().serverState();
        if (state.settings().persistence().load) {
            throw new ConfigurationException("A member of a cluster keeps its data in quarkus.kvs.cluster.directory: neither "
                    + "quarkus.kvs.persistence.append-only, .save nor .directory can be set as well.",
                    Set.of("quarkus.kvs.cluster.members", "quarkus.kvs.persistence.directory"));
        }
        NetClientOptions network = network(wanted, tls);
        try {
            ClusterMember next = ClusterMember.of(state, cluster, vertx.get().createNetClient(network));
            next.start();
            member = next;
        } catch (IOException e) {
            throw new KvsException("The application cannot become the member " + cluster.name() + ": " + e.getMessage(), e);
        }
        if (before != null) {
            before.release();
        }
        shutdown.addShutdownTask(member::close);
        LOG.infof("Member %s of a cluster of %d, in %s", cluster.name(), cluster.members().size(), cluster.directory());
    }

    /** Called once clients can connect. */
    public void listening() {
        KvsInstance instance = KvsRecorder.instance();
        if (member != null) {
            int port = Math.max(0, instance.port());
            member.clientsAt(ClientHost.of(instance.host(), member.config()), port);
        }
    }

    private static ClusterConfig cluster(KvsClusterConfig wanted, Supplier<TlsConfigurationRegistry> tls) {
        List<String> members = wanted.members().orElseThrow();
        Map<String, InetSocketAddress> addresses;
        try {
            addresses = ClusterConfig.members(String.join(",", members));
        } catch (IllegalArgumentException e) {
            throw wrong("members", e.getMessage());
        }
        String name = wanted.name().orElseThrow(() -> wrong("name", "it is not set"));
        Path directory;
        try {
            directory = Path.of(wanted.directory().orElseThrow(() -> wrong("directory", "it is not set")));
        } catch (InvalidPathException e) {
            throw wrong("directory", e.getMessage());
        }
        MemberSecurity security = security(wanted, tls);
        try {
            return new ClusterConfig(name, addresses, directory, wanted.follower(), wanted.reads(),
                    wanted.failureTimeout(),
                    wanted.snapshotAfter().asLongValue(), security);
        } catch (IllegalArgumentException e) {
            throw wrong("members", e.getMessage());
        }
    }

    /** How to connect to the servers of other members, which use TLS if this one's does. */
    private NetClientOptions network(KvsClusterConfig wanted, Supplier<TlsConfigurationRegistry> tls) {
        NetClientOptions options = ClusterMember.clientOptions();
        if (kvs.getValue().tlsConfigurationName().isPresent()) {
            String name = wanted.forwardTlsConfigurationName().or(wanted::tlsConfigurationName)
                    .orElseThrow(
                            () -> wrong(FORWARD_TLS,
                                    "it is not set, but the server uses TLS: without it, commands cannot be forwarded to "
                                            + "the leader"));
            TlsConfiguration named = named(FORWARD_TLS, name, tls);
            if (named.getTrustStoreOptions() == null) {
                throw wrong(FORWARD_TLS, "the TLS configuration " + name + " needs a trust store");
            }
            TlsConfigUtils.configure(options, named);
        }
        return options;
    }

    private static TlsConfiguration named(String property, String name, Supplier<TlsConfigurationRegistry> tls) {
        return tls.get().get(name).orElseThrow(() -> wrong(property, "there is no TLS configuration " + name));
    }

    private static MemberSecurity security(KvsClusterConfig wanted, Supplier<TlsConfigurationRegistry> tls) {
        if (wanted.secret().isEmpty() && wanted.tlsConfigurationName().isEmpty()) {
            return MemberSecurity.NONE;
        }
        SSLContext context = null;
        if (wanted.tlsConfigurationName().isPresent()) {
            String name = wanted.tlsConfigurationName().get();
            TlsConfiguration named = named("tls-configuration-name", name, tls);
            if (named.getKeyStoreOptions() == null || named.getTrustStoreOptions() == null) {
                throw wrong("tls-configuration-name", "the TLS configuration " + name
                        + " needs a key store and a trust store, as both sides show certificates");
            }
            try {
                context = named.createSSLContext();
            } catch (Exception e) {
                throw wrong("tls-configuration-name", e.getMessage());
            }
        }
        try {
            return new MemberSecurity(context, wanted.secret().orElse(null));
        } catch (IllegalArgumentException e) {
            throw wrong("secret", e.getMessage());
        }
    }

    /** Without a cause, so that Quarkus tells the message, and no stack trace. */
    private static ConfigurationException wrong(String property, String message) {
        return ConfigurationErrors.wrong("quarkus.kvs.cluster." + property, message);
    }
}
