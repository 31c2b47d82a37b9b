package io.quarkiverse.kvs.runtime.tls;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;

/** Lets the server know of new certificates, which the TLS registry looks for every {@code reload-period}. */
@Singleton
public class KvsCertificateUpdates {

    /** The server, as far as certificates concern it. */
    public interface Listener {

        /** A TLS configuration may have got other keys and certificates. It need not be the server's. */
        void certificatesUpdated(String name, TlsConfiguration configuration);
    }

    /** As long as the server itself in dev mode, where it outlives the application. */
    private static volatile Listener listener;

    /** Sets the listener that is told of new certificates from now on; null for none. */
    public static void tell(Listener server) {
        listener = server;
    }

    void updated(@Observes CertificateUpdatedEvent event) {
        Listener current = listener;
        if (current != null) {
            current.certificatesUpdated(event.name(), event.tlsConfiguration());
        }
    }
}
