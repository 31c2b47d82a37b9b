package io.quarkiverse.kvs.core.lua;

/**
 * What the host does from time to time while Lua runs: look at the clock, or whether the script is to be killed.
 */
@FunctionalInterface
public interface LuaHook {

    /**
     * Called on the thread that runs Lua (which is another one than the host's inside coroutines and deep recursion), after
     * each {@link LuaState#setHook interval} of steps: turns of loops, calls, and work that a library does.
     *
     * @throws LuaAbort to end the script so that it cannot catch it
     * @throws LuaError to raise an error, which a {@code pcall} catches
     */
    void steps(LuaState state);
}
