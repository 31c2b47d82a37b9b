package io.quarkiverse.kvs.core.lua;

/** What holds other values: a function its upvalues, a coroutine its stack. */
interface LuaReachable {

    /** Shows the values that it holds. */
    void reach(LuaMemory.Roots roots);
}
