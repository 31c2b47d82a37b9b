package io.quarkiverse.kvs.core.command.script;

import java.util.List;

/**
 * A library of functions, as it was loaded. Immutable.
 *
 * @param code the whole text, its first line included; not to be changed
 * @param functions in the order in which they were registered
 */
public record FunctionLibrary(String name, byte[] code, List<StoredFunction> functions) {

    /** What it and its functions take in memory, about, beside what its functions keep. */
    private static final long OVERHEAD = 512;
    private static final long OF_A_FUNCTION = 256;
    /** What a byte of its text becomes when it is compiled. */
    private static final int COMPILED = 8;

    /** The bytes that it takes, about. */
    long memory() {
        return OVERHEAD + OF_A_FUNCTION * functions.size() + (long) COMPILED * code.length;
    }

    /** It can be called from now on, or it cannot. */
    void kept(boolean yes) {
        functions.forEach(function -> function.kept(yes));
    }
}
