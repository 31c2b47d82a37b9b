package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library coroutine. Expected is what Redis 7.0 replies. */
class CoroutineLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end) local x, y = coroutine.resume(co, 1) local z, w = coroutine.resume(co, 5) return y, w, coroutine.status(co), coroutine.resume(co) -> true 2 10 \"dead\" false \"cannot resume dead coroutine\"",
            "local f = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) return f(), f(), f(), f() -> true 1 2 3",
            "local co = coroutine.create(function() error('x') end) return coroutine.resume(co) -> true false \"p:1: x\"",
            "local f = coroutine.wrap(function() error({5}) end) return pcall(f) -> true false {1=5#1} nil",
            "local co co = coroutine.create(function() return coroutine.status(co), coroutine.running() == co, coroutine.resume(co) end) return coroutine.resume(co) -> true true \"running\" true false \"cannot resume running coroutine\"",
            "return coroutine.running() -> true nil",
            "coroutine.yield(1) -> false \"attempt to yield across metamethod/C-call boundary\"",
            "local co = coroutine.create(function() pcall(coroutine.yield, 1) return 2 end) return coroutine.resume(co) -> true true 2",
            "local co = coroutine.create(function() table.foreach({1}, coroutine.yield) end) return coroutine.resume(co) -> true false \"attempt to yield across metamethod/C-call boundary\"",
            "coroutine.create(print1) -> false \"p:1: Script attempted to access nonexistent global variable 'print1'\"",
            "coroutine.create(string.len) -> false \"p:1: bad argument #1 to 'create' (Lua function expected)\"",
            "coroutine.resume(5) -> false \"p:1: bad argument #1 to 'resume' (coroutine expected)\"",
            "local r = {} for v in coroutine.wrap(function() for i = 1, 50 do coroutine.yield(i) end end) do r[#r + 1] = v end return #r -> true 50",
            "local a = coroutine.create(function() local b = coroutine.create(function() coroutine.yield(1) end) coroutine.resume(b) coroutine.yield(coroutine.status(b)) end) return coroutine.resume(a) -> true true \"suspended\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
