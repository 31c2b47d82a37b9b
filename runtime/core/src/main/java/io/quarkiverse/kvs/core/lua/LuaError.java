package io.quarkiverse.kvs.core.lua;

/**
 * An error of Lua, on its way to the nearest {@code pcall} or to the host: any value, most often a string that begins with
 * chunk and line. It has no Java stack trace.
 */
public final class LuaError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Object value;
    private final transient LuaString source;
    private final int line;

    LuaError(Object value, LuaString source, int line) {
        super(null, null, false, false);
        this.value = value;
        this.source = source;
        this.line = line;
    }

    /** An error that is a value, without a place. */
    public LuaError(Object value) {
        this(value, null, 0);
    }

    /** An error that is a text, without a place. */
    public LuaError(String text) {
        this(LuaString.of(text));
    }

    /** The error as Lua sees it; may be nil (null). */
    public Object value() {
        return value;
    }

    /**
     * The name of the chunk, as given to the compiler but without a leading {@code @} or {@code =}, whose function ran or
     * called the host function that failed; null if there was none. Redis tells clients of it.
     */
    public LuaString source() {
        return source;
    }

    /** The line that ran when the error was raised; 0 if not known. */
    public int line() {
        return line;
    }

    /** The value as text, for people. */
    @Override
    public String getMessage() {
        return value instanceof LuaString || value instanceof Double ? String.valueOf(LuaNumbers.toText(value))
                : "(error object is a " + LuaState.typeName(value) + " value)";
    }
}
