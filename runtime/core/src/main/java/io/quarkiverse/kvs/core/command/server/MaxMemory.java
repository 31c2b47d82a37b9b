package io.quarkiverse.kvs.core.command.server;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.command.NotEnoughMemoryException;
import io.quarkiverse.kvs.core.command.client.ClientMemory;
import io.quarkiverse.kvs.core.command.client.ClientPause;
import io.quarkiverse.kvs.core.command.client.Clients;
import io.quarkiverse.kvs.core.store.AccessFrequency;
import io.quarkiverse.kvs.core.store.Eviction;
import io.quarkiverse.kvs.core.store.EvictionPolicy;
import io.quarkiverse.kvs.core.store.Store;

/**
 * The memory that is used, and what is done when that becomes more than {@code maxmemory}: keys are evicted as
 * {@code maxmemory-policy} says, and commands refused that need memory if this does not help. Safe for use by many threads.
 */
public final class MaxMemory {

    public static final String ERROR = "OOM command not allowed when used memory > 'maxmemory'.";

    /** After so many keys, it is time to look at the clock. */
    private static final int KEYS_BETWEEN_LOOKS = 16;
    /** However many are wished for: beyond, more samples make no better choice. */
    private static final int MAX_SAMPLES = 64;
    /** From so many bytes on, a command asks whether it may make a value grow by them. */
    static final long LARGE = 1024 * 1024;
    /** Where time does not suffice to evict enough, so many percents of the bound above it commands are refused. */
    private static final int TOLERANCE_PERCENT = 10;

    private final Store store;
    private final Settings settings;
    private final ServerTime time;
    private final ClientMemory clients;
    private final ClientPause pause;
    private final LatencyMonitor latency;
    private final AtomicLong peak = new AtomicLong();
    private final Eviction background;
    /** Three quarters of it. */
    private final long mostOfTheHeap = Runtime.getRuntime().maxMemory() / 4 * 3;
    private volatile long bound;
    private volatile EvictionPolicy policy = EvictionPolicy.NOEVICTION;

    MaxMemory(Store store, Settings settings, ServerTime time, Clients clients, LatencyMonitor latency) {
        this.latency = latency;
        this.store = store;
        this.settings = settings;
        this.time = time;
        this.clients = clients.memory();
        this.pause = clients.pause();
        this.background = new Eviction(store, new SplittableRandom());
        settings.maxMemory.onChange(changed -> bound = changed);
        settings.maxMemoryPolicy.onChange(changed -> policyChanged());
        settings.lfuLogFactor.onChange(changed -> policyChanged());
        settings.lfuDecayTime.onChange(changed -> policyChanged());
        bound = settings.maxMemory.value();
        policyChanged();
    }

    private void policyChanged() {
        policy = EvictionPolicy.of(settings.maxMemoryPolicy.value());
        store.frequency(policy.needsFrequency()
                ? new AccessFrequency(settings.lfuLogFactor.value(), settings.lfuDecayTime.value())
                : null);
    }

    /** The bytes that data and clients take. */
    public long used() {
        long used = store.memory() + clients.total();
        peak.accumulateAndGet(used, Math::max);
        return used;
    }

    /** The bytes that are neither keys nor values: tables and clients. */
    public long overhead() {
        return store.tableMemory() + clients.total();
    }

    /** The most that was used when it was looked at, which is ten times a second at least. */
    public long peak() {
        used();
        return peak.get();
    }

    /** Whether more is used than allowed. */
    public boolean isExceeded() {
        long bytes = bound;
        // A replica has what its master has: replica-ignore-maxmemory.
        return bytes > 0 && isExceeded(bytes) && !store.isFollowing();
    }

    /**
     * Whether there is a bound, and more than three quarters of the heap are used: more than what goes on although the bound is
     * exceeded may take.
     */
    public boolean isHeapShort() {
        return bound > 0 && isExceeded(Math.max(bound, mostOfTheHeap));
    }

    private boolean isExceeded(long bytes) {
        return store.takesMoreThan(bytes - clients.total());
    }

    /**
     * Evicts keys until there is room, for as long as one command may take for that. The caller holds no locks.
     *
     * @param needed how many bytes are to be free
     * @return false if there is no room, and commands that need memory are to be refused
     */
    public boolean makeRoom(Eviction eviction, long needed, long now) {
        if (store.isFollowing()) {
            return true;
        }
        long start = time.nanoTime();
        long limit = settings.evictionNanos();
        int[] evicted = { 0 };
        boolean room = evict(eviction, needed, now,
                () -> ++evicted[0] % KEYS_BETWEEN_LOOKS == 0 && time.nanoTime() - start > limit);
        if (latency.isOn()) {
            latency.took("eviction-cycle", time.nanoTime() - start);
        }
        return room;
    }

    private boolean evict(Eviction eviction, long needed, long now, BooleanSupplier stop) {
        EvictionPolicy by = policy;
        int samples = (int) Math.min(settings.maxMemorySamples.value(), MAX_SAMPLES);
        for (long bytes; (bytes = bound) > 0 && isExceeded(bytes - needed);) {
            if (by == EvictionPolicy.NOEVICTION || !eviction.evictOne(by, samples, now)) {
                return false;
            }
            if (stop.getAsBoolean()) {
                // The rest is evicted later; but what comes in must not outrun that.
                return !isExceeded(bytes - needed + bytes / 100 * TOLERANCE_PERCENT);
            }
        }
        return true;
    }

    /**
     * Sees whether a value may become so much larger at once. Called before anything is changed.
     *
     * @throws NotEnoughMemoryException if there is no room
     */
    public void require(long bytes) {
        if (bytes >= LARGE && bound > 0 && isExceeded(bound - bytes)) {
            throw new NotEnoughMemoryException(bytes);
        }
    }

    /**
     * Sees to it that no more memory is used than allowed, whether commands come or not: clients that take too much are closed,
     * and keys evicted. To be called ten times a second, by one thread, which holds no locks.
     *
     * @param stop asked after every key that is evicted
     */
    public void maintain(long now, BooleanSupplier stop) {
        clients.look();
        used();
        if (isExceeded() && policy != EvictionPolicy.NOEVICTION && !pause.isOn(now)) {
            evict(background, 0, now, stop);
        }
    }
}
