package io.quarkiverse.kvs.core.lua;

import java.nio.charset.StandardCharsets;

/** Runs {@link LuaPrograms} in a state of ours. */
public final class OurLua {

    private final LuaState state = new LuaState(LuaLimits.DEFAULT);
    private final LuaFunction run;

    /** @param isProtected whether it is as in Redis, with globals protected; otherwise as lua5.1 is */
    public OurLua(boolean isProtected) {
        LuaSandbox.open(state);
        if (isProtected) {
            LuaSandbox.protect(state);
        } else {
            // That of Redis treats errors that are tables in a way of its own.
            state.globals().set("pcall", new LuaHostFunction("pcall", OurLua::pcall));
        }
        byte[] source = (LuaPrograms.RUN + "return run").getBytes(StandardCharsets.ISO_8859_1);
        run = (LuaFunction) state.call(state.load(LuaPrototype.compile(source, "=(command line)")));
    }

    private static Object pcall(LuaArguments arguments) {
        try {
            Object[] values = LuaResults.all(arguments.state().callValue(arguments.checkAny(1), arguments.from(2)));
            return LuaResults.of(LuaState.prepend(true, values));
        } catch (LuaError e) {
            if (arguments.count() == 0) {
                throw e;
            }
            return LuaResults.of(false, e.value());
        }
    }

    public LuaState state() {
        return state;
    }

    /** What a program returns, as text of one character for each byte. */
    public String run(String program) {
        Object result = state.call(run, LuaString.of(program.getBytes(StandardCharsets.ISO_8859_1)));
        for (String name : "a b c d k x y print1 undefined".split(" ")) {
            if (state.globals().get(name) != null) {
                state.globals().set(name, null);
            }
        }
        return new String(((LuaString) result).bytes(), StandardCharsets.ISO_8859_1);
    }
}
