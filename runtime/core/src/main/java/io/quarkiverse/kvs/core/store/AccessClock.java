package io.quarkiverse.kvs.core.store;

/**
 * When an entry was last used, in the 24 bits that every entry has for it: seconds since 1970, as many as fit, so
 * they start again after 194 days. OBJECT IDLETIME tells the difference to now.
 */
final class AccessClock {

    private static final int BITS = 0xffffff;

    private AccessClock() {
    }

    /** @param now milliseconds since 1970 */
    static int at(long now) {
        return (int) (now / 1000) & BITS;
    }

    /** The instant that lies so many seconds before another one, or as many as there are. */
    static int before(int access, long seconds) {
        return access - (int) Math.min(seconds, BITS) & BITS;
    }

    /** The whole seconds from one instant to another. */
    static int secondsBetween(int access, int now) {
        return now - access & BITS;
    }
}
