package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * How a string came about, as far as OBJECT ENCODING tells it. All strings are stored as their bytes; Redis stores integers as
 * such and short strings in one block, and reports which.
 */
public enum StringEncoding {
    /** Set as a whole: {@code int} if it is an integer as Redis writes it, else {@code embstr} or {@code raw} by its length. */
    AUTO,
    /** Written as text: {@code embstr} or {@code raw} by its length, also if it is an integer. */
    TEXT,
    /** Changed in place: {@code raw}. */
    RAW;

    /** The longest string that Redis calls {@code embstr}. */
    private static final int EMBSTR_MAX = 44;

    /** Redis's name for the encoding of a string that came about this way. */
    public String nameOf(Bytes value) {
        if (this == RAW) {
            return "raw";
        }
        if (this == AUTO && Decimal.isLong(value)) {
            return "int";
        }
        return value.length() <= EMBSTR_MAX ? "embstr" : "raw";
    }
}
