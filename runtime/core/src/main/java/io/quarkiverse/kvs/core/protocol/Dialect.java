package io.quarkiverse.kvs.core.protocol;

/** The ways in which a reply can be spelled. */
public enum Dialect {
    /** The line protocol. */
    LINE,
    /** RESP, version 2. */
    RESP2,
    /** RESP, version 3. */
    RESP3;

    /** The RESP of a version, 2 or 3. */
    public static Dialect resp(int version) {
        return version == 3 ? RESP3 : RESP2;
    }
}
