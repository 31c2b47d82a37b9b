package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class CmsgpackLibrary {

    private CmsgpackLibrary() {
    }

    public static void open(LuaState state) {
    }
}
