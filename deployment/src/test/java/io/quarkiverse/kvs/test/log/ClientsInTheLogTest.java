package io.quarkiverse.kvs.test.log;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/** What the log says of what clients do: who and what, not too often, and nothing that a client could have chosen. */
class ClientsInTheLogTest {

    private static final String SECRET = "s3cret";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.password", SECRET)
            .overrideRuntimeConfigKey("quarkus.kvs.limits.connections", "1")
            .overrideRuntimeConfigKey("quarkus.kvs.slow-log.threshold", "0s")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.kvs"))
            .assertLogRecords(ClientsInTheLogTest::check);

    @Inject
    KvsServer server;

    @Test
    void misbehave() {
        try (LineClient client = new LineClient(server.port())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.call("AUTH", "wrong-password")).startsWith("-WRONGPASS");
            }
            assertThat(client.call("AUTH", SECRET)).isEqualTo("+OK");
            for (int i = 0; i < 8; i++) {
                try (LineClient second = new LineClient(server.port())) {
                    assertThat(second.line()).isEqualTo("-ERR max number of clients reached");
                }
            }
            assertThat(client.call("MSET", "private-key", "private-value", "another", "x")).isEqualTo("+OK");
            client.send("*1\r\n\u001b1\r\nforged line\r\n");
            assertThat(client.line()).startsWith("-unknown command");
            assertThat(client.line()).startsWith("-ERR unknown command 'forged'");
            client.send("*2\r\n$3\r\nGET\r\n\u001b[2J\r\n");
            assertThat(client.line()).isEqualTo("-ERR Protocol error: expected '$', got '\u001b'");
            assertThat(client.line()).as("closed").isNull();
        }
    }

    private static void check(List<LogRecord> records) {
        PatternFormatter format = new PatternFormatter("%p %c %s");
        List<String> lines = records.stream().map(format::format).collect(toList());
        assertThat(lines).filteredOn(line -> line.contains("failed to authenticate")).hasSize(5)
                .allMatch(line -> line.matches("WARN io.quarkiverse.kvs 127.0.0.1:\\d+ failed to authenticate"));
        assertThat(lines).filteredOn(line -> line.contains("Refused")).hasSize(5).allMatch(line -> line.matches(
                "WARN io.quarkiverse.kvs Refused the connection of 127.0.0.1:\\d+: 1 are open, as many as allowed"));
        assertThat(lines).filteredOn(line -> line.contains("Protocol error")).singleElement().asString().matches(
                "WARN io.quarkiverse.kvs Closing the connection of 127.0.0.1:\\d+: ERR Protocol error: expected '\\$', got '\\\\x1b'");
        // A runtime that has just been started warns of nothing that takes less than half a second.
        assertThat(lines).filteredOn(line -> line.contains(" took "))
                .allMatch(line -> line.matches(".* took ([5-9]\\d\\d|\\d{4,})\\.\\d{3} ms, .*"));
        assertThat(String.join("\n", lines)).doesNotContain(SECRET, "wrong-password", "private", "forged", "\u001b");
    }
}
