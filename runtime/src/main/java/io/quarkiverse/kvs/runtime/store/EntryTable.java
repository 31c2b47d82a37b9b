package io.quarkiverse.kvs.runtime.store;

/**
 * The entries of one segment of one database. Those that have an expiry time are marked, so that the search for entries whose
 * time has come looks at tags only.
 */
final class EntryTable extends OpenTable {

    @Override
    long hash(Object entry) {
        return Entry.hash(entry);
    }

    @Override
    boolean isNamed(Object entry, Key key) {
        return Entry.hasKey(entry, key);
    }

    /** How many of the entries have an expiry time. */
    int expiring() {
        return marked();
    }

    boolean expiresAt(int slot) {
        return isMarkedAt(slot);
    }

    /**
     * The next slot, from one on, whose entry's time to live has run out, or -1 at the end.
     *
     * @param limit the slot before which to stop looking
     */
    int nextExpired(int from, int limit, long now) {
        int end = Math.min(limit, capacity());
        for (int i = from; i < end; i++) {
            if (isMarkedAt(i) && Entry.expired(elementAt(i), now)) {
                return i;
            }
        }
        return -1;
    }
}
