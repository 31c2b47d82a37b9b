package io.quarkiverse.kvs.core.command.script;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** A function that a library has registered. */
public final class StoredFunction extends Program {

    private final byte[] description;
    private final LuaFunction code;

    /** @param description null if there is none */
    StoredFunction(String name, byte[] description, Set<ScriptFlag> flags, LuaFunction code) {
        super(name, flags);
        this.description = description;
        this.code = code;
    }

    /** What its library says of it; null if it says nothing. Not to be changed. */
    public byte[] description() {
        return description;
    }

    /** What it says that it does, such as {@code no-writes}, in the order of Redis. */
    public Set<String> flagNames() {
        Set<String> names = new LinkedHashSet<>();
        new TreeSet<>(flags()).forEach(flag -> names.add(flag.text()));
        return names;
    }

    LuaFunction code() {
        return code;
    }

    @Override
    boolean isNamed(Bytes bytes) {
        return bytes.is(name());
    }

    @Override
    boolean isFunction() {
        return true;
    }
}
