package io.quarkiverse.kvs.core.command.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/** Who listens in the same process, and who is not noticed. */
class MonitorListenerTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);
    private final List<String> heard = new ArrayList<>();
    private final MonitorListener listener = (now, database, from, command) -> heard
            .add(now - server.now() + " " + database + " " + from + " " + command);

    @Test
    void hearsCommandsUntilItIsTakenAway() {
        client.line("SET before 1");
        server.state().telemetry().monitors().add(listener);
        client.line("SELECT 3");
        client.call("SET", "a b", "\n");
        server.state().telemetry().monitors().remove(listener);
        client.line("SET after 1");

        assertThat(heard).containsExactly("0 3 127.0.0.1:50001 \"SELECT\" \"3\"",
                "0 3 127.0.0.1:50001 \"SET\" \"a b\" \"\\n\"");
        assertThat(server.state().telemetry().isMonitored()).isFalse();
    }

    @Test
    void listensBesideClientsThatMonitor() {
        TestServer.Client monitor = server.client(Dialect.RESP2);
        monitor.line("MONITOR");
        server.state().telemetry().monitors().add(listener);
        client.line("PING");
        assertThat(heard).hasSize(1);
        assertThat(monitor.pushed()).endsWith("\"PING\"\r\n");
        monitor.disconnect();
        client.line("PING");
        assertThat(heard).hasSize(2);
    }

    @Test
    void hearsNoPasswordsAndTheBeginningOfWhatIsLong() {
        server.state().telemetry().monitors().add(listener);
        client.line("AUTH secret");
        client.line("HELLO 3 AUTH somebody secret");
        client.line("CONFIG SET maxclients 10 requirepass secret");
        client.call("SET", "k", "x".repeat(256));
        client.call("SET", "k", "x".repeat(257));
        client.call(("DEL" + " k".repeat(2000)).split(" "));

        assertThat(heard).noneMatch(command -> command.contains("secret"));
        assertThat(heard).filteredOn(command -> command.contains("\"SET\" \"k\"")).satisfiesExactly(
                whole -> assertThat(whole).endsWith("\"" + "x".repeat(256) + "\""),
                cut -> assertThat(cut).endsWith("\"" + "x".repeat(256) + "\"... (1 more bytes)"));
        assertThat(heard.get(heard.size() - 1)).matches(".* \\.\\.\\. \\([0-9]+ more arguments\\)").hasSizeLessThan(1200);
    }

    @Test
    void whoIsUnnoticedLeavesNoTrace() {
        client.line("SET k v");
        server.pass(60_000);
        server.state().telemetry().monitors().add(listener);
        String before = client.line("INFO stats");

        Session session = server.state().clients().inProcess(CallerKind.VIEWER, 0, server.now());
        assertThat(call(session, "GET", "k")).isEqualTo("$1\r\nv\r\n");
        assertThat(call(session, "GET", "nothing")).isEqualTo("$-1\r\n");
        assertThat(call(session, "LLEN", "k")).startsWith("-WRONGTYPE");

        assertThat(heard).filteredOn(command -> !command.contains("INFO")).isEmpty();
        assertThat(statistics(client.line("INFO stats"))).isEqualTo(statistics(before));
        assertThat(client.line("OBJECT IDLETIME k")).isEqualTo(":60\r\n");
    }

    private static String statistics(String info) {
        return info.lines().filter(line -> line.startsWith("keyspace_") || line.startsWith("total_error")).toList().toString();
    }

    private String call(Session session, String... words) {
        byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        }
        ReplyBuffer buffer = new ReplyBuffer();
        server.state().executor().execute(new CommandContext(server.state(), new SplittableRandom(1)), session,
                Request.resp(arguments), ReplyWriter.of(Dialect.RESP2, buffer), server.now());
        return new String(buffer.copy(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
