package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Key;

/** Learns which keys are changed, for clients that keep copies of what they have read: see {@link Store#observe}. */
public interface ChangeObserver {

    /**
     * Something is about to be noted of an opening of the gate, for the first time in it.
     *
     * @param actor for whom the gate was opened: see {@link Gate#actor}; null if that is no client
     */
    News news(Object actor);

    /** What has happened in one opening of the gate. It belongs to the thread that has opened it. */
    interface News {

        /** A key has been changed, in whichever database. Its segment is locked; the key shows something else afterwards. */
        void changed(Key key);

        /** A database has been emptied. All segments are locked. */
        void flushed();

        /** The gate is closed: what was noted can be told. */
        void tell();
    }
}
