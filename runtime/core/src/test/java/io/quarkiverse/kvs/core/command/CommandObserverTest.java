package io.quarkiverse.kvs.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyTooLargeException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/** What observers of commands are told: each call begins once and ends once, also if it fails. */
class CommandObserverTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client resp = server.client(Dialect.RESP2);
    private final List<String> told = new ArrayList<>();
    private int calls;

    private final class Call implements CommandObserver.Observation {

        private final String name;

        Call(Command command) {
            name = ++calls + " " + command.fullName();
        }

        @Override
        public void end(long nanos, String error) {
            told.add("end " + name + " " + nanos + " " + error);
        }
    }

    @BeforeEach
    void observe() {
        server.nanosPerLook(7);
        server.state().telemetry().observer(new CommandObserver() {
            @Override
            public Observation begin(Command command, Session session, Observation transaction) {
                Call call = new Call(command);
                told.add("begin " + call.name + (transaction == null ? "" : " in " + ((Call) transaction).name));
                return call;
            }

            @Override
            public void rejected(Command command, Session session, String error) {
                told.add("rejected " + command + ": " + error);
            }
        });
    }

    @Test
    void fastCommandsAreTimedToo() {
        resp.call("GET", "a");
        assertThat(told).containsExactly("begin 1 get", "end 1 get 7 null");
    }

    @Test
    void failuresAreToldAndForgotten() {
        resp.call("LPUSH", "a", "x");
        resp.call("GET", "a");
        resp.call("INCRBY", "b", "x");
        resp.call("GET", "b");
        assertThat(told).contains("end 2 get 7 WRONGTYPE Operation against a key holding the wrong kind of value",
                "end 3 incrby 7 ERR value is not an integer or out of range", "end 4 get 7 null");
    }

    @Test
    void whatIsRefusedDoesNotBegin() {
        resp.call("GET");
        resp.call("NOPE", "x");
        assertThat(told).containsExactly("rejected get: ERR wrong number of arguments for 'get' command",
                "rejected null: ERR unknown command 'NOPE', with args beginning with: 'x' ");
    }

    @Test
    void commandsOfATransactionArePartOfExec() {
        resp.line("MULTI");
        resp.line("SET a 1");
        resp.line("LPUSH a x");
        resp.line("EXEC");
        resp.line("PING");
        // Between the two looks of EXEC there are two for each of its commands.
        assertThat(told).containsExactly("begin 1 multi", "end 1 multi 7 null",
                "begin 2 exec", "begin 3 set in 2 exec", "end 3 set 7 null", "begin 4 lpush in 2 exec",
                "end 4 lpush 7 WRONGTYPE Operation against a key holding the wrong kind of value", "end 2 exec 35 null",
                "begin 5 ping", "end 5 ping 7 null");
    }

    @Test
    void whoWaitsEndsWhenServed() {
        resp.line("BLPOP a 0");
        assertThat(told).containsExactly("begin 1 blpop");
        server.client(Dialect.RESP2).line("RPUSH a x");
        assertThat(told).contains("end 1 blpop 7 null").hasSize(4);
    }

    @Test
    void whoWaitsInVainEndsWithoutATime() {
        resp.line("BLPOP a 1");
        server.state().blockedClients().timeOut(resp.blocked());
        assertThat(told).containsExactly("begin 1 blpop", "end 1 blpop -1 null");
        resp.line("BLPOP a 0");
        resp.disconnect();
        assertThat(told).endsWith("begin 2 blpop", "end 2 blpop -1 null");
    }

    @Test
    void whoWaitsMayFail() {
        resp.line("BLMOVE a b LEFT LEFT 0");
        TestServer.Client other = server.client(Dialect.RESP2);
        other.line("SET b 1");
        other.line("RPUSH a x");
        assertThat(told).contains("end 1 blmove 7 WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    @Test
    void longRepliesEndWhenWritten() {
        resp.line("SET a 1");
        told.clear();
        assertThat(resp.line("KEYS *")).startsWith("*1");
        assertThat(told).containsExactly("begin 2 keys", "end 2 keys 14 null");
    }

    @Test
    void whatBreaksEndsAsWell() {
        resp.call("SET", "a", "x".repeat(100_000));
        ReplyBuffer small = new ReplyBuffer();
        small.limit(5);
        CommandContext context = new CommandContext(server.state(), new SplittableRandom(1));
        Request get = Request.resp(new byte[][] { { 'G', 'E', 'T' }, { 'a' } });
        assertThatThrownBy(() -> server.state().executor().execute(context, server.state().clients().inProcess(0), get,
                ReplyWriter.of(Dialect.RESP2, small), server.now())).isInstanceOf(ReplyTooLargeException.class);
        assertThat(told).endsWith("begin 2 get", "end 2 get -1 " + ReplyTooLargeException.class.getName());
    }

    @Test
    void anObserverThatIsRemovedIsToldNothing() {
        server.state().telemetry().observer(null);
        resp.line("SET a 1");
        assertThat(told).isEmpty();
        assertThat(resp.line("INFO commandstats")).as("fast commands are not timed").contains("cmdstat_set:calls=1,usec=0,");
    }
}
