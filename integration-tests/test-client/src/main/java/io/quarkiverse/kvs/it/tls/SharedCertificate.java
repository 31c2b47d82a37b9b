package io.quarkiverse.kvs.it.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.quarkiverse.kvs.it.programs.ExternalProgram;

/** Certificates that both sides of a connection share, and trust as the only one. */
public final class SharedCertificate {

    /** Of the key stores. */
    public static final String PASSWORD = "password";
    private static final String ALIAS = "shared";

    private SharedCertificate() {
    }

    /**
     * Makes one with its key.
     *
     * @param store a file that is not there yet, which becomes a PKCS #12 key store
     */
    public static Path make(Path store, String name) throws InterruptedException {
        ExternalProgram.Result result = ExternalProgram.run(store.toAbsolutePath().getParent(),
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
                "-keyalg",
                "EC", "-dname", "CN=" + name, "-validity", "2", "-storetype", "PKCS12", "-keystore",
                store.toAbsolutePath().toString(), "-storepass", PASSWORD);
        if (result.code() != 0) {
            throw new IllegalStateException("no certificate could be made: " + result.output());
        }
        return store;
    }

    /** Shows the certificate of a store, and trusts it. */
    public static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }
}
