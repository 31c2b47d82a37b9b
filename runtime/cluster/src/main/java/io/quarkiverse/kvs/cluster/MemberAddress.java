package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where a member is reached by others than the log.
 *
 * @param host where clients find it
 * @param port where clients find it; 0 if it has no server
 * @param copyPort where other members get a copy of its data, on the host that it has in the list of members
 */
record MemberAddress(String host, int port, int copyPort) {

    byte[] bytes() {
        return (port + " " + copyPort + " " + host).getBytes(UTF_8);
    }

    /** @return null if these are not the bytes of one */
    static MemberAddress of(byte[] bytes) {
        String[] words = new String(bytes, UTF_8).split(" ", 3);
        try {
            return words.length < 3 ? null
                    : new MemberAddress(words[2], Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
