package io.quarkiverse.kvs.runtime.redis;

import java.net.URI;

import io.vertx.core.net.NetClientOptions;

/**
 * The server in the same application, as its Redis clients have to know it.
 * <p>
 * It is not injected: the Redis extension creates clients before beans are there that are made when the application starts.
 */
public final class EmbeddedRedis {

    /** What clients have to know of the server. */
    public interface Server {

        /** How a client on this machine reaches the server, with all it has to tell. */
        URI clientUri();

        /**
         * Lets a client in this process trust the server, and be trusted by it, if the server has TLS, and as far as the client
         * has not been told otherwise.
         */
        void introduce(NetClientOptions client);
    }

    /** As long as the server itself in dev mode, where it outlives the application. */
    private static volatile Server server;

    private EmbeddedRedis() {
    }

    /** Sets the server that clients will learn of. To be called when the application starts, before they are created. */
    public static void server(Server running) {
        server = running;
    }

    static Server server() {
        return server;
    }
}
