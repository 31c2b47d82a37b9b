package io.quarkiverse.kvs.cluster;

/** How a leader knows, when it answers those who only read, that no other member leads. */
public enum ReadMode {
    /**
     * From promises: whenever a majority has been asked, its members vote for no other one for a while, by their own clocks.
     * Monotonic clocks have to run about equally fast, and must not stand still while a machine is halted.
     */
    LEASE,
    /** By asking a majority after each read. No clocks are compared. */
    CONFIRM
}
