package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.ssl.SSLSocket;

/**
 * A connection between two members. It is secured before it is used: with TLS, in which both sides show certificates, and with
 * an {@link Introduction}, as far as these are configured. The thread that connects or accepts waits for that.
 */
final class MemberSocket extends Socket {

    /** How long the other side may take to show who it is. */
    private static final int PATIENCE_MILLIS = 3000;

    private final MemberSecurity security;
    /** TLS over this socket; null without. */
    private volatile SSLSocket tls;
    private volatile boolean closing;

    MemberSocket(MemberSecurity security) {
        this.security = security;
    }

    @Override
    public void connect(SocketAddress to) throws IOException {
        connect(to, 0);
    }

    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
        super.connect(to, timeout);
        secure(true);
    }

    /** Secures a connection that was just accepted. */
    void accepted() throws IOException {
        secure(false);
    }

    private void secure(boolean connects) throws IOException {
        try {
            int before = getSoTimeout();
            setSoTimeout(PATIENCE_MILLIS);
            if (security.tls() != null) {
                InetSocketAddress other = (InetSocketAddress) getRemoteSocketAddress();
                SSLSocket over = (SSLSocket) security.tls().getSocketFactory().createSocket(this, other.getHostString(),
                        other.getPort(), true);
                over.setUseClientMode(connects);
                over.setNeedClientAuth(!connects);
                over.startHandshake();
                tls = over;
            }
            if (security.secret() != null) {
                Introduction introduction = new Introduction(security.secret());
                if (connects) {
                    introduction.connect(getInputStream(), getOutputStream());
                } else {
                    introduction.accept(getInputStream(), getOutputStream());
                }
            }
            setSoTimeout(before);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return tls == null ? super.getInputStream() : tls.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return tls == null ? super.getOutputStream() : tls.getOutputStream();
    }

    /** Does not wait for another thread that closes it. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws IOException {
        if (tls == null || closing) {
            super.close();
            return;
        }
        // It closes this one, too.
        closing = true;
        try {
            tls.close();
        } finally {
            super.close();
        }
    }
}
