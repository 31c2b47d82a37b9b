package io.quarkiverse.kvs.core.store.value;

/** A consumer of a group, to be read. */
public interface ReadableConsumer {

    /** Not to be changed. */
    byte[] name();

    /** When it was seen last, in milliseconds since 1970. */
    long seenTime();

    /** What it has got, and not acknowledged. */
    ReadablePending pending();
}
