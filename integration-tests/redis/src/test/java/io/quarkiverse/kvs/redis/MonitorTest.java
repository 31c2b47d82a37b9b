package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RespConnection;

/** MONITOR shows the same commands as Redis does, with the same numbers of databases, and between the same replies. */
class MonitorTest extends BesideRedis {

    @ParameterizedTest
    @ValueSource(strings = { "PING", "NOSUCH", "GET", "SET a 1 WHAT", "SELECT 3", "SELECT 99", "SELECT 3|RESET",
            "SELECT 3|GET x",
            "QUIT", "AUTH x", "HELLO 3 AUTH default x", "CONFIG GET port", "DEBUG SLEEP 0", "MULTI|GET a",
            "MULTI|GET a|SELECT 4|SET b 1|EXEC", "MULTI|NOSUCH|EXEC", "EXEC", "MULTI|GET a|DISCARD", "WATCH a", "SUBSCRIBE a",
            "SUBSCRIBE a|PING", "SUBSCRIBE a|GET b", "BLPOP nolist 0.01", "MULTI|BLPOP x 0|EXEC", "MULTI|RESET", "RESET",
            "MONITOR", "OBJECT NOSUCH a", "CLIENT KILL ID 99999", "EVAL return(1) 0", "EVAL return(redis.call('PING')) 0",
            "EVAL ( 0", "EVAL_RO return(1) 0", "EVALSHA 0000 0", "MULTI|EVAL return(redis.call('GET','a')) 0|EXEC",
            "SELECT 3|EVAL redis.call('SELECT',4)return(redis.call('GET','a')) 0|GET b", "FCALL nosuch 0", "FCALL_RO nosuch 0",
            "SCRIPT LOAD return(2)" })
    void showsWhatAnotherClientDoes(String commands) {
        assertThat(seenByAnother(servers.ownPort(), commands)).isEqualTo(seenByAnother(servers.redisPort(), commands));
    }

    private static List<String> seenByAnother(int port, String commands) {
        try (RespConnection monitor = new RespConnection(port);
                RespConnection client = new RespConnection(port);
                RespConnection last = new RespConnection(port)) {
            monitor.call("MONITOR");
            for (String command : commands.split("\\|")) {
                client.call(command.split(" "));
            }
            last.call("ECHO", "end");
            return readTo("\"ECHO\" \"end\"", monitor);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "PING", "SELECT 2", "MULTI|PING|ECHO x|EXEC", "GET a", "PUBLISH a b", "SUBSCRIBE z|PUBLISH a b",
            "RESET|PING", "MULTI|RESET|PING", "QUIT", "HELLO 3|SUBSCRIBE z",
            "CLIENT REPLY OFF|PING|CLIENT REPLY ON|PING", "CLIENT REPLY SKIP|PING|PING", "CLIENT REPLY OFF|RESET" })
    void showsItsOwnClientWhatThatDoesBehindTheReply(String commands) {
        assertThat(seenByItself(servers.ownPort(), commands)).isEqualTo(seenByItself(servers.redisPort(), commands));
    }

    private static List<String> seenByItself(int port, String commands) {
        try (RespConnection client = new RespConnection(port)) {
            client.call("HELLO", "3");
            client.call("MONITOR");
            for (String command : commands.split("\\|")) {
                client.send(List.of(command.split(" ")));
            }
            client.send(List.of("ECHO", "end"));
            return readTo("$3\r\nend", client);
        }
    }

    private static List<String> readTo(String end, RespConnection connection) {
        List<String> seen = new ArrayList<>();
        String next;
        do {
            next = connection.read();
            // Without the time and the address; nor do HELLO's reply and that of CLIENT ID matter.
            seen.add(next.startsWith("%") ? "%" : next.replaceAll("\\+\\d+\\.\\d+ \\[(\\d+) [^]]*]", "[$1]").strip());
        } while (!next.contains(end) && !next.startsWith("("));
        return seen;
    }
}
