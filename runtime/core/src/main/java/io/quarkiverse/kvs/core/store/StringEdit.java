package io.quarkiverse.kvs.core.store;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.StringValue;

/** A string that may be changed. */
public final class StringEdit extends ValueEdit {

    StringEdit(Keyspace keyspace, Segment segment, Entry entry, boolean created) {
        super(keyspace, segment, entry, created);
    }

    /**
     * The string, to be changed. It counts as changed from here on, unless {@link #keptAsItWas} is called at the end.
     */
    public StringValue value() {
        changes();
        return string();
    }

    /** The length, in bytes. */
    public int length() {
        return string().length();
    }

    /** Shows the bytes, to be read only. */
    public Bytes show(Bytes view) {
        return string().show(view);
    }

    /** Nothing has been changed after all. */
    public void keptAsItWas() {
        unchanged();
    }

    private StringValue string() {
        return (StringValue) entry.value;
    }
}
