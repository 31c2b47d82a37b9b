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
    /** A value of a module of Redis: of these, only ordered maps, and hashes with fields that expire, are known. */
    MODULE_2(7),
    HASH_ZIPMAP(9),
    LIST_ZIPLIST(10),
    SET_INTSET(11),
    ZSET_ZIPLIST(12),
    HASH_ZIPLIST(13),
    /** Nodes are ziplists. */
    LIST_QUICKLIST(14),
    STREAM_LISTPACKS(15),
    HASH_LISTPACK(16),
    ZSET_LISTPACK(17),
    /** Nodes are listpacks, or single elements. */
    LIST_QUICKLIST_2(18),
    /** What is known of entries that are gone is there, too. */
    STREAM_LISTPACKS_2(19),
    /** Of Redis 7.2. */
    SET_LISTPACK(20, 11),
    /** When consumers were active is there, too; of Redis 7.2. */
    STREAM_LISTPACKS_3(21, 11);

    private static final RdbType[] ALL = values();

    private static final RdbType[] BY_CODE = byCode();

    final int code;
    private final int since;

    RdbType(int code) {
        this(code, 0);
    }

    /** @param since the version of the format that has it first, where that matters */
    RdbType(int code, int since) {
        this.code = code;
        this.since = since;
    }

    private static RdbType[] byCode() {
        RdbType[] types = new RdbType[ALL[ALL.length - 1].code + 1];
        for (RdbType type : ALL) {
            types[type.code] = type;
        }
        return types;
    }

    /** @throws RdbFormatException if there is none in a version of the format, or if it is a module's own */
    static RdbType of(int code, int version) {
        RdbType type = code < BY_CODE.length ? BY_CODE[code] : null;
        if (type == null || type.since > version) {
            throw new RdbFormatException("values of type " + code + " are not known");
        }
        return type;
    }
}
