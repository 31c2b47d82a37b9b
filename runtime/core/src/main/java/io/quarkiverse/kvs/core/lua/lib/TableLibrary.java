package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class TableLibrary {

    private TableLibrary() {
    }

    public static void open(LuaState state) {
    }
}
