package io.quarkiverse.kvs.core.store;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * A key of a certain database, for tables of what clients are interested in.
 *
 * @param name the bytes of the key as characters U+0000 to U+00FF: see {@link Bytes#latin1()}
 */
public record DatabaseKey(int database, String name) {

    /** The key itself. */
    public Key key() {
        return new Key().show(name.getBytes(StandardCharsets.ISO_8859_1));
    }
}
