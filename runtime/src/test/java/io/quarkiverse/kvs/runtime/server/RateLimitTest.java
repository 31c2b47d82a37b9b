package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    /** Clocks of this kind start anywhere, and may be about to overflow. */
    private long now = Long.MAX_VALUE - 5;
    private final RateLimit limit = new RateLimit(2, Duration.ofNanos(10), () -> now);

    @Test
    void soManyAreLetThroughInAPeriod() {
        assertThat(admit(4)).containsExactly(0L, 0L, -1L, -1L);
        now += 9;
        assertThat(admit(1)).containsExactly(-1L);
        now += 1;
        assertThat(admit(3)).as("the first says how many were not").containsExactly(3L, 0L, -1L);
        now += 100;
        assertThat(admit(2)).containsExactly(1L, 0L);
    }

    @Test
    void everyOneIsEitherLetThroughOrCounted() throws InterruptedException {
        AtomicLong admitted = new AtomicLong();
        AtomicLong suppressed = new AtomicLong();
        RateLimit shared = new RateLimit(3, Duration.ofNanos(1), System::nanoTime);
        List<Thread> threads = LongStream.range(0, 4).mapToObj(i -> new Thread(() -> {
            for (int n = 0; n < 10_000; n++) {
                long before = shared.admit();
                if (before >= 0) {
                    admitted.incrementAndGet();
                    suppressed.addAndGet(before);
                }
            }
        })).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        // Those since the last one that was let through are told by this one.
        Thread.sleep(1);
        suppressed.addAndGet(shared.admit());
        assertThat(admitted.get() + suppressed.get()).isEqualTo(40_000);
    }

    private List<Long> admit(int times) {
        return LongStream.range(0, times).map(i -> limit.admit()).boxed().toList();
    }
}
