package io.quarkiverse.kvs.core.lua;

/**
 * A function: of Lua ({@link LuaState#load}), or of the host ({@link LuaHostFunction}). Belongs to one state; equal only to
 * itself.
 * <p>
 * A call returns the value, or {@link LuaResults} if there is none or more than one. It throws {@link LuaError}.
 */
public abstract class LuaFunction {

    LuaFunction() {
    }

    /** Calls it. The function may keep the array and change it. */
    abstract Object call(LuaState state, Object[] arguments);

    Object call(LuaState state) {
        return call(state, new Object[0]);
    }

    Object call(LuaState state, Object a) {
        return call(state, new Object[] { a });
    }

    Object call(LuaState state, Object a, Object b) {
        return call(state, new Object[] { a, b });
    }

    Object call(LuaState state, Object a, Object b, Object c) {
        return call(state, new Object[] { a, b, c });
    }
}
