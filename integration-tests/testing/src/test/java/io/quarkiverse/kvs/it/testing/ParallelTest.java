package io.quarkiverse.kvs.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.test.KvsTest;

/** Where tests run in parallel, those that share the server do not. */
class ParallelTest {

    private static final Map<String, String> IN_PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

    /** Passes if another one runs at the same time. */
    static class Meeting {
        @RepeatedTest(2)
        void meet() throws Exception {
            TOGETHER.await(60, TimeUnit.SECONDS);
        }
    }

    /** Passes if no other one does. */
    static class Hermit {
        @RepeatedTest(20)
        void isAlone(KeyValueStore store) throws InterruptedException {
            assertThat(store.size()).isZero();
            store.set(toString(), "here");
            TimeUnit.MILLISECONDS.sleep(2);
            assertThat(store.keys()).containsExactly(toString());
        }
    }

    @KvsTest
    static class FirstHermit extends Hermit {
    }

    @KvsTest
    static class SecondHermit extends Hermit {
    }

    @Test
    void testsWithTheAnnotationRunOneAfterTheOther() {
        TestExecutionSummary run = TestRun.of(IN_PARALLEL, Meeting.class, FirstHermit.class, SecondHermit.class);
        assertThat(TestRun.failures(run)).isEmpty();
        assertThat(run.getTestsSucceededCount()).isEqualTo(42);
    }
}
