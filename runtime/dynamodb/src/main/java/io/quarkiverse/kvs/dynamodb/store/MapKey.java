package io.quarkiverse.kvs.dynamodb.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkiverse.kvs.core.store.bytes.Key;

/** The key in the store of one of the ordered maps of a table. Immutable: any thread may use it. */
final class MapKey {

    private final byte[] name;
    private final Key key = new Key();
    private final long segment;

    MapKey(String name) {
        this.name = name.getBytes(UTF_8);
        key.show(this.name);
        // It is the same for all threads from now on.
        segment = key.segment();
    }

    byte[] name() {
        return name;
    }

    Key key() {
        return key;
    }

    /** The bit of its segment. */
    long segment() {
        return segment;
    }
}
