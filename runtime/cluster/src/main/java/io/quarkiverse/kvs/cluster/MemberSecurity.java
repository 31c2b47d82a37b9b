package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * What members show each other before they say anything.
 *
 * @param tls with the certificate of this member, and those by which it knows the others'; null for no TLS
 * @param secret that all members know; null for none
 */
public record MemberSecurity(SSLContext tls, String secret) {

    /** For members on the loopback interface only. */
    public static final MemberSecurity NONE = new MemberSecurity(null, null);

    /** A shorter secret can be guessed. */
    static final int SHORTEST_SECRET = 16;

    public MemberSecurity {
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("a secret must have at least " + SHORTEST_SECRET + " characters");
        }
    }

    /** Whether members may be on other machines. */
    boolean isComplete() {
        return tls != null && secret != null;
    }

    /** Neither the secret nor the keys. */
    @Override
    public String toString() {
        return (tls == null ? "no TLS" : "TLS") + ", " + (secret == null ? "no secret" : "a secret");
    }

    /** Makes sockets that are secured once they are connected. */
    public SocketFactory clients() {
        return new Clients();
    }

    /**
     * Makes server sockets whose connections are secured when they are accepted.
     *
     * @param refused is told why a connection was closed; must not wait
     */
    public ServerSocketFactory servers(Consumer<String> refused) {
        return new Servers(refused);
    }

    private final class Clients extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new MemberSocket(MemberSecurity.this);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(InetAddress.getByName(host), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(host, port, null, 0);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return createSocket(InetAddress.getByName(host), port, localHost, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
            Socket socket = createSocket();
            socket.bind(new InetSocketAddress(localHost, localPort));
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }
    }

    private final class Servers extends ServerSocketFactory {

        private final Consumer<String> refused;

        Servers(Consumer<String> refused) {
            this.refused = refused;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new Server(refused);
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 50);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, null);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            ServerSocket socket = createServerSocket();
            socket.bind(new InetSocketAddress(address, port), backlog);
            return socket;
        }
    }

    private final class Server extends ServerSocket {

        private final Consumer<String> refused;

        Server(Consumer<String> refused) throws IOException {
            this.refused = refused;
        }

        @Override
        public Socket accept() throws IOException {
            while (true) {
                MemberSocket next = new MemberSocket(MemberSecurity.this);
                implAccept(next);
                try {
                    next.accepted();
                    return next;
                } catch (IOException e) {
                    refused.accept("a connection from " + next.getRemoteSocketAddress() + " was refused: " + e.getMessage());
                }
            }
        }
    }
}
