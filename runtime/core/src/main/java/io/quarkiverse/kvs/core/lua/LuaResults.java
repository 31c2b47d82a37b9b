package io.quarkiverse.kvs.core.lua;

import java.util.Arrays;

/**
 * What a function returns if it returns no value, or more than one. A function that returns one value returns it as it is.
 * Immutable.
 */
public final class LuaResults {

    /** No value. */
    public static final LuaResults NONE = new LuaResults(new Object[0]);

    final Object[] values;

    private LuaResults(Object[] values) {
        this.values = values;
    }

    /** The result that stands for these values: one value as it is, any other number as {@link LuaResults}. */
    public static Object of(Object... values) {
        return values.length == 1 ? values[0] : values.length == 0 ? NONE : new LuaResults(values);
    }

    /** The first value of a result; nil (null) if there is none. */
    public static Object first(Object result) {
        if (result instanceof LuaResults) {
            Object[] values = ((LuaResults) result).values;
            return values.length == 0 ? null : values[0];
        }
        return result;
    }

    /** The values of a result. The caller must not change the array. */
    public static Object[] all(Object result) {
        return result instanceof LuaResults ? ((LuaResults) result).values : new Object[] { result };
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
