package io.quarkiverse.kvs.core.lua;

/** The events of metatables in Lua 5.1. */
enum Metamethod {
    INDEX,
    NEWINDEX,
    EQ,
    LEN,
    CALL,
    ADD,
    SUB,
    MUL,
    DIV,
    MOD,
    POW,
    UNM,
    LT,
    LE,
    CONCAT;

    final LuaString key = LuaString.of("__" + name().toLowerCase(java.util.Locale.ROOT));
}
