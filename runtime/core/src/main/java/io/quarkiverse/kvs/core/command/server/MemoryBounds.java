package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.store.EvictionPolicy;

/**
 * How much memory may be used, as the configuration of the application says.
 *
 * @param bytes for everything; 0 for no bound
 * @param policy which keys are evicted to stay within that
 * @param clients bytes for what waits for clients, or percents of the above as a negative number; 0 for no bound
 */
public record MemoryBounds(long bytes, EvictionPolicy policy, long clients) {

    /** None, as Redis has it. */
    public static final MemoryBounds NONE = new MemoryBounds(0, EvictionPolicy.NOEVICTION, 0);
}
