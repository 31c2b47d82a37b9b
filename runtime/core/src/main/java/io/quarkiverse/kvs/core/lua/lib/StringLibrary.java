package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class StringLibrary {

    private StringLibrary() {
    }

    public static void open(LuaState state) {
    }
}
