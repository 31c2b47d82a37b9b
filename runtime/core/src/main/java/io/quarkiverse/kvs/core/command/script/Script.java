package io.quarkiverse.kvs.core.command.script;

import java.util.Arrays;
import java.util.Set;

import io.quarkiverse.kvs.core.lua.LuaPrototype;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** A compiled script, which is called by its digest or by its text. */
public final class Script extends Program {

    private final byte[] body;
    private final LuaPrototype prototype;

    /** @param flags null where no first line says what it does */
    Script(String sha, byte[] body, LuaPrototype prototype, Set<ScriptFlag> flags) {
        super(sha, flags);
        this.body = body;
        this.prototype = prototype;
    }

    /** The SHA-1 of its text, in lower-case hexadecimal digits. */
    public String sha() {
        return name();
    }

    /** Its text. Not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Whether this is its text. */
    public boolean isOf(Bytes text) {
        return Arrays.equals(body, 0, body.length, text.array(), text.offset(), text.offset() + text.length());
    }

    @Override
    boolean isNamed(Bytes bytes) {
        return bytes.is(name());
    }

    @Override
    boolean isFunction() {
        return false;
    }

    LuaPrototype prototype() {
        return prototype;
    }
}
