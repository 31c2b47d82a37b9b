package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

/** What the host can do with a state. */
class LuaStateTest {

    private final LuaState lua = new LuaState(LuaLimits.DEFAULT);

    LuaStateTest() {
        LuaSandbox.open(lua);
    }

    private static LuaPrototype compile(String source) {
        return LuaPrototype.compile(source.getBytes(StandardCharsets.UTF_8), "@user_script");
    }

    private Object run(String source) {
        return lua.call(lua.load(compile(source)));
    }

    @Test
    void resultsAreJavaValues() {
        assertThat(run("return")).isSameAs(LuaResults.NONE);
        assertThat(run("return nil")).isNull();
        assertThat(run("return 1.5")).isEqualTo(1.5);
        assertThat(run("return 'a\\0b'")).isEqualTo(LuaString.of("a\0b"));
        assertThat(LuaResults.all(run("return 1, true"))).containsExactly(1.0, true);
        assertThat(((LuaTable) run("return {1, x = 2}")).get("x")).isEqualTo(2.0);
    }

    @Test
    void functionsOfTheHostGetArgumentsAndCallBack() {
        lua.globals().set("twice", new LuaHostFunction("twice", a -> {
            Object once = a.state().call(a.checkFunction(1), a.get(2));
            return a.state().call(a.checkFunction(1), once);
        }));
        assertThat(run("return twice(function(x) return x * 3 end, 2)")).isEqualTo(18.0);
        assertThatThrownBy(() -> run("twice()")).hasMessage(
                "user_script:1: bad argument #1 to 'twice' (function expected, got no value)");
    }

    @Test
    void errorsTellSourceAndLine() {
        LuaError error = catchThrowableOfType(LuaError.class, () -> run("local x = 1\nerror({err = 'My error'})"));
        assertThat(error.source()).isEqualTo(LuaString.of("user_script"));
        assertThat(error.line()).isEqualTo(2);
        assertThat(((LuaTable) error.value()).get("err")).isEqualTo(LuaString.of("My error"));
        error = catchThrowableOfType(LuaError.class, () -> run("\n\nlocal x = nil + 1"));
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.getMessage()).isEqualTo("user_script:3: attempt to perform arithmetic on a nil value");
    }

    @Test
    void oneChunkRunsInManyStatesAtATime() throws Exception {
        LuaPrototype chunk = compile("local s = 0 for i = 1, 1000 do s = s + #tostring(i) end return s");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Object>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                results.add(threads.submit(() -> {
                    LuaState state = new LuaState(LuaLimits.DEFAULT);
                    LuaSandbox.open(state);
                    return state.call(state.load(chunk));
                }));
            }
            for (Future<Object> result : results) {
                assertThat(result.get()).isEqualTo(2893.0);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aHookEndsAScriptThatCatchesEverything() {
        int[] ticks = { 0 };
        lua.setHook(state -> {
            if (++ticks[0] > 10) {
                throw new LuaAbort("killed");
            }
        }, 1000);
        assertThatThrownBy(() -> run("while true do pcall(function() while true do end end) end")).isInstanceOf(LuaAbort.class);
        assertThat(ticks[0]).isEqualTo(11);
        lua.setHook(null, 0);
        assertThat(run("return 1")).as("the state goes on").isEqualTo(1.0);
    }

    @Test
    void aHookThatRaisesAnErrorCanBeCaught() {
        lua.setHook(state -> {
            throw state.error("time");
        }, 1000);
        assertThat(LuaResults.all(run("return pcall(function() while true do end end)"))).containsExactly(false,
                LuaString.of("user_script:1: time"));
    }

    @Test
    void theHostsThreadDoesWhatMustBeDoneThere() {
        Thread host = Thread.currentThread();
        List<Boolean> isHost = new ArrayList<>();
        lua.globals().set("where", new LuaHostFunction("where", a -> a.state().onHostThread(() -> {
            isHost.add(Thread.currentThread() == host);
            return 42.0;
        })));
        assertThat(run("local function deep(n) if n == 0 then return where() end return 0 + deep(n - 1) end "
                + "return coroutine.wrap(function() coroutine.yield(where()) end)() + deep(5000) + where()")).isEqualTo(126.0);
        assertThat(isHost).containsExactly(true, true, true);
    }

    @Test
    void coroutinesEndWithTheCall() {
        int before = coroutineThreads();
        run("for i = 1, 20 do coroutine.wrap(function() coroutine.yield() end)() end");
        assertThat(coroutineThreads()).isEqualTo(before);
        assertThatThrownBy(() -> run("for i = 1, 20 do coroutine.wrap(function() coroutine.yield() end)() end error('x', 0)"))
                .hasMessage("x");
        assertThat(coroutineThreads()).isEqualTo(before);
    }

    private static int coroutineThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("kvs-lua-coroutine") && t.getState() == Thread.State.WAITING).count();
    }

    @Test
    void limitsOfTheCompiler() {
        StringBuilder locals = new StringBuilder();
        for (int i = 1; i <= 200; i++) {
            locals.append("local v").append(i).append('\n');
        }
        assertThat(run(locals.toString())).isSameAs(LuaResults.NONE);
        assertThatThrownBy(() -> run(locals + "local one"))
                .hasMessageContaining("main function has more than 200 local variables");
        StringBuilder uses = new StringBuilder("return function() return v1");
        for (int i = 2; i <= 60; i++) {
            uses.append(", v").append(i);
        }
        assertThat(run(locals + uses.toString() + " end")).isInstanceOf(LuaFunction.class);
        assertThatThrownBy(() -> run(locals + uses.toString() + ", v61 end"))
                .hasMessage("user_script:201: function at line 201 has more than 60 upvalues");
        assertThatThrownBy(() -> run("return " + "(".repeat(300) + "1" + ")".repeat(300)))
                .hasMessage("user_script:1: chunk has too many syntax levels");
        assertThatThrownBy(() -> run("do ".repeat(300) + "end ".repeat(300)))
                .hasMessage("user_script:1: chunk has too many syntax levels");
    }

    @Test
    void theSameSeedDrawsTheSame() {
        io.quarkiverse.kvs.core.lua.lib.MathLibrary.seed(lua, 0);
        Object first = run("return math.random(1000000)");
        io.quarkiverse.kvs.core.lua.lib.MathLibrary.seed(lua, 0);
        assertThat(run("return math.random(1000000)")).isEqualTo(first);
        assertThat(first).as("what Redis draws after math.randomseed(0)").isEqualTo(170829.0);
    }
}
