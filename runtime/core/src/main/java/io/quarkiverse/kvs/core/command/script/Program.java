package io.quarkiverse.kvs.core.command.script;

import java.util.Set;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * What can be run: a script or a function, and what is known from earlier runs of it. Shared by threads; what is known may be
 * seen late.
 */
public abstract class Program {

    /** After so many runs that were short, event loops run it themselves. */
    private static final int PROVEN = 3;

    private final String name;
    /** Null where it does not say what it does. */
    private final Set<ScriptFlag> flags;
    private volatile boolean kept;
    private volatile int shortRuns;
    private volatile boolean ran;
    private volatile boolean undeclaredKeys;
    private volatile boolean used;

    Program(String name, Set<ScriptFlag> flags) {
        this.name = name;
        this.flags = flags;
    }

    /** What it is called by, as errors tell it: a digest, or the name of a function. */
    public String name() {
        return name;
    }

    /** Whether a client calls it by these bytes. */
    abstract boolean isNamed(Bytes bytes);

    /** Whether it is a function. */
    abstract boolean isFunction();

    /** Whether it can still be called by its name. */
    public boolean isKept() {
        return kept;
    }

    void kept(boolean yes) {
        kept = yes;
    }

    /** It has been called. */
    void use() {
        if (!used) {
            used = true;
        }
    }

    /** Whether it has been called since this was asked last. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    boolean has(ScriptFlag flag) {
        return flags != null && flags.contains(flag);
    }

    /** Whether it says that it changes nothing, which it is held to. */
    public boolean onlyReads() {
        return has(ScriptFlag.NO_WRITES);
    }

    /** Whether it says what it does, so that it is held to that. */
    boolean hasFlags() {
        return flags != null;
    }

    /** What it says of itself; null if it says nothing. */
    Set<ScriptFlag> flags() {
        return flags;
    }

    /** Whether it has always been short. */
    public boolean isShort() {
        return shortRuns >= PROVEN;
    }

    /** Whether it has run to its end, and has used only keys that it declares so far. */
    public boolean declaresKeys() {
        return ran && !undeclaredKeys;
    }

    /** A run has ended by itself. */
    void ran() {
        if (!ran) {
            ran = true;
        }
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
