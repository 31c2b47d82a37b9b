package io.quarkiverse.kvs.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * A sequence of entries that a fixed group of members agree on: each of them sees the same entries at the same places, one
 * after the other. An entry is committed once a majority of the members has it on the disk, and is never lost from then on.
 * <p>
 * One member leads at a time, as far as the members know. Only what the leader appends becomes an entry, and not even that if
 * it ceases to lead: entries that are appended may get lost, also in the middle, but do not change places. What follows from
 * that is the business of {@link ClusterMember}, which says in each entry what it follows upon.
 * <p>
 * Safe for use by many threads. This is the seam at which another engine can take the place of the one that is there.
 */
public interface ReplicatedLog extends Closeable {

    /** Is told when there is something new. Called by threads of the log: must not wait. */
    interface Listener {

        /** More is committed, or another member leads, or none, or members have come or gone. */
        void changed();

        /** A member has said something about itself: see {@link ReplicatedLog#tell}. */
        void told(String member, byte[] what);

        /** The log cannot be written here any more, so this member takes part no longer. */
        void failed(String why);
    }

    /**
     * Begins to take part. Does not wait for other members.
     *
     * @throws IOException if the files of the log cannot be used or are damaged, or the address cannot be listened on
     */
    void start(Listener listener) throws IOException;

    /** A number above 0 if this member leads, another one each time that it begins to; 0 if it does not. */
    long leading();

    /** The name of the member that leads, as far as this one knows; null if none does. */
    String leader();

    /** How many members this one can reach, itself included. */
    int reachable();

    /**
     * Whether this member is still to get what is committed, as it is there for the first time, or has lost its disk: until
     * then, it does not count where a leader is elected.
     */
    boolean isNew();

    /** Appends an entry, if this member still leads. Does not wait. */
    void append(byte[] entry);

    /**
     * Asks the others whether this member still leads. Does not wait.
     *
     * @param leading what {@link #leading} has said
     * @param confirmed is run, by a thread of the log which must not wait, once a majority has said, this member included, that
     *        they knew of no later leader when they were asked; never if that does not come about, as answers may get lost
     */
    void confirm(long leading, Runnable confirmed);

    /**
     * For how long from now on no other member can lead, because a majority has promised that when it was asked: see
     * {@link #confirm}.
     *
     * @param leading what {@link #leading} has said
     * @return nanoseconds; 0 or less if another one may, or nothing was promised
     */
    long sureNanos(long leading);

    /** The place of the last entry that is known here to be committed; places begin at 1. 0 if there is none. */
    long committed();

    /** The first place that can be read: what was in front of it has been forgotten, or has never been here. */
    long first();

    /**
     * The entry at a place.
     *
     * @param place from {@link #first()} to {@link #committed()}
     * @return null if the log itself uses that place
     * @throws IOException if it cannot be read
     */
    byte[] read(long place) throws IOException;

    /**
     * Up to which places the members that can be reached are known to have all entries, by their names. Only the leader knows,
     * so on the others it is empty.
     */
    Map<String, Long> places();

    /** Entries up to a place are not needed here any more, as what they have made is in a snapshot on the disk. */
    void forget(long place);

    /** Says something to all members that can be reached, this one not included. It may get lost. */
    void tell(byte[] what);

    /** Takes part no longer. */
    @Override
    void close();
}
