package io.quarkiverse.kvs.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark runs to its end; how fast is not for a test to say. */
class SynchronousBenchmarkIT {

    @Test
    @Timeout(60)
    void measuresEachCommand() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        try {
            SynchronousBenchmark.main(new String[] { "200" });
        } finally {
            System.setOut(out);
        }
        assertThat(printed.toString()).containsPattern("SET \\| quarkus-kvs.*\\| [1-9][0-9,]* ±")
                .containsPattern("GET \\| quarkus-kvs.*\\| [1-9]").containsPattern("DEL \\| quarkus-kvs.*\\| [1-9]");
    }
}
