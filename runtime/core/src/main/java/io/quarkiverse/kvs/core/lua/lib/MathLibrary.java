package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class MathLibrary {

    private MathLibrary() {
    }

    public static void open(LuaState state) {
    }
}
