package io.quarkiverse.kvs.cluster;

/** What a member does with commands on data while another one leads. */
public enum FollowerMode {
    /** Sends them on to the leader, and its replies back. */
    FORWARD,
    /** Returns the error {@code MOVED} with the address of the leader. */
    REDIRECT,
    /** The same, except that it answers those that only read itself, with what it knows. */
    READ_STALE
}
