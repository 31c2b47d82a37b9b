package io.quarkiverse.kvs.runtime.inprocess;

/** What the callers of a store wait for. */
enum Patience {
    /** For the keys of their commands, and until what they are told lasts. */
    ALL,
    /** For nothing, on an event loop: keys that another thread keeps are a {@link KeysHeldException}. */
    NOTHING,
    /** For keys, on a worker, and for a caller of the kind before. */
    KEYS
}
