package io.quarkiverse.kvs.runtime.inprocess;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.server.Maintenance;

/** What the application's own calls cost, without a socket. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class InProcessBenchmark {

    private static final int KEYS = 1024;

    private KeyValueStore store;
    private Maintenance maintenance;
    private String[] keys;

    @Setup(Level.Trial)
    public void fill() {
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
                System::currentTimeMillis, System::nanoTime);
        store = new InProcessStore(state);
        maintenance = new Maintenance(state);
        keys = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "key:" + i;
            store.set(keys[i], "0123456789abcdef");
            store.hash("hash").set(keys[i], "0123456789abcdef");
        }
    }

    @TearDown(Level.Trial)
    public void stop() {
        maintenance.close();
    }

    private String key() {
        return keys[ThreadLocalRandom.current().nextInt(KEYS)];
    }

    @Benchmark
    public String get() {
        return store.get(key());
    }

    @Benchmark
    @Threads(2)
    public String getInTwoThreads() {
        return store.get(key());
    }

    @Benchmark
    public void set() {
        store.set(key(), "fedcba9876543210");
    }

    @Benchmark
    public boolean exists() {
        return store.exists(key());
    }

    @Benchmark
    public long execute() {
        return store.execute("STRLEN", key()).asLong();
    }

    @Benchmark
    public String hashGet() {
        return store.hash("hash").get(key());
    }
}
