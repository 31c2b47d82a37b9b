package io.quarkiverse.kvs.core.lua;

/**
 * What one {@link LuaState} may use at most.
 *
 * @param memory bytes that tables, strings and functions within reach may have, as estimated; one more is the error
 *        {@code not enough memory}
 * @param calls how deep Lua functions may call each other; one more is the error {@code stack overflow}
 * @param hostCalls how deep functions of the libraries and metamethods may call back into Lua; one more is the error
 *        {@code C stack overflow}
 * @param coroutines how many coroutines may be alive (begun and not ended) at a time
 */
public record LuaLimits(long memory, int calls, int hostCalls, int coroutines) {

    /** As Lua 5.1, with 256 MB. */
    public static final LuaLimits DEFAULT = new LuaLimits(256L << 20, 20_000, 200, 1_000);

    public LuaLimits {
        if (memory < 1 << 16 || calls < 1 || hostCalls < 1 || coroutines < 0) {
            throw new IllegalArgumentException("Too low");
        }
    }

    /** The same with another bound for memory. */
    public LuaLimits withMemory(long bytes) {
        return new LuaLimits(bytes, calls, hostCalls, coroutines);
    }
}
