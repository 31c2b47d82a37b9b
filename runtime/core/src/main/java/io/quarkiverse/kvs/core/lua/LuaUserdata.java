package io.quarkiverse.kvs.core.lua;

/** A value that means something to the host only: Lua can compare it and hand it on. Immutable, equal only to itself. */
public final class LuaUserdata {

    /** The null pointer as light userdata: {@code cjson.null}. */
    public static final LuaUserdata NULL = new LuaUserdata(null);

    private final Object content;

    public LuaUserdata(Object content) {
        this.content = content;
    }

    /** What the host put in; may be null. */
    public Object content() {
        return content;
    }
}
