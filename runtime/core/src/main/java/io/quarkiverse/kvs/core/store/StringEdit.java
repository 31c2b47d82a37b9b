package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.StringValue;

/** A string that may be changed. */
public final class StringEdit extends ValueEdit {

    private final StringValue value;

    StringEdit(Keyspace keyspace, Segment segment, EntryTable table, Entry entry, boolean created) {
        super(keyspace, segment, table, entry, created);
        value = (StringValue) entry.value;
    }

    /**
     * The string, to be changed. It counts as changed from here on, unless {@link #keptAsItWas} is called at the end.
     */
    public StringValue value() {
        changes();
        return value;
    }

    /** The length, in bytes. */
    public int length() {
        return value.length();
    }

    /** Shows the bytes, to be read only. */
    public Bytes show(Bytes view) {
        return value.show(view);
    }

    /** Nothing has been changed after all. */
    public void keptAsItWas() {
        unchanged();
    }
}
