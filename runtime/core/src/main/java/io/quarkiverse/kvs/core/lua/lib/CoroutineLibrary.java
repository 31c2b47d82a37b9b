package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;

public final class CoroutineLibrary {

    private CoroutineLibrary() {
    }

    public static void open(LuaState state) {
    }
}
