package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class BitLibrary {

    private BitLibrary() {
    }

    public static void open(LuaState state) {
    }
}
