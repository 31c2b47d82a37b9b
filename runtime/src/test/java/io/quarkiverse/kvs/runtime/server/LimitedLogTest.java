package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.family.Families;

/** What is written of what clients do, and how much of it. */
class LimitedLogTest {

    private final Logger logger = Logger.getLogger("io.quarkiverse.kvs");
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };
    private long now;
    private long age = LimitedLog.WARM_UP.toNanos();
    private final LimitedLog log = new LimitedLog(() -> now, () -> age);

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void whatIsSlowBecauseEverythingIsNewIsNotSaid() {
        age--;
        log.slowCommand(null, Families.TABLE.find("get"), 1, LimitedLog.SLOW_ANYWAY.toNanos() - 1);
        assertThat(lines).isEmpty();
        log.slowCommand(null, Families.TABLE.find("get"), 1, LimitedLog.SLOW_ANYWAY.toNanos());
        assertThat(lines).hasSize(1);
    }

    @Test
    void saysWho() {
        log.connectionRefused("10.0.0.1:5000", 2);
        log.connectionClosed("10.0.0.1:5000", "it was idle");
        log.authenticationFailed("10.0.0.1:5000");
        log.slowCommand("10.0.0.1:5000", Families.TABLE.find("config|get"), 0, 12_345_678);
        log.slowCommand(null, Families.TABLE.find("mget"), 2, 1_000);
        log.slowCommand(null, Families.TABLE.find("get"), 1, 1_000);
        assertThat(lines).map(line -> line.replace("WARNING", "WARN")).containsExactly(
                "WARN Refused the connection of 10.0.0.1:5000: 2 are open, as many as allowed",
                "INFO Closing the connection of 10.0.0.1:5000: it was idle",
                "WARN 10.0.0.1:5000 failed to authenticate",
                "WARN CONFIG GET of 10.0.0.1:5000 took 12.346 ms, with 0 keys",
                "WARN MGET of the application took 0.001 ms, with 2 keys",
                "WARN GET of the application took 0.001 ms, with 1 key");
    }

    @Test
    void eachKindIsLimitedByItself() {
        for (int i = 0; i < 100; i++) {
            log.connectionRefused("a:1", 2);
            log.authenticationFailed("a:1");
        }
        assertThat(lines).hasSize(2 * LimitedLog.LINES);
        now += LimitedLog.PERIOD.toNanos();
        log.authenticationFailed("a:1");
        assertThat(lines.get(2 * LimitedLog.LINES))
                .endsWith("a:1 failed to authenticate (" + (100 - LimitedLog.LINES) + " more of the kind were not logged)");
    }

    @Test
    void clientsCannotWriteLines() {
        log.protocolError("a:1", "expected '$', got '\n'\r\n\u001b[2J FAKE \u00e9\u2028");
        assertThat(lines.get(0)).endsWith("Closing the connection of a:1: "
                + "expected '$', got '\\x0a'\\x0d\\x0a\\x1b[2J FAKE \\xe9\\u2028");
        log.protocolError("a:1", "x".repeat(1_000_000));
        assertThat(lines.get(1)).endsWith(": " + "x".repeat(LimitedLog.SHOWN) + "...");
    }

    @Test
    void whatScriptsSayIsLimitedToo() {
        log.scriptSays(2, "a notice\nof two lines");
        log.scriptSays(3, "x".repeat(5000));
        assertThat(lines).map(line -> line.replace("WARNING", "WARN")).containsExactly("INFO a notice\\x0aof two lines",
                "WARN " + "x".repeat(LimitedLog.SHOWN_OF_SCRIPTS) + "...");
        for (int i = 0; i < 1000; i++) {
            log.scriptSays(2, "more");
        }
        assertThat(lines).hasSize(LimitedLog.SCRIPT_LINES);
    }
}
