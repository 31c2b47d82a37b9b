package io.quarkiverse.kvs.dynamodb.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The port of the endpoint of this application, where it has to be known before the endpoint listens: the configuration of
 * clients is read once, when the application begins to start.
 */
final class ChosenPort {

    private static final int FROM = 10_000;
    private static final int TO = 32_768;
    private static final int ATTEMPTS = 1000;

    private static String host;
    private static int wanted;
    private static int chosen;

    private ChosenPort() {
    }

    /**
     * Chooses a port, or answers what was chosen before for the same address.
     *
     * @param port the one that is wanted; 0 for any free one
     * @param another whether any free one will do if the wanted one is in use
     */
    static synchronized int choose(String name, int port, boolean another) {
        if (chosen == 0 || port != wanted || !name.equals(host)) {
            int next = port == 0 ? anyFree(name) : port;
            if (!isFree(name, next)) {
                // Who listens will be told why it does not work.
                next = another ? anyFree(name) : port;
            }
            host = name;
            wanted = port;
            chosen = next;
        }
        return chosen;
    }

    /** The port to listen on. */
    static synchronized int of(String name, int port) {
        return chosen != 0 && port == wanted && name.equals(host) ? chosen : port;
    }

    /** None of those that the system gives to connections: one of them could have it before the endpoint does. */
    private static int anyFree(String name) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (isFree(name, port)) {
                return port;
            }
        }
        return 0;
    }

    private static boolean isFree(String name, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(name), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
