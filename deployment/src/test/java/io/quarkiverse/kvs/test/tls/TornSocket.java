package io.quarkiverse.kvs.test.tls;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLSocket;

/** A TLS connection that can hold back the second half of what is sent. */
final class TornSocket implements AutoCloseable {

    private final SSLSocket encrypted;
    private final Torn plain;

    TornSocket(Certificates server, int port) throws IOException, GeneralSecurityException {
        plain = new Torn(port);
        encrypted = server.connect(plain);
        encrypted.startHandshake();
    }

    SSLSocket encrypted() {
        return encrypted;
    }

    void holdBack() {
        plain.held = new ByteArrayOutputStream();
    }

    void letGo() throws IOException {
        byte[] rest = plain.held.toByteArray();
        plain.held = null;
        plain.getOutputStream().write(rest);
    }

    @Override
    public void close() throws IOException {
        encrypted.close();
    }

    private static final class Torn extends Socket {

        private ByteArrayOutputStream held;

        Torn(int port) throws IOException {
            setTcpNoDelay(true);
            connect(new InetSocketAddress("localhost", port));
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    int now = held == null ? length : length / 2;
                    out.write(bytes, from, now);
                    if (held != null) {
                        held.write(bytes, from + now, length - now);
                    }
                }
            };
        }
    }
}
