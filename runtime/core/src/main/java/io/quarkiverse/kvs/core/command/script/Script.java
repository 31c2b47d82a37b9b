package io.quarkiverse.kvs.core.command.script;

import java.util.Arrays;
import java.util.Set;

import io.quarkiverse.kvs.core.lua.LuaPrototype;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A compiled script, and what is known from earlier runs of it. Shared by threads; what is known may be seen late.
 */
public final class Script {

    /** After so many runs that were short, event loops run it themselves. */
    private static final int PROVEN = 3;

    private final String sha;
    private final byte[] body;
    private final LuaPrototype prototype;
    /** Null where no first line says what it does. */
    private final Set<ScriptFlag> flags;
    private volatile boolean kept;
    private volatile int shortRuns;
    private volatile boolean undeclaredKeys;

    Script(String sha, byte[] body, LuaPrototype prototype, Set<ScriptFlag> flags) {
        this.sha = sha;
        this.body = body;
        this.prototype = prototype;
        this.flags = flags;
    }

    /** The SHA-1 of its text, in lower-case hexadecimal digits. */
    public String sha() {
        return sha;
    }

    byte[] body() {
        return body;
    }

    /** Whether it can be found by its digest. */
    public boolean isKept() {
        return kept;
    }

    void kept(boolean yes) {
        kept = yes;
    }

    /** Whether this is its text. */
    public boolean isOf(Bytes text) {
        return Arrays.equals(body, 0, body.length, text.array(), text.offset(), text.offset() + text.length());
    }

    LuaPrototype prototype() {
        return prototype;
    }

    boolean has(ScriptFlag flag) {
        return flags != null && flags.contains(flag);
    }

    /** Whether its first line says what it does, so that it is held to that. */
    boolean hasFlags() {
        return flags != null;
    }

    /** Whether it has always been short. */
    public boolean isShort() {
        return shortRuns >= PROVEN;
    }

    /** Whether it is known to use only keys that it declares. */
    public boolean declaresKeys() {
        return shortRuns > 0 && !undeclaredKeys;
    }

    /** A run has ended within the steps that an event loop has for one. */
    void ranShortly() {
        int runs = shortRuns;
        if (runs >= 0 && runs < PROVEN) {
            shortRuns = runs + 1;
        }
    }

    /** A run has taken longer: event loops do not run it any more. */
    void ranLong() {
        shortRuns = Integer.MIN_VALUE;
    }

    /** It has used a key that it has not declared: from now on, it gets all keys. */
    void usedUndeclaredKeys() {
        undeclaredKeys = true;
    }
}
