package io.quarkiverse.kvs.core.command.replication;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Several servers that hold the same data because they do what one log says, as far as this one knows them. Safe for use by
 * many threads; nothing here waits.
 */
public interface ReplicaGroup {

    /**
     * One of them.
     *
     * @param host where clients find it; empty if that is not known
     * @param port where clients find it; 0 if that is not known, or it has no server
     * @param own whether it is this server
     * @param leading whether it is the one that executes what clients ask for
     * @param place of the last entry that it is known to have; -1 if that is not known
     */
    record Member(String name, String host, int port, boolean own, boolean leading, long place) {
    }

    /** Whether this server is the one that executes what clients ask for. */
    boolean isLeading();

    /**
     * A number for the time in which this server leads without a break, another one each time that it begins to; 0 while it
     * does not. It does not change while a gate to any key is open.
     */
    long reign();

    /**
     * Tells the other servers of a port of this one, beside that for clients.
     *
     * @param door what is there, in letters
     */
    void offer(String door, int port);

    /**
     * Where the server that leads has such a port, if that is another one.
     *
     * @return null if that is not known, or this one leads
     */
    InetSocketAddress atLeader(String door);

    /**
     * One that is not on this machine, so that it does not reach what listens on the loopback interface here.
     *
     * @return its name and where it is, such as {@code b at 192.0.2.1}; null if all are on this machine
     */
    String elsewhere();

    /** All of them, this one included, in the same order everywhere. */
    List<Member> members();

    /** The one that executes what clients ask for; null if none is known. */
    default Member leader() {
        return members().stream().filter(Member::leading).findFirst().orElse(null);
    }

    /** This server itself. */
    default Member own() {
        return members().stream().filter(Member::own).findFirst().orElseThrow();
    }

    /** Those of the others of which it is known what they have. */
    default List<Member> others() {
        return members().stream().filter(each -> !each.own() && each.place() >= 0).toList();
    }

    /** The place in the log of the last entry that this server has done. */
    long place();

    /**
     * How many of the others have all that a record of this server tells, on their disks.
     *
     * @param record its number in the server's own log
     */
    int having(long record);
}
