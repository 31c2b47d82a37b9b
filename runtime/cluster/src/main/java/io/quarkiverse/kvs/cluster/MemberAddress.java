package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where a member is reached by others than the log.
 *
 * @param host where clients find it
 * @param port where clients find it; 0 if it has no server
 * @param copyPort where other members get a copy of its data, on the host that it has in the list of members
 * @param doors other ports for clients, by what is there, in letters
 */
record MemberAddress(String host, int port, int copyPort, Map<String, Integer> doors) {

    private static final int MOST_DOORS = 16;

    MemberAddress {
        doors = Map.copyOf(doors);
    }

    /** The ports, those of doors with their names in front, and the host, with blanks between. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder().append(port).append(' ').append(copyPort).append(' ');
        new TreeMap<>(doors).forEach((door, at) -> text.append(door).append('=').append(at).append(' '));
        return text.append(host).toString().getBytes(UTF_8);
    }

    /** @return null if these are not the bytes of one */
    static MemberAddress of(byte[] bytes) {
        String[] words = new String(bytes, UTF_8).split(" ", MOST_DOORS + 3);
        if (words.length < 3) {
            return null;
        }
        try {
            Map<String, Integer> doors = new TreeMap<>();
            for (int i = 2; i < words.length - 1; i++) {
                String[] door = words[i].split("=", 2);
                doors.put(door[0], Integer.parseInt(door.length < 2 ? "" : door[1]));
            }
            return new MemberAddress(words[words.length - 1], Integer.parseInt(words[0]), Integer.parseInt(words[1]), doors);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
