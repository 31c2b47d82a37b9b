package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.server.LatencyMonitor.Sample;
import io.quarkiverse.kvs.core.command.server.LatencyMonitor.Series;

class LatencyGraphTest {

    @Test
    void redisDrawsItSo() {
        Series series = new Series(List.of(new Sample(100, 50), new Sample(101, 120), new Sample(102, 30)), 120);
        assertThat(LatencyGraph.of("command", series, 104)).isEqualTo("""
                command - high 120 ms, low 30 ms (all time high 120 ms)
                %s
                 #\s
                 |\s
                 |\s
                #|_
                  \s
                432
                sss
                """.formatted("-".repeat(80)));
    }

    @Test
    void agesAreInTheLargestUnitThatFits() {
        Series series = new Series(
                List.of(new Sample(0, 5), new Sample(186_400, 5), new Sample(199_900, 5), new Sample(199_999, 5)), 7);
        assertThat(LatencyGraph.of("fork", series, 200_000)).startsWith("fork - high 5 ms, low 5 ms (all time high 7 ms)\n")
                .endsWith("____\n    \n2311\ndhms\n");
    }

    @Test
    void aLineHasEightyColumns() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(new Sample(i, i));
        }
        assertThat(LatencyGraph.of("command", new Series(samples, 99), 100).lines()).allMatch(line -> line.length() <= 80)
                .hasSize(2 + 8 + 1 + 8);
    }
}
