package io.quarkiverse.kvs.runtime.tls;

import io.quarkiverse.kvs.runtime.server.TlsSettings;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;

/**
 * What the server encrypts connections with, as the TLS registry has it now and whenever that changes; and how clients in the
 * same application come to trust the server, and it them.
 * <p>
 * For one thread at a time.
 */
public final class ServerTls {

    private final OwnCertificates own = new OwnCertificates();
    /** Null for no TLS. */
    private TlsSource source;

    /**
     * What to listen with.
     *
     * @param from where certificates come from, now and whenever they change; null for no TLS
     * @param configuration what is there now
     * @return null for no TLS
     */
    public TlsSettings settings(TlsSource from, TlsConfiguration configuration) {
        source = from;
        return from == null ? null : from.settings(configuration, own);
    }

    /**
     * A TLS configuration may have got other keys and certificates.
     *
     * @return what to listen with, perhaps the same as before; null if it is not the configuration of the server
     */
    public TlsSettings updated(String name, TlsConfiguration configuration) {
        return source == null || !source.name().equals(name) ? null : source.settings(configuration, own);
    }

    /**
     * Lets a client in this process trust the server, and be trusted by it, as far as it has not been told otherwise.
     *
     * @param tls what the server listens with; null for no TLS
     */
    public void introduce(NetClientOptions client, TlsSettings tls) {
        if (tls == null) {
            return;
        }
        if (client.getTrustOptions() == null && !client.isTrustAll()) {
            client.setTrustOptions(own.only()).setHostnameVerificationAlgorithm("");
        }
        if (client.getKeyCertOptions() == null && tls.clientAuth() != ClientAuth.NONE) {
            client.setKeyCertOptions(tls.options().getKeyCertOptions());
        }
    }
}
