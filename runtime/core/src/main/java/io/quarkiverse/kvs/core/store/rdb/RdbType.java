package io.quarkiverse.kvs.core.store.rdb;

/**
 * The kinds of values of the RDB format, as far as they are known here; each is written as a byte in front of
 * the value.
 */
enum RdbType {
    STRING(0),
    LIST(1),
    SET(2),
    /** Scores are text. */
    ZSET(3),
    HASH(4),
    /** Scores are binary. */
    ZSET_2(5),
    HASH_ZIPMAP(9),
    LIST_ZIPLIST(10),
    SET_INTSET(11),
    ZSET_ZIPLIST(12),
    HASH_ZIPLIST(13),
    /** Nodes are ziplists. */
    LIST_QUICKLIST(14),
    HASH_LISTPACK(16),
    ZSET_LISTPACK(17),
    /** Nodes are listpacks, or single elements. */
    LIST_QUICKLIST_2(18),
    STREAM_LISTPACKS(15),
    /** What is known of entries that are gone is there, too. */
    STREAM_LISTPACKS_2(19),
    /** When consumers were active is there, too. */
    STREAM_LISTPACKS_3(21);

    private static final RdbType[] ALL = values();

    final int code;

    RdbType(int code) {
        this.code = code;
    }

    /** @throws RdbFormatException if there is none, or if it is a module's own */
    static RdbType of(int code) {
        for (RdbType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        throw new RdbFormatException("values of type " + code + " are not known");
    }
}
