package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RCountDownLatch;
import org.redisson.api.RLock;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RReadWriteLock;
import org.redisson.api.RSemaphore;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Protocol;

import io.quarkiverse.kvs.it.threads.Await;

/** Locks, semaphores and limits of Redisson: scripts, and channels by which those who wait are told. */
@SuppressWarnings("LockNotBeforeTry") // A test that fails while it has a lock ends.
class RedissonLocksIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    private static <T> T elsewhere(Callable<T> call) throws Exception {
        return THREADS.submit(call).get(30, TimeUnit.SECONDS);
    }

    /** Several threads count: without the lock, two would read the same number now and then. */
    private static void count(RLock lock) throws Exception {
        int[] counter = new int[1];
        AtomicInteger inside = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(THREADS.submit(() -> {
                for (int n = 0; n < 25; n++) {
                    lock.lock();
                    try {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        counter[0]++;
                        inside.decrementAndGet();
                    } finally {
                        lock.unlock();
                    }
                }
            }));
        }
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(counter[0]).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void locks(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        RLock lock = redisson.getLock("lock");
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock()).as("once more by the same thread").isTrue();
        assertThat(lock.getHoldCount()).isEqualTo(2);
        assertThat(elsewhere(() -> redisson.getLock("lock").tryLock())).isFalse();
        lock.unlock();
        assertThat(lock.isLocked()).isTrue();
        Future<Boolean> waiting = THREADS.submit(() -> {
            RLock same = redisson.getLock("lock");
            boolean taken = same.tryLock(1, TimeUnit.HOURS);
            same.unlock();
            return taken;
        });
        lock.unlock();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).as("told by a channel").isTrue();
        Await.until("it is free", () -> !lock.isLocked());
        count(lock);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theWatchdogProlongsLocks(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol, config -> config.setLockWatchdogTimeout(3000));
        RLock lock = redisson.getLock("watched");
        lock.lock();
        // Longer than its time to live, which is what is tested; it is prolonged after a third of that.
        Thread.sleep(4000);
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(lock.remainTimeToLive()).isBetween(1L, 3000L);
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void fairLocksGoInTheOrderOfTheirCallers(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        RLock lock = redisson.getFairLock("fair");
        lock.lock();
        List<Integer> order = new ArrayList<>();
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            waiting.add(THREADS.submit(() -> {
                RLock same = redisson.getFairLock("fair");
                same.lock();
                synchronized (order) {
                    order.add(number);
                }
                same.unlock();
            }));
            Await.until("so many wait", () -> redisson.getList("redisson_lock_queue:{fair}").size() == number + 1);
        }
        lock.unlock();
        for (Future<?> each : waiting) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(order).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void readersShareAndWritersDoNot(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        RReadWriteLock lock = redisson.getReadWriteLock("rw");
        lock.readLock().lock();
        assertThat(elsewhere(() -> {
            RLock reading = redisson.getReadWriteLock("rw").readLock();
            boolean taken = reading.tryLock();
            reading.unlock();
            return taken;
        })).isTrue();
        assertThat(elsewhere(() -> redisson.getReadWriteLock("rw").writeLock().tryLock())).isFalse();
        lock.readLock().unlock();
        lock.writeLock().lock();
        assertThat(elsewhere(() -> redisson.getReadWriteLock("rw").readLock().tryLock())).isFalse();
        lock.writeLock().unlock();
        count(lock.writeLock());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void semaphores(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        RSemaphore semaphore = redisson.getSemaphore("semaphore");
        assertThat(semaphore.trySetPermits(2)).isTrue();
        assertThat(semaphore.trySetPermits(5)).isFalse();
        assertThat(semaphore.tryAcquire(2)).isTrue();
        assertThat(semaphore.tryAcquire()).isFalse();
        Future<Boolean> waiting = THREADS.submit(() -> redisson.getSemaphore("semaphore").tryAcquire(1, Duration.ofHours(1)));
        semaphore.release();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(semaphore.availablePermits()).isZero();

        RPermitExpirableSemaphore expiring = redisson.getPermitExpirableSemaphore("expiring");
        assertThat(expiring.trySetPermits(1)).isTrue();
        String permit = expiring.acquire(1, TimeUnit.HOURS);
        assertThat(expiring.tryAcquire()).isNull();
        expiring.release(permit);
        String brief = expiring.acquire(1, TimeUnit.MILLISECONDS);
        assertThat(brief).isNotNull();
        Await.until("the permit has expired", () -> expiring.tryAcquire() != null);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void latches(Protocol protocol) throws Exception {
        RedissonClient redisson = REDIS.connect(protocol);
        RCountDownLatch latch = redisson.getCountDownLatch("latch");
        assertThat(latch.trySetCount(2)).isTrue();
        Future<Boolean> waiting = THREADS.submit(() -> redisson.getCountDownLatch("latch").await(1, TimeUnit.HOURS));
        latch.countDown();
        assertThat(latch.getCount()).isEqualTo(1);
        latch.countDown();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void rateLimits(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RRateLimiter limiter = redisson.getRateLimiter("limiter");
        assertThat(limiter.trySetRate(RateType.OVERALL, 3, Duration.ofHours(1))).isTrue();
        assertThat(limiter.trySetRate(RateType.OVERALL, 5, Duration.ofHours(1))).isFalse();
        assertThat(limiter.tryAcquire(2)).isTrue();
        assertThat(limiter.tryAcquire(2)).isFalse();
        assertThat(limiter.availablePermits()).isEqualTo(1);
        assertThat(limiter.tryAcquire()).isTrue();
        assertThat(limiter.tryAcquire()).isFalse();
    }
}
