package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The basic functions. Expected is what Redis 7.0 replies. */
class BaseLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return tostring(nil), tostring(true), tostring(1e15), tostring(-0.1) -> true \"nil\" \"true\" \"1e+15\" \"-0.1\"",
            "return tonumber('0x10'), tonumber(' 12 '), tonumber('1e1'), tonumber('z', 36), tonumber('8', 8), tonumber('1 2') -> true 16 12 10 35 nil nil",
            "return tonumber('ff', 16), tonumber('-11', 2), tonumber('0x', 16), tonumber('inf') -> true 255 1.844674407371e+19 nil inf",
            "return tonumber({}), tonumber('10', 99) -> false \"p:1: bad argument #2 to 'tonumber' (base out of range)\"",
            "return select('#', nil, nil), select(2, 'a', 'b'), select(-1, 1, 2) -> true 2 \"b\" 2",
            "return select(-5, 1) -> false \"p:1: bad argument #1 to 'select' (index out of range)\"",
            "return unpack({1, 2, nil, 4}, 1, 4) -> true 1 2 nil 4",
            "return unpack({}, 1, 1e8) -> false \"p:1: too many results to unpack\"",
            "return rawequal('a', 'a'), rawget({5}, 1), rawset({}, 1, 2) -> true true 5 {1=2#1}",
            "return next({}), next({7}), type(next) -> true nil 1 \"function\"",
            "return next({}, 'x') -> false \"invalid key to 'next'\"",
            "return pcall(error, 'x', 0), pcall(error) -> true false false nil",
            "return select(2, pcall(error, {err = 'My error'})) -> true \"My error\"",
            "return xpcall(function() error('x', 0) end, function(m) return m .. '!' end) -> true false \"x!\"",
            "return xpcall(function() error('x', 0) end, function(m) error('y') end) -> true false \"error in error handling\"",
            "return assert(1, 2), assert(false, 'no') -> false \"p:1: no\"",
            "return assert(nil) -> false \"p:1: assertion failed!\"",
            "error('a', 0) -> false \"a\"",
            "error('a') -> false \"p:1: a\"",
            "local function f() error('a', 2) end f() -> false \"p:1: a\"",
            "error({1}) -> false {1=1#1} nil",
            "return loadstring('return 1 +') -> true nil \"[string \\\"return 1 +\\\"]:1: unexpected symbol near '<eof>'\"",
            "return loadstring('x = \\0') -> true nil \"[string \\\"x = \\\"]:1: unexpected symbol\"",
            "return loadstring('return ...', '=c')(1, 2) -> true 1 2",
            "local i = 0 return load(function() i = i + 1 return ({'return ', '4', '2'})[i] end)() -> true 42",
            "return load(function() error('r', 0) end) -> true nil \"r\"",
            "return getmetatable('').__index == string, getmetatable(setmetatable({}, {__metatable = 5})) -> true true 5",
            "setmetatable(setmetatable({}, {__metatable = 5}), {}) -> false \"p:1: cannot change a protected metatable\"",
            "setmetatable({}) -> false \"p:1: bad argument #2 to 'setmetatable' (nil or table expected)\"",
            "local s = 0 for i, v in ipairs({1, 2, nil, 4}) do s = s + v end return s -> true 3",
            "local t = {1, 2, 3, a = 4} for k in pairs(t) do t[k] = nil end return next(t) -> true nil",
            "return collectgarbage('count') > 0, collectgarbage() -> true true 0",
            "return collectgarbage('x') -> false \"p:1: bad argument #1 to 'collectgarbage' (invalid option 'x')\"",
            "return type(gcinfo()), _VERSION -> true \"number\" \"Lua 5.1\"",
            "return setmetatable({}, {__tostring = function() return 'T' end}) .. '' -> false \"p:1: attempt to concatenate a table value\"",
            "return tostring(setmetatable({}, {__tostring = function() return 'T' end})) -> true \"T\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
