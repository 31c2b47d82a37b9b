package io.quarkiverse.kvs.core.command.replication;

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

    /** All of them, this one included, in the same order everywhere. */
    List<Member> members();

    /** The place in the log of the last entry that this server has done. */
    long place();

    /**
     * How many of the others have all that a record of this server tells, on their disks.
     *
     * @param record its number in the server's own log
     */
    int having(long record);
}
