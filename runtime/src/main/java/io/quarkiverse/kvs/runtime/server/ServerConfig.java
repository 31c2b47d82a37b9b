package io.quarkiverse.kvs.runtime.server;

/**
 * Where a {@link TcpServer} listens.
 *
 * @param host the address or name to listen on
 * @param port the port to listen on; 0 for any free one
 * @param eventLoops how many event loops serve connections
 * @param tls how connections are encrypted; null if they are not
 */
public record ServerConfig(String host, int port, int eventLoops, TlsSettings tls) {

    public ServerConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host to listen on is empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port to listen on must be from 0 to 65535, not " + port);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("there must be at least 1 event loop, not " + eventLoops);
        }
    }

    /** Without TLS. */
    public ServerConfig(String host, int port, int eventLoops) {
        this(host, port, eventLoops, null);
    }

    /** The same on another port. */
    public ServerConfig with(int otherPort) {
        return new ServerConfig(host, otherPort, eventLoops, tls);
    }

    /** The same with other keys and certificates. */
    public ServerConfig with(TlsSettings other) {
        return new ServerConfig(host, port, eventLoops, other);
    }
}
