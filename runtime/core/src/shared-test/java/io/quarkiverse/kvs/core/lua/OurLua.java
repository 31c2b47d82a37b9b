package io.quarkiverse.kvs.core.lua;

import java.nio.charset.StandardCharsets;

/** Runs {@link LuaPrograms} in a state of ours. */
public final class OurLua {

    private final LuaState state = new LuaState(LuaLimits.DEFAULT);
    private final LuaFunction run;

    /** @param isProtected whether globals are protected, as in Redis */
    public OurLua(boolean isProtected) {
        LuaSandbox.open(state);
        if (isProtected) {
            LuaSandbox.protect(state);
        }
        byte[] source = (LuaPrograms.RUN + "return run").getBytes(StandardCharsets.ISO_8859_1);
        run = (LuaFunction) state.call(state.load(LuaPrototype.compile(source, "=(command line)")));
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
