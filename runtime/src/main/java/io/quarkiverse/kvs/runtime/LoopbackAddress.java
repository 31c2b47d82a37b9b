package io.quarkiverse.kvs.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells whether a host that is listened on can be reached from this machine only. */
public final class LoopbackAddress {

    private LoopbackAddress() {
    }

    /** @return true, too, for a name that has no address: it cannot be listened on, which is said when that is tried */
    public static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
