package io.quarkiverse.kvs.core.lua;

/**
 * A compiled chunk. Immutable: states on several threads can share it. {@link LuaState#load} makes a function of it.
 */
public final class LuaPrototype {

    final Code code;

    private LuaPrototype(Code code) {
        this.code = code;
    }

    /**
     * Compiles a chunk.
     *
     * @param source the text; precompiled chunks are refused
     * @param chunkName as in Lua: {@code @user_script} shows as {@code user_script:1:} in errors, {@code =text} as text, and
     *        anything else as {@code [string "..."]:1:}
     * @throws LuaError if the text is not Lua: its value is the message
     */
    public static LuaPrototype compile(byte[] source, String chunkName) {
        return compile(source, LuaString.of(chunkName));
    }

    public static LuaPrototype compile(byte[] source, LuaString chunkName) {
        try {
            return new LuaPrototype(new Parser(source, chunkName).parse());
        } catch (StackOverflowError e) {
            // Operators in a row, such as a+a+a+..., nest without brackets.
            throw new LuaError(Parser.shortName(chunkName) + ":1: chunk has too many syntax levels");
        }
    }
}
