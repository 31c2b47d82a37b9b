package io.quarkiverse.kvs.test.log;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkus.test.QuarkusUnitTest;

/**
 * A command that takes longer than the threshold is in the slow log and in the application's, others are not. Soon after the
 * start, only what takes half a second is in the latter.
 */
class SlowCommandsInTheLogTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.kvs.slow-log.threshold", "2s")
            .setLogRecordPredicate(record -> record.getLoggerName().equals("io.quarkiverse.kvs.slowlog"))
            .assertLogRecords(records -> assertThat(records).singleElement()
                    .extracting(record -> new PatternFormatter("%p %s").format(record)).asString()
                    .matches("WARN DEBUG of 127.0.0.1:\\d+ took \\d+\\.\\d{3} ms, with 1 key"));

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @Test
    void isNoted() {
        store.execute("SET", "a", "1");
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK");
            assertThat(client.call("DEBUG", "SLEEP", "2.1")).isEqualTo("+OK");
        }
        assertThat(store.execute("SLOWLOG", "LEN").asLong()).isEqualTo(1);
        assertThat(store.execute("CONFIG", "GET", "slowlog-log-slower-than").toString()).contains("2000000");
    }
}
