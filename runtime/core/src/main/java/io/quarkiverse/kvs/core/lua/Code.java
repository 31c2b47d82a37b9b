package io.quarkiverse.kvs.core.lua;

/** A compiled function. Immutable after the compiler has finished it, and shared by threads. */
final class Code {

    /** Marks the name of a function that was called as a method, in {@link #names}. */
    static final String METHOD = ":";

    /** As given to the compiler: {@code @name}, {@code =name}, or the source itself. */
    LuaString chunkName;
    /** The chunk name as error messages show it. */
    String shortName;
    Statement body;
    int parameters;
    boolean isVararg;
    /** Whether the function has the table {@code arg} of Lua 5.0 in the slot after its parameters. */
    boolean needsArg;
    int slots;
    boolean hasNumbers;
    /** Slots of parameters that inner functions use; null if there are none. */
    int[] capturedParameters;
    /** From where a new closure takes its upvalues: slots of the function around it, or (as -1 - n) the nth of its upvalues. */
    int[] upvalues = {};
    String[] upvalueNames = {};
    /** Places in the code that may be asked for: their line, and what the function called there is called (or null). */
    int[] lines;
    String[] names;
    /** How much of the Java stack a call takes, in calls of Java methods. */
    int depth;
}
