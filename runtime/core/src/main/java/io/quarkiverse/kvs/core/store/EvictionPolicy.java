package io.quarkiverse.kvs.core.store;

import java.util.Locale;

/** Which keys are evicted when memory runs out: Redis's {@code maxmemory-policy}. */
public enum EvictionPolicy {
    /** None: commands that need memory are refused. */
    NOEVICTION(false),
    /** Those that have not been used for longest. */
    ALLKEYS_LRU(false),
    /** Those that are used least often. */
    ALLKEYS_LFU(false),
    /** Any. */
    ALLKEYS_RANDOM(false),
    /** Of those that have an expiry time, those that have not been used for longest. */
    VOLATILE_LRU(true),
    /** Of those that have an expiry time, those that are used least often. */
    VOLATILE_LFU(true),
    /** Of those that have an expiry time, any. */
    VOLATILE_RANDOM(true),
    /** Those that expire soonest. */
    VOLATILE_TTL(true);

    private final boolean onlyExpiring;

    EvictionPolicy(boolean onlyExpiring) {
        this.onlyExpiring = onlyExpiring;
    }

    /**
     * The policy of a name such as {@code allkeys-lru}, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EvictionPolicy of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether only keys are evicted that have an expiry time. */
    boolean onlyExpiring() {
        return onlyExpiring;
    }

    /** Whether it matters how often keys are used, and not when that was. */
    public boolean needsFrequency() {
        return this == ALLKEYS_LFU || this == VOLATILE_LFU;
    }

    boolean isRandom() {
        return this == ALLKEYS_RANDOM || this == VOLATILE_RANDOM;
    }

    /** As Redis writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
