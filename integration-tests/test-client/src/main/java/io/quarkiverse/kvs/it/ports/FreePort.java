package io.quarkiverse.kvs.it.ports;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that can only be told a number before it starts. It is none of those that the system gives to connections
 * and to servers that leave the choice to it, from 32768 on: any of them could have it before the server does. Where a server
 * can choose its port by itself, let it.
 */
public final class FreePort {

    private static final int FROM = 10_000;
    private static final int TO = 32_768;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {
    }

    /** A port on which nothing listens at the moment; another one each time. */
    public static int next() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free from " + FROM + " to " + TO);
    }

    /** Whether a server could listen on it at the moment. */
    public static boolean isFree(int port) {
        try (ServerSocket all = new ServerSocket(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
