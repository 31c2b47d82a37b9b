package io.quarkiverse.kvs.core.lua;

/** Thrown by a {@link LuaHook} to end a script: no {@code pcall} catches it. Subclass it to say why. */
public class LuaAbort extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LuaAbort(String message) {
        super(message, null, false, false);
    }
}
