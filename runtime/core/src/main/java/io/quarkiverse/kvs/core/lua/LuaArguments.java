package io.quarkiverse.kvs.core.lua;

/**
 * The arguments of a call of a {@link LuaHostFunction}, numbered from 1. The checks raise the errors that Lua's own
 * libraries raise, such as {@code bad argument #1 to 'rep' (string expected, got nil)}. Used by one thread, and only during
 * the call.
 */
public final class LuaArguments {

    private final LuaState state;
    final Object[] values;

    LuaArguments(LuaState state, Object[] values) {
        this.state = state;
        this.values = values;
    }

    public LuaState state() {
        return state;
    }

    /** How many there are. */
    public int count() {
        return values.length;
    }

    /** One of them; nil (null) if there are not so many. */
    public Object get(int n) {
        return n <= values.length ? values[n - 1] : null;
    }

    /** All from the {@code n}th on, as a new array. */
    public Object[] from(int n) {
        return n > values.length ? new Object[0] : java.util.Arrays.copyOfRange(values, n - 1, values.length);
    }

    /** The same, with one more. */
    public LuaArguments with(Object last) {
        Object[] all = java.util.Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return new LuaArguments(state, all);
    }

    public boolean isNoneOrNil(int n) {
        return get(n) == null;
    }

    /** Any value, also nil, but there must be one. */
    public Object checkAny(int n) {
        if (n > values.length) {
            throw error(n, "value expected");
        }
        return values[n - 1];
    }

    public LuaTable checkTable(int n) {
        Object value = get(n);
        if (value instanceof LuaTable) {
            return (LuaTable) value;
        }
        throw typeError(n, "table");
    }

    public LuaFunction checkFunction(int n) {
        Object value = get(n);
        if (value instanceof LuaFunction) {
            return (LuaFunction) value;
        }
        throw typeError(n, "function");
    }

    /** A string, or a number as text. */
    public LuaString checkString(int n) {
        Object value = get(n);
        if (value instanceof LuaString) {
            return (LuaString) value;
        }
        if (value instanceof Double) {
            return LuaNumbers.toLuaString((Double) value);
        }
        throw typeError(n, "string");
    }

    public LuaString optString(int n, LuaString fallback) {
        return isNoneOrNil(n) ? fallback : checkString(n);
    }

    /** A number, or a string that looks like one. */
    public double checkNumber(int n) {
        Object value = get(n);
        if (value instanceof Double) {
            return (Double) value;
        }
        if (value instanceof LuaString) {
            Double number = LuaNumbers.parse((LuaString) value);
            if (number != null) {
                return number;
            }
        }
        throw typeError(n, "number");
    }

    /** A number as C makes an integer of 64 bits of it: truncated; what has no integer becomes the least one. */
    public long checkInteger(int n) {
        return LuaNumbers.toLong(checkNumber(n));
    }

    public long optInteger(int n, long fallback) {
        return isNoneOrNil(n) ? fallback : checkInteger(n);
    }

    /** The lower 32 bits of {@link #checkInteger}. */
    public int checkInt(int n) {
        return (int) checkInteger(n);
    }

    public int optInt(int n, int fallback) {
        return isNoneOrNil(n) ? fallback : checkInt(n);
    }

    public void check(boolean condition, int n, String message) {
        if (!condition) {
            throw error(n, message);
        }
    }

    /** One of some words; its index. */
    public int checkOption(int n, String fallback, String... options) {
        String given = fallback != null && isNoneOrNil(n) ? fallback : checkString(n).toString();
        for (int i = 0; i < options.length; i++) {
            if (options[i].equals(given)) {
                return i;
            }
        }
        throw error(n, "invalid option '" + given + "'");
    }

    /** The error {@code bad argument #n to 'name' (message)}. */
    public LuaError error(int n, String message) {
        return state.argumentError(n, message);
    }

    /** The error {@code bad argument #n to 'name' (expected expected, got type)}. */
    public LuaError typeError(int n, String expected) {
        return error(n, expected + " expected, got " + (n > values.length ? "no value" : LuaState.typeName(values[n - 1])));
    }
}
