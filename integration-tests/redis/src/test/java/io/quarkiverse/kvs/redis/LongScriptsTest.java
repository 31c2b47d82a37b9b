package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.OtherSegment;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** Scripts and functions that run for long: others are told so, and can end them if they have changed nothing. */
@Timeout(120)
class LongScriptsTest {

    private static final String BUSY_SCRIPT = "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN "
            + "NOSAVE.\r\n";
    private static final String BUSY_FUNCTION = "-BUSY Redis is busy running a script. You can only call FUNCTION KILL or "
            + "SHUTDOWN NOSAVE.\r\n";
    private static final String UNKILLABLE = "-UNKILLABLE Sorry the script already executed write commands against the dataset. "
            + "You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.\r\n";
    private static final String ENDLESS = "while true do end";
    private static final String LIBRARY = "#!lua name=long\nredis.register_function('endless', function() while true do end end)\n"
            + "redis.register_function('stubborn', function() while true do pcall(function() while true do end end) end end)\n"
            + "redis.register_function('writes', function(keys, args) redis.call('set', keys[1], 1) for i = 1, tonumber(args[1]) do "
            + "end return 'done' end)\nredis.register_function('short', function(keys, args) while args[1] == 'no' do end return 1 end)";

    private static OwnServer server;

    private RespConnection running;
    private RespConnection other;

    @BeforeAll
    static void start() throws Exception {
        server = new OwnServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        running = new RespConnection(server.port());
        other = new RespConnection(server.port());
        assertThat(other.call("CONFIG", "SET", "busy-reply-threshold", "20")).isEqualTo("+OK\r\n");
        assertThat(other.call("FUNCTION", "LOAD", "REPLACE", LIBRARY)).isEqualTo("$4\r\nlong\r\n");
    }

    @AfterEach
    void disconnect() {
        // Another connection than that of a test that has failed, which may have replies left.
        try (RespConnection last = new RespConnection(server.port())) {
            last.call("FUNCTION", "KILL");
            last.call("SCRIPT", "KILL");
        }
        running.close();
        other.close();
    }

    private void awaitBusy(String reply) {
        Await.until("the server is busy", () -> other.call("PING").equals(reply));
    }

    @ParameterizedTest
    @ValueSource(strings = { "endless", "stubborn" })
    void functionsCanBeEnded(String function) {
        running.send(List.of("FCALL", function, "1", "key", "argument"));
        awaitBusy(BUSY_FUNCTION);
        assertThat(other.call("GET", "x")).isEqualTo(BUSY_FUNCTION);
        assertThat(other.call("FCALL", "short", "0")).isEqualTo(BUSY_FUNCTION);
        assertThat(other.call("FUNCTION", "LIST")).isEqualTo(BUSY_FUNCTION);
        assertThat(other.call("SCRIPT", "KILL")).isEqualTo(BUSY_FUNCTION);
        String stats = other.call("FUNCTION", "STATS");
        assertThat(stats)
                .startsWith("*4\r\n$14\r\nrunning_script\r\n*6\r\n$4\r\nname\r\n$" + function.length() + "\r\n" + function
                        + "\r\n$7\r\ncommand\r\n*5\r\n$5\r\nFCALL\r\n$" + function.length() + "\r\n" + function
                        + "\r\n$1\r\n1\r\n$3\r\nkey\r\n$8\r\nargument\r\n$11\r\nduration_ms\r\n:")
                .contains("libraries_count\r\n:1\r\n");
        assertThat(Integer.parseInt(stats.replaceAll("(?s).*duration_ms\r\n:(\\d+).*", "$1"))).isBetween(20, 120_000);
        assertThat(other.call("FUNCTION", "KILL")).isEqualTo("+OK\r\n");
        assertThat(running.read()).startsWith("-ERR Script killed by user with SCRIPT KILL... script: " + function
                + ", on @user_function:");
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(other.call("FCALL", "short", "0")).isEqualTo(":1\r\n");
        assertThat(other.call("FUNCTION", "KILL")).isEqualTo("-NOTBUSY No scripts in execution right now.\r\n");
        assertThat(other.call("FUNCTION", "STATS")).startsWith("*4\r\n$14\r\nrunning_script\r\n$-1\r\n");
    }

    @Test
    void scriptsCanBeEnded() {
        running.send(List.of("EVAL", ENDLESS, "1", "key"));
        awaitBusy(BUSY_SCRIPT);
        assertThat(other.call("FCALL", "short", "0")).isEqualTo(BUSY_SCRIPT);
        assertThat(other.call("FUNCTION", "KILL")).isEqualTo(BUSY_SCRIPT);
        assertThat(other.call("FUNCTION", "STATS")).isEqualTo(BUSY_SCRIPT);
        assertThat(other.call("SCRIPT", "KILL")).isEqualTo("+OK\r\n");
        assertThat(running.read()).startsWith("-ERR Script killed by user with SCRIPT KILL... script: ");
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(other.call("SCRIPT", "KILL")).isEqualTo("-NOTBUSY No scripts in execution right now.\r\n");
    }

    /** The loop that all clients share goes on, whether the script is known to be long or not. */
    @Test
    void scriptsCanBeEndedWithOneEventLoop() throws Exception {
        try (OwnServer one = new OwnServer(1);
                RespConnection caller = new RespConnection(one.port());
                RespConnection operator = new RespConnection(one.port())) {
            assertThat(operator.call("CONFIG", "SET", "busy-reply-threshold", "20")).isEqualTo("+OK\r\n");
            for (String script : List.of(ENDLESS, ENDLESS,
                    "redis.call('set', KEYS[1], 1) for i = 1, 3e7 do end return 'done'")) {
                caller.send(List.of("EVAL", script, "1", "key"));
                Await.until("the server is busy", () -> operator.call("PING").equals(BUSY_SCRIPT));
                if (script.equals(ENDLESS)) {
                    assertThat(operator.call("SCRIPT", "KILL")).isEqualTo("+OK\r\n");
                    assertThat(caller.read()).startsWith("-ERR Script killed by user with SCRIPT KILL... script: ");
                } else {
                    assertThat(operator.call("SCRIPT", "KILL")).isEqualTo(UNKILLABLE);
                    assertThat(caller.read()).isEqualTo("$4\r\ndone\r\n");
                }
                assertThat(operator.call("SCRIPT", "KILL")).isEqualTo("-NOTBUSY No scripts in execution right now.\r\n");
            }
        }
    }

    @Test
    void whatHasWrittenGoesOn() {
        running.send(List.of("FCALL", "writes", "1", "written", "30000000"));
        awaitBusy(BUSY_FUNCTION);
        assertThat(other.call("FUNCTION", "KILL")).isEqualTo(UNKILLABLE);
        assertThat(other.call("SCRIPT", "KILL")).isEqualTo(UNKILLABLE);
        assertThat(running.read()).isEqualTo("$4\r\ndone\r\n");
        assertThat(other.call("GET", "written")).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void aScriptThatHasBeenLongLocksOnlyTheKeysThatItDeclares() {
        String script = "for i = 1, 1e6 do end while ARGV[1] == 'no' do end return redis.call('get', KEYS[1])";
        assertThat(other.call("CONFIG", "SET", "busy-reply-threshold", "3600000")).isEqualTo("+OK\r\n");
        assertThat(other.call("EVAL", script, "1", "a", "yes")).isEqualTo("$-1\r\n");
        running.send(List.of("EVAL", script, "1", "a", "no"));
        try (RespConnection waiting = new RespConnection(server.port())) {
            Await.until("what uses the same key waits", () -> {
                waiting.send(List.of("SET", "a", "2"));
                return waiting.readWithin(Duration.ofMillis(50)).equals(RespConnection.TIMEOUT);
            });
            // What uses other keys goes on, and so do runs of the same script with them.
            String free = OtherSegment.than("a");
            assertThat(other.call("SET", free, "1")).isEqualTo("+OK\r\n");
            assertThat(other.call("EVAL", script, "1", free, "yes")).isEqualTo("$1\r\n1\r\n");
            assertThat(other.call("SCRIPT", "KILL")).isEqualTo("+OK\r\n");
            assertThat(running.read()).startsWith("-ERR Script killed");
            assertThat(waiting.read()).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void functionsWaitForEachOther() {
        assertThat(other.call("CONFIG", "SET", "busy-reply-threshold", "3600000")).isEqualTo("+OK\r\n");
        // From now on, it is known that it uses no keys but those that it declares.
        assertThat(other.call("FCALL", "short", "1", "key", "yes")).isEqualTo(":1\r\n");
        running.send(List.of("FCALL", "short", "1", "key", "no"));
        Await.until("it runs", () -> !other.call("FUNCTION", "STATS").contains("running_script\r\n$-1"));
        try (RespConnection waiting = new RespConnection(server.port());
                RespConnection inTransaction = new RespConnection(server.port())) {
            waiting.send(List.of("FCALL", "short", "1", "another key"));
            // What uses other keys goes on.
            assertThat(other.call("SET", OtherSegment.than("key", "another key"), "v")).isEqualTo("+OK\r\n");
            assertThat(inTransaction.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(inTransaction.call("FCALL", "short", "0")).isEqualTo("+QUEUED\r\n");
            inTransaction.send(List.of("EXEC"));
            assertThat(other.call("FUNCTION", "KILL")).isEqualTo("+OK\r\n");
            assertThat(running.read()).startsWith("-ERR Script killed");
            assertThat(waiting.read()).isEqualTo(":1\r\n");
            assertThat(inTransaction.read()).isEqualTo("*1\r\n:1\r\n");
        }
    }

    @Test
    void librariesThatTakeLongToRegisterAreRefused() {
        assertThat(other.call("FUNCTION", "LOAD", "#!lua name=slow\nwhile true do end")).startsWith(
                "-ERR Error registering functions: ERR FUNCTION LOAD timeout");
        assertThat(other.call("FUNCTION", "LIST", "LIBRARYNAME", "slow")).isEqualTo("*0\r\n");
    }
}
