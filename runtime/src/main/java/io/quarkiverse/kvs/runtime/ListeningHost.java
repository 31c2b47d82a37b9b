package io.quarkiverse.kvs.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A host that a server listens on, as its clients on this machine see it. */
public final class ListeningHost {

    private ListeningHost() {
    }

    /** Whether it stands for all addresses of this machine. */
    public static boolean isWildcard(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** How a URI names it: in brackets if it is an address of IPv6, and {@code localhost} if it stands for all addresses. */
    public static String inUri(String host) {
        if (isWildcard(host)) {
            return "localhost";
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
