package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class CjsonLibrary {

    private CjsonLibrary() {
    }

    public static void open(LuaState state) {
    }
}
