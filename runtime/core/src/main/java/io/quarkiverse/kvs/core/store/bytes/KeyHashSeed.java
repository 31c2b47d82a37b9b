package io.quarkiverse.kvs.core.store.bytes;

import java.security.SecureRandom;

/**
 * What {@link KeyHash} starts with, chosen anew by each process. Apart from it because a native executable has to
 * initialize this when it starts, while all else that {@code KeyHash} needs is fast only if it is there from the
 * beginning.
 * <p>
 * Secret, all three: with a known P1, the eight bytes that equal it would make the product zero whatever stands
 * beside them, and with it the hash.
 */
final class KeyHashSeed {

    static final long SEED;
    static final long P0;
    static final long P1;

    static {
        SecureRandom random = new SecureRandom();
        SEED = random.nextLong();
        P0 = random.nextLong() | 1;
        P1 = random.nextLong() | 1;
    }

    private KeyHashSeed() {
    }
}
