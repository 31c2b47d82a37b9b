package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** Scripts that want too much get an error each, in a process with a heap of 128 MB, of which 8 MB are for Lua. */
class HostileScriptsTest {

    private static final String[][] SCRIPTS = {
            { "while true do end", "aborted" },
            { "repeat until false", "aborted" },
            { "for i = 1, math.huge do end", "aborted" },
            { "for k in function() return 1 end do end", "aborted" },
            { "local function f() return f() end f()", "aborted" },
            { "while true do pcall(error) end", "aborted" },
            { "local function f() f() end f()", "stack overflow" },
            { "local function f(x) return 1 + f(x) end f()", "stack overflow" },
            { "local function f() return pcall(f) end return f()", "none" },
            { "local function f(...) return (f(1, ...)) end f()", "not enough memory" },
            { "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x",
                    "C stack overflow" },
            { "local function f(s) return (s:gsub('.', f)) end f('x')", "C stack overflow" },
            { "local function f(a, b) table.sort({2, 1}, f) return true end f()", "C stack overflow" },
            { "local function f() return coroutine.wrap(f)() end f()", "not enough memory" },
            { "local t = {} for i = 1, 1e9 do t[i] = coroutine.create(function() coroutine.yield() end) assert(coroutine.resume(t[i])) end",
                    "not enough memory" },
            { "for i = 1, 60 do coroutine.wrap(function() coroutine.yield() end)() end", "none" },
            { "return ('x'):rep(1e9)", "not enough memory" },
            { "return ('x'):rep(2^31 - 1)", "not enough memory" },
            { "return ('x'):rep(1e6):rep(1e6)", "not enough memory" },
            { "local s = 'x' while true do s = s .. s end", "not enough memory" },
            { "local t = {} for i = 1, 1e8 do t[i] = i end", "not enough memory" },
            { "local t = {} for i = 1, 1e8 do t['k' .. i] = i end", "not enough memory" },
            { "local t = {} while true do t = {t, 1, 2, 3} end", "not enough memory" },
            { "local f while true do local g = f f = function() return g end end", "not enough memory" },
            { "local t = {} while true do t[#t + 1] = string.rep('x', 100000) end", "not enough memory" },
            { "return (('x'):rep(1e6):gsub('x', ('y'):rep(1000)))", "not enough memory" },
            { "local t = {} for i = 1, 100 do t[i] = ('x'):rep(1e6) end return table.concat(t)", "not enough memory" },
            { "for i = 1, 3e5 do local s = ('x'):rep(1000) local t = {i, s} end", "none" },
            { "local s = ('a'):rep(30) return s:find(('a?'):rep(30) .. ('a'):rep(30) .. 'b')", "aborted" },
            { "return ('a'):rep(1e5):find('.-.-.-.-b')", "aborted" },
            { "return ('a'):rep(1e5):find('(.*)(.*)(.*)b')", "aborted" },
            { "return ('('):rep(1e5):find(('%b()'):rep(50))", "aborted" },
            { "return ('a'):rep(5e5):find(('a?'):rep(1e5))", "pattern too complex" },
            { "return ('x'):rep(1e6):find(('x'):rep(5e5) .. 'y', 1, true)", "aborted" },
            { "return cjson.decode(('['):rep(1e6))", "Found too many nested data structures (1001)" },
            { "local c = cjson.new() c.decode_max_depth(1e8) return c.decode(('['):rep(1e6))",
                    "Found too many nested data structures (7999)" },
            { "local c = cjson.new() c.encode_max_depth(1e8) local t = {} t[1] = t return c.encode(t)",
                    "excessive nesting (4000)" },
            { "local t = {} t[1] = t t[2] = t return cjson.encode(t)", "excessive nesting (1001)" },
            { "local t = {} for i = 1, 40 do t = {t, t} end return cjson.encode(t)", "not enough memory" },
            { "return cmsgpack.unpack(('\\145'):rep(1e6))", "stack overflow (too many return values" },
            { "return cmsgpack.unpack(('\\1'):rep(1e6))", "stack overflow (too many return values" },
            { "return cmsgpack.unpack('\\221\\255\\255\\255\\255')", "Missing bytes in input" },
            { "local t = {} for i = 1, 15 do t = {t, t, t, t, t, t, t, t} end return cmsgpack.pack(t)", "not enough memory" },
            { "return struct.unpack(('b'):rep(1e5), ('x'):rep(1e5))", "stack overflow (too many results)" },
            { "return struct.pack('c' .. 1e9, 'x')", "string too short" },
            { "table.insert({}, -2^31, 1)", "aborted" },
            { "return table.concat({}, 'x', 1, 2^31 - 1)", "invalid value (nil) at index 1" },
            { "return unpack({}, 1, 2^31 - 1)", "too many results to unpack" },
            { "return ('x'):rep(1e5):byte(1, -1)", "string slice too long" },
            { "return string.format(('%99.99f'):rep(2e5), 1)", "no value" },
            { "return loadstring(('('):rep(1e6))", "not enough memory" },
            { "return loadstring('return ' .. ('{'):rep(1e6))", "not enough memory" },
            { "return loadstring('return ' .. ('-'):rep(1e5):gsub('-', '- ') .. '1')", "none" },
            { "return loadstring('return ' .. ('a..'):rep(1e5) .. 'a')", "none" },
            { "return loadstring('x' .. (' = 1 x'):rep(1.4e5))", "none" },
            { "return loadstring('return ' .. ('1+'):rep(4e5) .. '1')()", "none" },
            { "return loadstring('local a; return ' .. ('a+'):rep(1e5) .. 'a')", "none" },
            { "return loadstring('return {' .. ('1,'):rep(3e5) .. '}')()", "none" },
            { "local s = {} for i = 1, 1e5 do s[i] = 'if x then' end return loadstring(table.concat(s, ' '))",
                    "not enough memory" },
            { "return load(function() return 'x' end)", "aborted" },
            { "local t = {} for i = 1, 2e5 do t[i] = i % 1000 end table.sort(t, function(a, b) return true end)",
                    "invalid order function" },
            { "local t = {} for i = 1, 1e5 do t[i] = i end for i = 1, 1e5 do table.remove(t, 1) end", "aborted" },
            { "for i = 1, 1e9 do local _ = next({}) end", "aborted" },
            { "return setmetatable({}, {__tostring = function(t) return tostring(t) end}) .. tostring(setmetatable({}, {__tostring = "
                    + "function(t) return tostring(t) end}))", "C stack overflow" },
    };

    @Test
    void eachIsAnErrorAndTheProcessLives() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-Xss1m",
                "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), HostileScriptsTest.class.getName())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(output).isEqualTo("lives\n");
        assertThat(process.exitValue()).isZero();
    }

    /** Prints which scripts do otherwise. */
    public static void main(String[] args) {
        LuaState lua = new LuaState(new LuaLimits(8 << 20, 20_000, 200, 20));
        LuaSandbox.open(lua);
        LuaSandbox.protect(lua);
        for (String[] script : SCRIPTS) {
            int[] ticks = { 0 };
            int most = script[1].equals("aborted") ? 30 : 3_000;
            lua.setHook(state -> {
                if (++ticks[0] > most) {
                    throw new LuaAbort("aborted");
                }
            }, 10_000);
            String found;
            long start = System.nanoTime();
            try {
                lua.call(lua.load(LuaPrototype.compile(script[0].getBytes(StandardCharsets.ISO_8859_1), "@user_script")));
                found = "none";
            } catch (LuaError | LuaAbort e) {
                found = e.getMessage();
            } catch (Throwable e) {
                found = e + " at " + e.getStackTrace()[0];
            }
            if (!found.contains(script[1])) {
                System.out.println(
                        script[0] + "\n  gives " + found + "\n  after " + (System.nanoTime() - start) / 1_000_000 + " ms");
            } else if (args.length > 0) {
                System.out.println((System.nanoTime() - start) / 1_000_000 + " ms " + script[0]);
            }
        }
        System.out.println("lives");
    }
}
