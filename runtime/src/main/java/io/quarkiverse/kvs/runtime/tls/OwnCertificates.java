package io.quarkiverse.kvs.runtime.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;

/**
 * The certificates that the server has shown to its clients since it was made. The Redis clients of the same application, in
 * dev and test mode, trust these and no others, for any issuer and any host; and where clients are to present a certificate,
 * they present these. Only this very application can prove to have the key to one of them.
 * <p>
 * Safe for use from any thread.
 */
final class OwnCertificates {

    private final Set<Certificate> certificates = ConcurrentHashMap.newKeySet();

    void add(Certificate certificate) {
        certificates.add(certificate);
    }

    /** Trusts these only. */
    TrustOptions only() {
        return TrustOptions.wrap(new Trust(null));
    }

    /** Trusts these, and what others trust. */
    TrustOptions orTrustedBy(TrustOptions others) {
        return new OrOthers(others);
    }

    private final class OrOthers implements TrustOptions {

        private final TrustOptions others;

        OrOthers(TrustOptions others) {
            this.others = others;
        }

        @Override
        public TrustOptions copy() {
            return new OrOthers(others.copy());
        }

        @Override
        public TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws Exception {
            TrustManager[] wrapped = wrap(others.getTrustManagerFactory(vertx).getTrustManagers());
            return TrustOptions.wrap(wrapped[0]).getTrustManagerFactory(vertx);
        }

        @Override
        public Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) throws Exception {
            return others.trustManagerMapper(vertx).andThen(managers -> managers == null ? null : wrap(managers));
        }

        private TrustManager[] wrap(TrustManager[] managers) {
            return Arrays.stream(managers)
                    .filter(X509TrustManager.class::isInstance)
                    .map(manager -> new Trust((X509TrustManager) manager))
                    .toArray(TrustManager[]::new);
        }

        /** As a reload of the application that changes nothing is to be recognized. */
        @Override
        public boolean equals(Object other) {
            return other instanceof OrOthers same && same.others.equals(others);
        }

        @Override
        public int hashCode() {
            return others.hashCode();
        }
    }

    private final class Trust implements X509TrustManager {

        /** Null if there are none. */
        private final X509TrustManager others;

        Trust(X509TrustManager others) {
            this.others = others;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!isOwn(chain)) {
                others.checkClientTrusted(chain, authType);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!isOwn(chain)) {
                throw new CertificateException("this is not the certificate of the key/value server in the same application");
            }
        }

        private boolean isOwn(X509Certificate[] chain) {
            return chain.length > 0 && certificates.contains(chain[0]);
        }

        /** Not told: otherwise a client would have to guess whether one of its certificates will do, and guess wrong. */
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
