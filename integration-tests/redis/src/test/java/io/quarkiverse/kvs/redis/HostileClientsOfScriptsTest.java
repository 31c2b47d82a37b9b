package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * Clients whose scripts want everything, and an application with a heap of 256 MB: each gets an error, and the server lives.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HostileClientsOfScriptsTest {

    private static final int MEGABYTE = 1024 * 1024;

    private static Process process;
    private static BufferedReader output;
    private static int port;

    private RespConnection client;
    private RespConnection operator;

    @BeforeAll
    static void start() throws IOException {
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), SmallHeapApplication.class.getName(), "50", "noeviction", "50")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = process.inputReader();
        port = Integer.parseInt(output.readLine());
    }

    @AfterAll
    static void stop() throws Exception {
        process.outputWriter().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @BeforeEach
    void connect() {
        client = new RespConnection(port);
        operator = new RespConnection(port);
        assertThat(operator.call("CONFIG", "SET", "busy-reply-threshold", "50")).isEqualTo("+OK\r\n");
    }

    /** The server answers, and the application in its process has always had the memory for its own work. */
    @AfterEach
    void isWell() throws IOException {
        assertThat(operator.call("FLUSHALL")).isEqualTo("+OK\r\n");
        assertThat(operator.call("SET", "k", "v")).isEqualTo("+OK\r\n");
        assertThat(process.isAlive()).isTrue();
        process.outputWriter().write("how are you?\n");
        process.outputWriter().flush();
        assertThat(output.readLine().split(" ")[1]).as("failures of the application").isEqualTo("0");
        client.close();
        operator.close();
    }

    /** Sends a command, and ends what it runs if it does not end by itself. */
    private String reply(String... command) throws Exception {
        client.send(List.of(command));
        CompletableFuture<String> reply = CompletableFuture.supplyAsync(client::read);
        while (true) {
            try {
                return reply.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                operator.call(command[0].equals("FCALL") ? "FUNCTION" : "SCRIPT", "KILL");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "while true do end", "while true do pcall(function() while true do end end) end",
            "local function f() return f() end f()", "local function f() return 1 + f() end return f()",
            "return ('x'):rep(2e9)", "return ('x'):rep(1e6):rep(1e6)", "local s = 'x' while true do s = s .. s end",
            "local t = {} for i = 1, 1e8 do t[i] = i end", "local t = {} for i = 1, 1e8 do t['k' .. i] = {} end",
            "return ('a'):rep(30):find(('a?'):rep(30) .. ('a'):rep(30) .. 'b')", "return ('a'):rep(1e5):find('.-.-.-.-b')",
            "return cjson.decode(('['):rep(1e6))", "local t = {} t[1] = t return cjson.encode(t)",
            "return cmsgpack.unpack(('\\145'):rep(1e6))", "return loadstring(('('):rep(1e6))()",
            "local t = {} t[1] = t return t",
            "for i = 1, 1e9 do redis.call('get', 'k') end", "for i = 1, 1e9 do redis.pcall('nosuch') end",
            "for i = 1, 1e9 do redis.call('append', 'k', ('x'):rep(1e5)) end",
            "for i = 1, 1e9 do redis.call('rpush', 'k', ('x'):rep(1e5)) end",
            "local t = {} for i = 1, 1e7 do t[i] = coroutine.create(function() coroutine.yield() end) coroutine.resume(t[i]) end" })
    void eachGetsAnError(String script) throws Exception {
        assertThat(reply("EVAL", script, "0")).startsWith("-");
    }

    /** What a client cannot receive ends its connection, here as elsewhere. */
    @Test
    void aReplyThatIsTooLarge() throws Exception {
        assertThat(reply("EVAL", "local t = {} for i = 1, 40 do t = {t, t} end return t", "0")).isEqualTo("(closed)");
    }

    @Test
    void aMegabyteOfSource() throws Exception {
        String nested = "(".repeat(MEGABYTE);
        assertThat(reply("EVAL", "return " + nested, "0")).startsWith("-ERR Error compiling script");
        assertThat(reply("EVAL", "return " + "{".repeat(MEGABYTE), "0")).startsWith("-ERR Error compiling script");
        assertThat(reply("EVAL", "return " + "1+".repeat(MEGABYTE / 2) + "1", "0")).isIn(":" + (MEGABYTE / 2 + 1) + "\r\n");
        assertThat(reply("EVAL", "--" + "x".repeat(MEGABYTE), "0")).isEqualTo("$-1\r\n");
        assertThat(reply("FUNCTION", "LOAD", "#!lua name=large\nreturn " + nested)).startsWith("-ERR Error compiling function");
    }

    @Test
    void manyScriptsAreDropped() throws Exception {
        String large = "--" + "x".repeat(100_000);
        for (int i = 0; i < 1000; i++) {
            assertThat(reply("SCRIPT", "LOAD", "return " + i + large)).startsWith("$40");
        }
        int kept = Integer
                .parseInt(operator.call("INFO", "memory").replaceAll("(?s).*number_of_cached_scripts:(\\d+).*", "$1"));
        assertThat(kept).isBetween(5, 40);
    }

    @Test
    void whatFunctionsKeepIsBounded() throws Exception {
        assertThat(reply("FUNCTION", "LOAD", "REPLACE", "#!lua name=hoard\nlocal kept = {}\nredis.register_function('keep', "
                + "function() for i = 1, 1e9 do kept[#kept + 1] = ('x'):rep(1e5) end end)\nredis.register_function('free', "
                + "function() kept = {} return 'free' end)")).isEqualTo("$5\r\nhoard\r\n");
        for (int i = 0; i < 3; i++) {
            assertThat(reply("FCALL", "keep", "0")).startsWith("-ERR").contains("not enough memory");
        }
        assertThat(reply("FCALL", "free", "0")).isEqualTo("$4\r\nfree\r\n");
        assertThat(reply("FUNCTION", "FLUSH")).isEqualTo("+OK\r\n");
    }

    @Test
    void whatLibrariesRegisterIsBounded() throws Exception {
        // There is no string.rep while a library is loaded.
        String hoard = "\nlocal s = 'x' for i = 1, 20 do s = s .. s end\nfor i = 1, 1e9 do local own = s .. i "
                + "redis.register_function('f' .. i, function() return own end) end";
        assertThat(reply("FUNCTION", "LOAD", "#!lua name=hoard" + hoard)).startsWith("-ERR Error registering functions: ERR ");
        assertThat(reply("FUNCTION", "LIST")).isEqualTo("*0\r\n");
    }
}
