package io.quarkiverse.kvs.cluster;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a member is to know.
 *
 * @param name its own, one of those of the members
 * @param members all members by their names, and where they are reached by each other; the same everywhere. Only the address of
 *        this one has to be known already
 * @param directory where the log and the snapshots are kept, for this member alone
 * @param follower what it does with commands on data while another one leads
 * @param reads how it knows, while it leads itself, that what was read is not old
 * @param failureTimeout after how much silence a member is taken for gone
 * @param snapshotAfter after so many bytes of the log a snapshot is made, so that they can be forgotten
 * @param security what members show each other
 */
public record ClusterConfig(String name, Map<String, InetSocketAddress> members, Path directory, FollowerMode follower,
        ReadMode reads, Duration failureTimeout, long snapshotAfter, MemberSecurity security) {

    /** More members make writes slower, and not safer in practice. */
    private static final int MOST_MEMBERS = 9;

    public ClusterConfig {
        Objects.requireNonNull(directory, "directory");
        members = Map.copyOf(members);
        if (!members.containsKey(name)) {
            throw new IllegalArgumentException("there is no member " + name + " among " + members.keySet());
        }
        if (failureTimeout.toMillis() < 100) {
            throw new IllegalArgumentException("the failure timeout must be at least 100 ms");
        }
        members.forEach((each, address) -> {
            if (address.isUnresolved() && each.equals(name)) {
                throw new IllegalArgumentException("the address of this member is not known: " + address);
            }
            if (isElsewhere(address) && !security.isComplete()) {
                throw new IllegalArgumentException("the member " + each + " is at " + address + ", which is not this machine: "
                        + "beyond the loopback interface, members need both TLS and a secret");
            }
        });
    }

    /** What cannot be looked up now may get an address later, which may be any. */
    private static boolean isElsewhere(InetSocketAddress address) {
        return address.isUnresolved() || !address.getAddress().isLoopbackAddress();
    }

    /**
     * The first member that does not connect to this one through the loopback interface.
     *
     * @return its name and its host, such as {@code b at 192.0.2.1}; null if there is none
     */
    public String elsewhere() {
        return new TreeMap<>(members).entrySet().stream().filter(each -> isElsewhere(each.getValue()))
                .map(each -> each.getKey() + " at " + each.getValue().getHostString()).findFirst().orElse(null);
    }

    /**
     * Reads a list of members.
     *
     * @param text names with addresses, such as {@code a=127.0.0.1:7801,b=127.0.0.1:7802,c=127.0.0.1:7803}
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, InetSocketAddress> members(String text) {
        Map<String, InetSocketAddress> members = new LinkedHashMap<>();
        for (String each : text.split(",")) {
            String member = each.strip();
            int equals = member.indexOf('=');
            int colon = member.lastIndexOf(':');
            if (equals < 1 || colon < equals + 2) {
                throw new IllegalArgumentException("a name and an address are needed, such as a=127.0.0.1:7801, not " + member);
            }
            String name = member.substring(0, equals).strip();
            if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
                throw new IllegalArgumentException("a name may have letters, digits and _.- only: " + name);
            }
            int port;
            try {
                port = Integer.parseInt(member.substring(colon + 1).strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a port is a number: " + member, e);
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port must be from 1 to 65535, not " + port);
            }
            if (members.put(name, new InetSocketAddress(member.substring(equals + 1, colon).strip(), port)) != null) {
                throw new IllegalArgumentException("there are two members " + name);
            }
        }
        if (members.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException("there are more than " + MOST_MEMBERS + " members");
        }
        return members;
    }

    /** Where this member listens. */
    public InetSocketAddress address() {
        return members.get(name);
    }

    /**
     * Where a member is found. Its name is looked up each time: it may have got another address, or the first one. May wait for
     * that.
     *
     * @return unresolved if it has none now
     */
    public InetSocketAddress addressOf(String member) {
        InetSocketAddress known = members.get(member);
        return new InetSocketAddress(known.getHostString(), known.getPort());
    }
}
