package io.quarkiverse.kvs.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.it.threads.Await;

@Timeout(30)
class SegmentLockTest {

    private final SegmentLock lock = new SegmentLock();
    private int counted;

    @Test
    void theThreadThatHasItMayTakeItAgainAndGivesItBackAsOften() {
        lock.lock();
        lock.lock();
        assertThat(lock.tryLock(0)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(triedElsewhere()).isFalse();
            lock.unlock();
        }
        assertThat(triedElsewhere()).isTrue();
    }

    @Test
    void noOtherThreadHasItMeanwhile() throws Exception {
        int threads = 4;
        int each = 100_000;
        CyclicBarrier start = new CyclicBarrier(threads);
        CompletableFuture<?>[] all = new CompletableFuture<?>[threads];
        for (int t = 0; t < threads; t++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all[t] = done;
            new Thread(() -> {
                try {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        lock.lock();
                        counted++;
                        lock.unlock();
                    }
                    done.complete(null);
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            }).start();
        }
        CompletableFuture.allOf(all).get();
        assertThat(counted).isEqualTo(threads * each);
    }

    @Test
    void aThreadThatWaitsGetsItOnceItIsGivenBack() throws Exception {
        lock.lock();
        Thread other = new Thread(() -> {
            lock.lock();
            lock.unlock();
        });
        other.start();
        Await.until("it waits", () -> other.getState() == Thread.State.WAITING);
        lock.unlock();
        other.join();
        assertThat(triedElsewhere()).as("it has given it back").isTrue();
    }

    private boolean triedElsewhere() {
        return CompletableFuture.supplyAsync(() -> {
            boolean taken = lock.tryLock(0);
            if (taken) {
                lock.unlock();
            }
            return taken;
        }).join();
    }
}
