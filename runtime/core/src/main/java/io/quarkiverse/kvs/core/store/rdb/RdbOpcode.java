package io.quarkiverse.kvs.core.store.rdb;

/** What can stand in an RDB file in the place of the type of a value. */
final class RdbOpcode {

    /** Of Valkey 9, for slots of a cluster that are on the move. */
    static final int SLOT_IMPORT = 243;
    /** Of clusters: number of the slot, of keys, and of those that expire. */
    static final int SLOT_INFO = 244;
    static final int FUNCTION = 245;
    /** Of the candidates for Redis 7.0. */
    static final int OLD_FUNCTION = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQUENCY = 249;
    static final int AUX = 250;
    static final int RESIZE_DATABASE = 251;
    static final int EXPIRE_MILLIS = 252;
    /** Of Redis before 2.6. */
    static final int EXPIRE_SECONDS = 253;
    static final int SELECT_DATABASE = 254;
    static final int END = 255;

    private RdbOpcode() {
    }
}
