package io.quarkiverse.kvs.runtime;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.tls.CertificateUpdatedEvent;

/** Lets the server know of new certificates, which the TLS registry looks for every {@code reload-period}. */
@Singleton
public class KvsCertificateUpdates {

    void updated(@Observes CertificateUpdatedEvent event) {
        KvsRecorder.certificatesUpdated(event.name(), event.tlsConfiguration());
    }
}
