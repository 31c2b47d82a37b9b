package io.quarkiverse.kvs.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What was done to the data of one database, in the words of a command of Redis that does the same: executed on the
 * same data, it has the same result at any time.
 *
 * @param words the command and its arguments; not to be changed
 */
public record Effect(int database, byte[][] words) {

    static final byte[] HDEL = "HDEL".getBytes(US_ASCII);
    static final byte[] DEL = "DEL".getBytes(US_ASCII);
}
