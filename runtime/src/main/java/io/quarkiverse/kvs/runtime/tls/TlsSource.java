package io.quarkiverse.kvs.runtime.tls;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.kvs.runtime.server.TlsSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.SSLOptions;

/**
 * Where the keys and certificates of the server come from: one configuration of the TLS registry.
 *
 * @param name the name of that configuration
 * @param clientAuth whether clients are to present a certificate
 * @param trustOwn whether those of the server will do, which only the server itself can present
 */
public record TlsSource(String name, ClientAuth clientAuth, boolean trustOwn) {

    private static final String NAME = "quarkus.kvs.tls-configuration-name";
    private static final String CLIENT_AUTH = "quarkus.kvs.tls-client-auth";

    /**
     * What the application has configured, or null for no TLS.
     *
     * @param name {@code quarkus.kvs.tls-configuration-name}
     * @param clientAuth {@code quarkus.kvs.tls-client-auth}
     * @param clientsInside whether clients of Redis in the application are to get in by themselves
     */
    public static TlsSource of(Optional<String> name, ClientAuth clientAuth, boolean clientsInside) {
        if (name.isPresent()) {
            return new TlsSource(name.get(), clientAuth, clientsInside && clientAuth != ClientAuth.NONE);
        }
        if (clientAuth != ClientAuth.NONE) {
            throw new ConfigurationException(
                    CLIENT_AUTH + " says that clients must present a certificate, which they can only "
                            + "do with TLS: set " + NAME,
                    Set.of(NAME, CLIENT_AUTH));
        }
        return null;
    }

    /** The configuration itself. Its keys and certificates may change while the application runs. */
    public TlsConfiguration in(TlsConfigurationRegistry registry) {
        TlsConfiguration configuration = registry.get(name)
                .orElseThrow(() -> new ConfigurationException(
                        NAME + " is " + name + ", but there is no TLS configuration of this name: set " + property("key-store"),
                        Set.of(NAME)));
        if (configuration.getKeyStoreOptions() == null) {
            throw new ConfigurationException(
                    "The TLS configuration " + name + " has no certificate for the key/value server to "
                            + "show: set " + property("key-store"),
                    Set.of(NAME, property("key-store")));
        }
        if (clientAuth != ClientAuth.NONE && configuration.getTrustStoreOptions() == null) {
            throw new ConfigurationException(
                    "The TLS configuration " + name + " does not say which certificates of clients the "
                            + "key/value server should trust: set " + property("trust-store"),
                    Set.of(NAME, CLIENT_AUTH, property("trust-store")));
        }
        return configuration;
    }

    private String property(String last) {
        return name.equals("<default>") ? "quarkus.tls." + last + ".*" : "quarkus.tls." + name + "." + last + ".*";
    }

    /**
     * What the server is to encrypt connections with.
     *
     * @param own gets the certificates that clients will see
     */
    TlsSettings settings(TlsConfiguration configuration, OwnCertificates own) {
        addCertificates(configuration.getKeyStore(), own);
        SSLOptions options = configuration.getSSLOptions();
        if (trustOwn) {
            options.setTrustOptions(own.orTrustedBy(options.getTrustOptions()));
        }
        return new TlsSettings(options, clientAuth, configuration.usesSni());
    }

    private static void addCertificates(KeyStore keys, OwnCertificates own) {
        try {
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    own.add(keys.getCertificate(alias));
                }
            }
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was loaded is not", e);
        }
    }
}
