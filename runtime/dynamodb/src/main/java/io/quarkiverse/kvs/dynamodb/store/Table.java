package io.quarkiverse.kvs.dynamodb.store;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/**
 * A table: what is known of it, and where its items are. Several ordered maps: one of the items, one for each index, one of the
 * instants at which items expire, one of its stream.
 * <p>
 * Safe for use by several threads. Only with the gate open for its segments does it change.
 */
public final class Table {

    private final MapKey items;
    private final MapKey expiry;
    private final MapKey stream;
    private volatile State state;
    private volatile boolean gone;
    private volatile boolean leftOver;
    /** The bytes of all items, as DynamoDB counts them. Written with the gate open. */
    private volatile long bytes;
    /** The sequence number of the last record of the stream. */
    private volatile long lastSequence;

    /** What changes together. */
    private record State(TableDescription description, List<IndexMap> indexes, long segments) {
    }

    /** An index, and where it is. */
    record IndexMap(IndexDescription description, MapKey key) {
    }

    Table(TableDescription description) {
        String id = description.id();
        items = new MapKey(id + "/items");
        expiry = new MapKey(id + "/expiry");
        stream = new MapKey(id + "/stream");
        state = stateOf(description);
    }

    private State stateOf(TableDescription description) {
        List<IndexMap> indexes = new ArrayList<>();
        long segments = items.segment() | expiry.segment() | stream.segment();
        for (IndexDescription index : description.indexes()) {
            MapKey key = indexKey(description, index);
            indexes.add(new IndexMap(index, key));
            segments |= key.segment();
        }
        return new State(description, List.copyOf(indexes), segments);
    }

    static MapKey indexKey(TableDescription description, IndexDescription index) {
        return new MapKey(description.id() + "/index/" + index.name());
    }

    public TableDescription description() {
        return state.description;
    }

    public String name() {
        return state.description.name();
    }

    /** With the gate open for the segments that it has and will have. */
    void become(TableDescription description) {
        state = stateOf(description);
    }

    void gone() {
        gone = true;
    }

    /** Whether it has not been removed. */
    public boolean isThere() {
        return !gone;
    }

    /** Whether {@link Tables#empty} has removed its items, and no request has used it since. */
    boolean isLeftOver() {
        return leftOver;
    }

    void leftOver(boolean yes) {
        leftOver = yes;
    }

    MapKey items() {
        return items;
    }

    MapKey expiry() {
        return expiry;
    }

    MapKey stream() {
        return stream;
    }

    List<IndexMap> indexes() {
        return state.indexes;
    }

    /** All segments that its maps are in. */
    long segments() {
        return state.segments;
    }

    /** The bytes of all items, as DynamoDB counts them. */
    public long bytes() {
        return bytes;
    }

    void add(long more) {
        bytes = bytes + more;
    }

    /** The number of a new record in its stream; they grow, also over a restart. */
    long nextSequence(long now) {
        lastSequence = Math.max(lastSequence + 1, StreamRecord.firstSequence(now));
        return lastSequence;
    }

    /** The number of the last record in its stream. */
    public long lastSequence() {
        return lastSequence;
    }

    void lastSequence(long sequence) {
        lastSequence = Math.max(lastSequence, sequence);
    }
}
