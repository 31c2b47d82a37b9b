package io.quarkiverse.kvs.test.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.smallrye.certs.PemCertificateFiles;
import io.smallrye.certs.Pkcs12CertificateFiles;

/**
 * Certificates for tests, each for a server and a client that have signed themselves and trust each other. They are made once
 * in each process, and left in {@code target}.
 */
public final class Certificates {

    public static final String PASSWORD = "changeit";

    private static final Path FOLDER = Path.of("target", "certificates-" + ProcessHandle.current().pid()).toAbsolutePath();

    private final String name;

    /**
     * @param name as these are stored
     * @param host the name of the server
     */
    public Certificates(String name, String host) {
        this.name = name;
        make(p12().trustStoreFile().getFileName().toString(), new CertificateRequest().withName(name).withCN(host)
                .withClientCertificate().withFormat(Format.PEM).withFormat(Format.PKCS12));
    }

    /**
     * Makes what a request asks for, unless it is there already: the class of a test is loaded twice, the second time with the
     * application running, whose files are not to change then. The generator can keep files, too, but makes new keys first,
     * which takes a second for each.
     *
     * @param file the name of one of the files that are made
     * @return that file
     */
    static Path make(String file, CertificateRequest request) {
        Path made = FOLDER.resolve(file);
        if (Files.notExists(made)) {
            try {
                Files.createDirectories(FOLDER);
                new CertificateGenerator(FOLDER, true)
                        .generate(request.withDuration(Duration.ofDays(3650)).withPassword(PASSWORD));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return made;
    }

    public PemCertificateFiles pem() {
        return new PemCertificateFiles(FOLDER, name, true, PASSWORD);
    }

    public Pkcs12CertificateFiles p12() {
        return new Pkcs12CertificateFiles(FOLDER, name, true, PASSWORD);
    }

    /** A connection of a client that trusts this server, and presents nothing. */
    public SSLSocket connect(int port) throws IOException, GeneralSecurityException {
        return connect(new Socket("localhost", port), null);
    }

    /** The same over a socket that is connected already. */
    SSLSocket connect(Socket plain) throws IOException, GeneralSecurityException {
        return connect(plain, null);
    }

    /** A connection of the client that this server trusts. */
    public SSLSocket connectWithCertificate(int port) throws IOException, GeneralSecurityException {
        return connectAs(this, port);
    }

    /** A connection of a client that trusts this server, and that another one trusts. */
    SSLSocket connectAs(Certificates other, int port) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(other.p12().clientKeyStoreFile()), PASSWORD.toCharArray());
        return connect(new Socket("localhost", port), keys);
    }

    private SSLSocket connect(Socket plain, KeyManagerFactory keys) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(p12().trustStoreFile()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
