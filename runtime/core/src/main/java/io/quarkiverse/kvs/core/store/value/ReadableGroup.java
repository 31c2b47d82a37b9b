package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** A group of consumers of a stream, to be read. */
public interface ReadableGroup {

    /** In the place of {@link #entriesRead()}: it is not known. */
    long UNKNOWN = -1;

    /** Not to be changed. */
    byte[] name();

    /** Up to which id its consumers have got entries. */
    StreamId lastId();

    /** How many entries there were up to that id, from the first one that the stream ever had; or {@link #UNKNOWN}. */
    long entriesRead();

    /** What consumers have got, and not acknowledged. */
    ReadablePending pending();

    /** How many consumers it has. */
    int consumers();

    /** The consumer of a name, or null. */
    ReadableConsumer consumer(Bytes name);

    /** Visits the consumers by their names. */
    void forEachConsumer(Consumer<ReadableConsumer> visitor);
}
