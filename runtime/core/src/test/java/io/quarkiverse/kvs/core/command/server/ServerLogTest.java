package io.quarkiverse.kvs.core.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

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
}
