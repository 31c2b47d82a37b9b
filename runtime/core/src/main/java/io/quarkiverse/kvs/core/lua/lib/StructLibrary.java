package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class StructLibrary {

    private StructLibrary() {
    }

    public static void open(LuaState state) {
    }
}
