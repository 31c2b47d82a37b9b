package io.quarkiverse.kvs.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** Who is asked before commands are executed, and what becomes of them. */
class CommandInterceptorTest {

    private final TestServer server = new TestServer();
    private final Client client = server.client(Dialect.RESP2);
    private final Client line = server.client(Dialect.LINE);
    private final List<String> asked = new ArrayList<>();
    private final Map<String, CommandInterceptor.Verdict> verdicts = new HashMap<>();
    private final Map<String, CommandInterceptor.Verdict> afterDelay = new HashMap<>();

    @BeforeEach
    void intercept() {
        server.state().interceptor(new CommandInterceptor() {
            @Override
            public Verdict before(Command command) {
                asked.add(command.fullName());
                return verdicts.get(command.fullName());
            }

            @Override
            public Verdict afterDelay(Delay delay, Command command) {
                asked.add(command.fullName() + " after " + delay.millis());
                return afterDelay.get(command.fullName());
            }

            @Override
            public String beforeInProcess(Command command) {
                throw new AssertionError("no client is in the process");
            }

            @Override
            public String refusal() {
                throw new AssertionError("no client connects");
            }
        });
    }

    @Test
    void isAskedForWhatWouldBeExecuted() {
        client.call("SET", "a", "1");
        client.call("NOPE");
        client.call("GET");
        client.call("CONFIG", "GET", "timeout");
        line.call("GET", "a");
        assertThat(asked).containsExactly("set", "config|get", "get");
        server.state().interceptor(null);
        client.call("GET", "a");
        assertThat(asked).hasSize(3);
    }

    @Test
    void failsCommands() {
        verdicts.put("get", new CommandInterceptor.Fail("LOADING not yet"));
        client.call("SET", "a", "1");
        assertThat(client.call("GET", "a")).isEqualTo("-LOADING not yet\r\n");
        assertThat(client.call("INFO", "errorstats")).contains("errorstat_LOADING:count=1");
        assertThat(client.call("INFO", "commandstats")).contains("cmdstat_get:calls=0,", "rejected_calls=1");
    }

    @Test
    void whatFailsSpoilsItsTransaction() {
        verdicts.put("set", new CommandInterceptor.Fail("OOM no room"));
        client.call("MULTI");
        assertThat(client.call("SET", "a", "1")).isEqualTo("-OOM no room\r\n");
        assertThat(client.call("EXEC")).startsWith("-EXECABORT");
        verdicts.clear();
        verdicts.put("exec", new CommandInterceptor.Fail("OOM no room"));
        client.call("MULTI");
        assertThat(client.call("SET", "a", "1")).isEqualTo("+QUEUED\r\n");
        assertThat(client.call("EXEC")).isEqualTo("-EXECABORT Transaction discarded because of: OOM no room\r\n");
        assertThat(client.call("GET", "a")).isEqualTo("$-1\r\n");
    }

    @Test
    void dropsConnections() {
        verdicts.put("set", new CommandInterceptor.Drop());
        assertThat(client.call("SET", "a", "1")).isEmpty();
        assertThat(client.isClosed()).isTrue();
        assertThat(line.call("EXISTS", "a")).isEqualTo("+0\r\n");
    }

    @Test
    void delaysCommandsOnce() {
        verdicts.put("set", new CommandInterceptor.Delay(50));
        assertThat(client.call("SET", "a", "1")).isEmpty();
        assertThat(client.pending()).isEqualTo(new Pending.Later(50));
        assertThat(line.call("EXISTS", "a")).isEqualTo("+0\r\n");
        assertThat(client.call("SET", "a", "1")).isEqualTo("+OK\r\n");
        assertThat(client.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
        assertThat(asked).containsExactly("set", "exists", "set after 50", "get");
    }

    @Test
    void isAskedAgainAfterADelay() {
        verdicts.put("set", new CommandInterceptor.Delay(50));
        afterDelay.put("set", new CommandInterceptor.Fail("ERR late"));
        client.call("SET", "a", "1");
        assertThat(client.call("SET", "a", "1")).isEqualTo("-ERR late\r\n");
    }

    @Test
    void isNotAskedForThosePausedUntilTheyGoOn() {
        line.call("CLIENT", "PAUSE", "1000");
        asked.clear();
        client.call("GET", "a");
        assertThat(client.pending()).isInstanceOf(Pending.Postponed.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void failsInTheLineProtocolToo() {
        verdicts.put("get", new CommandInterceptor.Fail("ERR no"));
        assertThat(line.call("GET", "a")).isEqualTo("-ERR no\r\n");
    }
}
