package io.quarkiverse.kvs.runtime.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.impl.SSLHelper;
import io.vertx.core.net.impl.SslChannelProvider;

/**
 * How the connections of a {@link TcpServer} are encrypted. Equal settings hold equal keys and certificates.
 *
 * @param options the keys and certificates, protocols, ciphers, and how long a handshake may take
 * @param clientAuth whether clients are to present a certificate
 * @param sni whether the name that a client asks for decides which certificate it sees
 */
public record TlsSettings(SSLOptions options, ClientAuth clientAuth, boolean sni) {

    /**
     * Reads the keys, on another thread, and prepares for connections. Fails if there is something wrong with them.
     * <p>
     * This is what a {@code NetServer} does for itself. It has two habits that a server for many clients had better not have:
     * connections do not count until their handshake is over, and those that arrive while new certificates are read fail.
     */
    Future<SslChannelProvider> load(Vertx vertx) {
        NetServerOptions server = new NetServerOptions().setSsl(true).setSni(sni).setClientAuth(clientAuth)
                // The arithmetic of a handshake takes milliseconds, which others are not to wait for.
                .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
        return new SSLHelper(server, null).buildChannelProvider(options, ((VertxInternal) vertx).getOrCreateContext())
                .map(provider -> {
                    provider.sslServerContext(false);
                    return provider;
                });
    }
}
