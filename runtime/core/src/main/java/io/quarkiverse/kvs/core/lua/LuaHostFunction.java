package io.quarkiverse.kvs.core.lua;

/**
 * A function that Java code gives to Lua. Inside, the host may call back by {@link LuaState#call}.
 */
public class LuaHostFunction extends LuaFunction implements LuaReachable {

    /** The Java code. */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the function, on the thread that runs Lua.
         *
         * @return the value; {@link LuaResults} for none or several
         * @throws LuaError made by {@link LuaState#error} or by the checks of the arguments
         */
        Object call(LuaArguments arguments);
    }

    private final String name;
    private final Body body;

    /** @param name what the function is registered as; for people */
    public LuaHostFunction(String name, Body body) {
        this.name = name;
        this.body = body;
    }

    public String name() {
        return name;
    }

    /** Nothing: a subclass that keeps values of Lua has to show them. */
    @Override
    public void reach(LuaMemory.Roots roots) {
        roots.count(32);
    }

    @Override
    Object call(LuaState state, Object[] arguments) {
        return body.call(new LuaArguments(state, arguments));
    }
}
