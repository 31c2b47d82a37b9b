package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language: expressions, statements, metatables, and the texts of errors. Expected is what Redis 7.0 replies. */
class LanguageTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return 1 + 2 * 3 ^ 2 ^ 0.5, 'a' .. 1 .. 2, '10' + 5, not nil == true, 2 < 3 == true -> true 10.457608775675 \"a12\" 15 true true",
            "return 1 == 1.0, '1' == 1, 'a' < 'b', 'a' < 'B', 'Z' < 'a' -> true true false true false true",
            "local a, b = 1 local function f(...) return select('#', ...), ... end return f(nil, nil), (f(1, 2)) -> true 2 2",
            "local function f(...) return arg.n, arg[1] end return f(5, 6) -> true 2 5",
            "local t = {f = function(self, x) return self.v + x end, v = 10} return t:f(5) -> true 15",
            "local function g() return 1, 2, 3 end local t = {g(), g()} return #t, g(), (g()) -> true 4 1 1",
            "local s = 0 for i = 10, 1, -3 do s = s + i end for i = 1, 0 do s = 100 end return s -> true 22",
            "local s = '' local i = 0 while true do i = i + 1 if i > 3 then break end s = s .. i end repeat local z = i i = i - 1 until z < 3 return s, i -> true \"123\" 1",
            "local fs = {} for i = 1, 3 do fs[i] = function() i = i + 1 return i end end return fs[1](), fs[1](), fs[2]() -> true 2 3 3",
            "local function loop(n) if n == 0 then return 'done' end return loop(n - 1) end return loop(100000) -> true \"done\"",
            "local a = {} local i = 1 i, a[i] = i + 1, 20 return i, a[1] -> true 2 20",
            "local m = setmetatable({}, {__index = function(t, k) return k .. '!' end, __newindex = function(t, k, v) rawset(t, k, v * 2) end, __call = function(self, x) return x + 1 end}) m.y = 4 return m.x, m.y, m(1) -> true \"x!\" 8 2",
            "local mt = {__add = function(a, b) return 'add' end, __concat = function() return 'cat' end, __lt = function() return true end, __le = function() return false end, __eq = function() return true end, __unm = function() return 'neg' end, __len = function() return 99 end} local a, b = setmetatable({}, mt), setmetatable({}, mt) return a + 1, 1 .. a, a < b, a <= b, a == b, a ~= b, -a, #a -> true \"add\" \"cat\" true false true false \"neg\" 0",
            "local x = nil; x() -> false \"p:1: attempt to call local 'x' (a nil value)\"",
            "undefined() -> false \"p:1: Script attempted to access nonexistent global variable 'undefined'\"",
            "local t = {} t.a.b = 1 -> false \"p:1: attempt to index field 'a' (a nil value)\"",
            "local t = {} t.a() -> false \"p:1: attempt to call field 'a' (a nil value)\"",
            "local t = {} t:m() -> false \"p:1: attempt to call method 'm' (a nil value)\"",
            "local t = {} return (function() return t.x + 1 end)() -> false \"p:1: attempt to perform arithmetic on field 'x' (a nil value)\"",
            "return -(('')[0 and 'x']) -> false \"p:1: attempt to perform arithmetic on field 'x' (a nil value)\"",
            "return -(('')[('x')]) -> false \"p:1: attempt to perform arithmetic on field 'x' (a nil value)\"",
            "return -(('')[nil or 'x']) -> false \"p:1: attempt to perform arithmetic on field 'x' (a nil value)\"",
            "local t = {} return ((not 0) or t.a) + 0 -> false \"p:1: attempt to perform arithmetic on field 'a' (a nil value)\"",
            "local t = {} return t['\\255\\128'] + 0 -> false \"p:1: attempt to perform arithmetic on field '\u00ff\u0080' (a nil value)\"",
            "local u return (function() return u.x end)() -> false \"p:1: attempt to index upvalue 'u' (a nil value)\"",
            "return {} .. 'x' -> false \"p:1: attempt to concatenate a table value\"",
            "return 1 < 'x' -> false \"p:1: attempt to compare number with string\"",
            "return {} < {} -> false \"p:1: attempt to compare two table values\"",
            "return #5 -> false \"p:1: attempt to get length of a number value\"",
            "return -{} -> false \"p:1: attempt to perform arithmetic on a table value\"",
            "for i = 1, {} do end -> false \"p:1: 'for' limit must be a number\"",
            "for i = 1, 2, 'x' do end -> false \"p:1: 'for' step must be a number\"",
            "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x -> false \"p:1: loop in gettable\"",
            "return ] -> syntax p:1: unexpected symbol near ']'",
            "x = = 1 -> syntax p:1: unexpected symbol near '='",
            "if true then -> syntax p:1: 'end' expected near '<eof>'",
            "local 5 = 1 -> syntax p:1: '<name>' expected near '5'",
            "return 'abc -> syntax p:1: unfinished string near '<eof>'",
            "return 3x -> syntax p:1: malformed number near '3x'",
            "break -> syntax p:1: no loop to break near '<eof>'",
            "f() = 1 -> syntax p:1: unexpected symbol near '='",
            "return ... .. function() return ... end -> syntax p:1: cannot use '...' outside a vararg function near '...'",
            "goto x -> syntax p:1: '=' expected near 'x'",
            "for i do end -> syntax p:1: '=' or 'in' expected near 'do'",
            "return [==[a]b]==], [[ -> syntax p:1: unfinished long string near '<eof>'",
            "return [=x -> syntax p:1: invalid long string delimiter near '[='",
            "return '\\300' -> syntax p:1: escape sequence too large near '''",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
