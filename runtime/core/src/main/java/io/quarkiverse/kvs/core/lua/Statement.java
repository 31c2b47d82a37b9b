package io.quarkiverse.kvs.core.lua;

/** A node of compiled code that does something. Immutable. */
abstract class Statement {

    /** Goes on with the next statement. */
    static final int NORMAL = 0;
    /** Leaves the innermost loop. */
    static final int BREAK = 1;
    /** Leaves the function with {@link Frame#result}. */
    static final int RETURN = 2;
    /** Leaves the function; its caller then makes the {@link LuaClosure.TailCall} in {@link Frame#result}. */
    static final int TAIL_CALL = 3;

    abstract int exec(Frame f);
}
