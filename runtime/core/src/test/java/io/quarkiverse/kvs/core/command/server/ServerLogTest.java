package io.quarkiverse.kvs.core.command.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/** What commands have to say to the operator. */
class ServerLogTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client resp = server.client(Dialect.RESP2);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        server.state().telemetry().log(new ServerLog() {
            @Override
            public void connectionRefused(String client, int limit) {
                throw new AssertionError("not by a command");
            }

            @Override
            public void connectionClosed(String client, String why) {
                throw new AssertionError("not by a command");
            }

            @Override
            public void protocolError(String client, String what) {
                told.add("broken " + client + " " + what);
            }

            @Override
            public void authenticationFailed(String client) {
                told.add("unauthenticated " + client);
            }

            @Override
            public void slowCommand(String client, Command command, int keys, long nanos) {
                told.add("slow " + client + " " + command + " " + keys + " " + nanos);
            }

            @Override
            public void scriptSays(int level, String message) {
                told.add("script " + level + " " + message);
            }
        });
    }

    @Test
    void slowCommandsWithTheNumberOfTheirKeys() {
        server.state().settings().slowLogThreshold(10_000);
        server.nanosPerLook(10_000_000);
        resp.line("SINTERSTORE to a b c");
        resp.line("KEYS *");
        resp.line("GET a");
        assertThat(told).containsExactly("slow 127.0.0.1:50001 sinterstore 4 10000000", "slow 127.0.0.1:50001 keys 0 20000000");
    }

    @Test
    void fastCommandsWhereTheThresholdIsLow() {
        server.state().settings().slowLogThreshold(0);
        resp.line("GET a");
        assertThat(told).containsExactly("slow 127.0.0.1:50001 get 1 0");
        server.state().settings().slowLogThreshold(-1);
        resp.line("GET a");
        assertThat(told).hasSize(1);
    }

    @Test
    void wrongPasswordsButNotWhatTheyAre() {
        resp.line("CONFIG SET requirepass secret");
        resp.line("AUTH wrong");
        resp.line("AUTH default secret");
        resp.line("HELLO 3 AUTH ada secret");
        assertThat(told).containsExactly("unauthenticated 127.0.0.1:50001", "unauthenticated 127.0.0.1:50001");
    }

    @Test
    void browsers() {
        resp.line("POST / HTTP/1.1");
        assertThat(told).singleElement().asString().startsWith("broken 127.0.0.1:50001 HTTP");
    }

    @Test
    void whatScriptsAndFunctionsSay() {
        String script = "redis.log(redis.LOG_WARNING, 'a', 5, {}, 'b') redis.log(redis.LOG_DEBUG, string.rep('x', 5000), 'y')";
        run("EVAL", script, "0");
        run("FUNCTION", "LOAD", "#!lua name=l\nredis.log(redis.LOG_NOTICE, 'loaded')\n"
                + "redis.register_function('f', function() redis.log(redis.LOG_VERBOSE, 'called') end)");
        run("FCALL", "f", "0");
        assertThat(told).containsExactly("script 3 a 5 b", "script 0 " + "x".repeat(5000), "script 2 loaded",
                "script 1 called");
    }

    /** By a thread that may take its time. */
    private void run(String... words) {
        byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(ISO_8859_1);
        }
        server.state().executor().execute(new CommandContext(server.state(), new SplittableRandom(1), true), resp.session(),
                Request.resp(arguments), ReplyWriter.of(Dialect.RESP2, new ReplyBuffer()), server.now());
        resp.session().requestDone();
    }
}
